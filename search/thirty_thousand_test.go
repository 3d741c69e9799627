package search

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tradedesk/demo"
	"tradedesk/internal/race"
	"tradedesk/model"
	"tradedesk/model/text"
)

// typedLines are typed letter by letter: names, goods and places in three languages, with
// slips, numbers and nonsense.
var typedLines = []string{
	"argan oil", "nord foods", "Karkoubi", "tanger exp", "huile d'olive", "qwzxv", "argn oli", "زيت الأركان", "الدار البيضاء", "mohamed b", "+2126", "export@", "e", "zz top", "450",
}

// TestThirtyThousandRecords: over a desk of some size, after changes, removals and a new
// segment, each key finds the hundred that fuzzy.Find puts first.
func TestThirtyThousandRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("reads thirty thousand records with each key")
	}
	s := shelf{}
	leads, every := 15_000, 1 // of how many keys one is looked at
	if race.Enabled {
		leads, every = 1500, 4
	}
	var ids []model.ID
	err := demo.Generate(demo.Options{Seed: 3, Leads: leads, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}, func(r model.Record) error {
		if _, ok := s[r.Header().ID]; !ok {
			ids = append(ids, r.Header().ID)
		}
		s[r.Header().ID] = r
		return nil
	})
	if err != nil || len(ids) < 2*leads {
		t.Fatal(len(ids), err)
	}
	x := newIndex(t, s)
	build(t, x, s)
	random := rand.New(rand.NewPCG(3, 3))
	keys := 0
	for round := range 3 {
		texts := s.letters()
		for i, line := range typedLines {
			letters := []rune(line)
			for n := 1; n <= len(letters); n++ {
				// All lines over the segment, a third of them over what changed since.
				if round > 0 && i%3 != round {
					continue
				}
				if keys++; keys%every != 0 {
					continue
				}
				typedRight(t, x, texts, string(letters[:n]))
			}
		}
		s.change(t, x, ids, random)
		if round == 1 {
			build(t, x, s)
		}
	}
	t.Logf("%d keys over %d records", keys, len(s))
}

// letters gives the texts of all records.
func (s shelf) letters() (all []Document) {
	for id := range s {
		e, _, _ := s.lookup(id)
		all = append(all, Document{ID: id, Text: cutText(textOf(e))})
	}
	return shortestFirst(all) // once, not with each key
}

// change renames some records, takes others out and puts new ones in.
func (s shelf) change(t *testing.T, x *Index, ids []model.ID, random *rand.Rand) {
	t.Helper()
	for range 600 {
		id := ids[random.IntN(len(ids))]
		if random.IntN(3) == 0 {
			delete(s, id)
			if err := x.Update(nil, []model.ID{id}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		l := &model.Lead{Head: model.Head{ID: id}, Company: typedLines[random.IntN(len(typedLines))] + " & " + typedLines[random.IntN(len(typedLines))]}
		s[id] = l
		e, r, _ := s.lookup(id)
		if err := x.Update([]Document{DocumentOf(e, r)}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func typedRight(t *testing.T, x *Index, texts []Document, line string) {
	t.Helper()
	q := typed(line)
	q.Session = "one"
	found := find(t, x, q)
	found.Hits = slices.DeleteFunc(found.Hits, func(h Hit) bool { return h.Alike })
	ids, points := wanted(texts, text.Fold(foldTyped(line)), 100)
	if len(found.Hits) != len(ids) {
		t.Fatalf("%q finds %d, fuzzy.Find %d", line, len(found.Hits), len(ids))
	}
	for i, hit := range found.Hits {
		if hit.ID != ids[i] || hit.Rank != points[i] {
			t.Fatalf("%q: hit %d is %v with %d, fuzzy.Find has %v with %d", line, i, hit.ID, hit.Rank, ids[i], points[i])
		}
	}
}
