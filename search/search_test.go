package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/text"
)

// shelf is what lookup and Load read from in tests.
type shelf map[model.ID]model.Excerpt

func (s shelf) lookup(id model.ID) (model.Excerpt, error) {
	e, ok := s[id]
	if !ok {
		return model.Excerpt{}, errors.New("not there")
	}
	return e, nil
}

func (s shelf) each(_ context.Context, yield func(model.Excerpt) error) error {
	for _, e := range s {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

func numbered(n int) model.ID {
	return model.ID{6: 0x70, 12: byte(n >> 24), 13: byte(n >> 16), 14: byte(n >> 8), 15: byte(n + 1)}
}

func shelfOf(titles ...string) shelf {
	s := shelf{}
	for i, title := range titles {
		id := model.ID{6: 0x70, 14: byte(i >> 8), 15: byte(i), 8: 0x80}
		s[id] = model.Excerpt{ID: id, Kind: model.KindLead, Title: title}
	}
	return s
}

func loaded(t testing.TB, s shelf) *Index {
	t.Helper()
	x := New(s.lookup)
	if err := x.Load(context.Background(), s.each); err != nil {
		t.Fatal(err)
	}
	return x
}

// naive is fuzzy.Find over all folded texts, sorted by length and age before.
func naive(s shelf, q Query) []model.ID {
	type row struct {
		id   model.ID
		text string
	}
	var rows []row
	for id, e := range s {
		if q.Kind == "" || q.Kind == e.Kind {
			rows = append(rows, row{id, entryOf(e).text})
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if len(a.text) != len(b.text) {
			return len(a.text) - len(b.text)
		}
		return bytes.Compare(a.id[:], b.id[:])
	})
	texts := make([]string, len(rows))
	for i := range rows {
		texts[i] = rows[i].text
	}
	var ids []model.ID
	for _, m := range fuzzy.Find(text.Fold(strings.TrimSpace(q.Text)), texts) {
		ids = append(ids, rows[m.Index].id)
	}
	return ids
}

func idsOf(r Result) []model.ID {
	var ids []model.ID
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	return ids
}

var words = strings.Fields("argan Argane huile d'olive Société Générale sardines Tanger طنجة شركة الكرقوبي زيت Médina " +
	"export Import-Export co. ltd GmbH agadir Kénitra mint thé vert orange citrus café أركان ٤٥٠ 450 carpets ets. frères x_y a/b")

func randomTitle(r *rand.Rand) string {
	var parts []string
	for range 1 + r.IntN(4) {
		parts = append(parts, words[r.IntN(len(words))])
	}
	return strings.Join(parts, " ")
}

func TestFindIsFuzzyFindOverEverything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		s := shelf{}
		for i := range rapid.IntRange(0, 300).Draw(rt, "records") {
			id := numbered(i)
			kind := []model.Kind{model.KindLead, model.KindSupplier}[r.IntN(2)]
			s[id] = model.Excerpt{ID: id, Kind: kind, Title: randomTitle(r), Detail: randomTitle(r)}
		}
		x := New(s.lookup)
		if err := x.Load(context.Background(), s.each); err != nil {
			rt.Fatal(err)
		}
		typed := []rune(randomTitle(r))
		q := Query{Text: string(typed[:1+r.IntN(len(typed))]), Limit: 1 + r.IntN(50)}
		if r.IntN(2) == 0 {
			q.Kind = model.KindSupplier
		}
		got, err := x.Find(context.Background(), q)
		if err != nil {
			rt.Fatal(err)
		}
		want := naive(s, q)
		if got.Total != len(want) {
			rt.Fatalf("%q: total %d, want %d", q.Text, got.Total, len(want))
		}
		want = want[:min(len(want), q.Limit)]
		if !slices.Equal(idsOf(got), want) {
			rt.Fatalf("%q: hits %v, want %v", q.Text, idsOf(got), want)
		}
	})
}

func TestFindKeepsTheBestOfManyChunks(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	s := shelf{}
	for i := range 3*chunk + 17 {
		id := numbered(i)
		s[id] = model.Excerpt{ID: id, Kind: model.KindLead, Title: fmt.Sprintf("%s %d", randomTitle(r), i)}
	}
	x := loaded(t, s)
	for _, typed := range []string{"a", "argan", "1", "exp", "طنجه", "zzz"} {
		q := Query{Text: typed, Limit: 50}
		got, err := x.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		want := naive(s, q)
		if got.Total != len(want) || !slices.Equal(idsOf(got), want[:min(50, len(want))]) {
			t.Errorf("%q differs from fuzzy.Find: %d of %d hits", typed, got.Total, len(want))
		}
	}
}

func TestFoldingFindsAcrossSpellings(t *testing.T) {
	tests := []struct{ typed, title string }{
		{"طنجه", "طنجة"},
		{"الكرقوبي", "شركة الكرقوبي للتوزيع"},
		{"karkoubi", "Ets Karkoubi Frères"},
		{"freres", "Ets Karkoubi Frères"},
		{"argan", "Coopérative Argane"},
		{"cooperative", "Coopérative Argane"},
		{"اركان", "تعاونية أركان"},
		{"محمد", "مُحَمَّد بن عبد الله"},
		{"mohamed", "Mohamed Benabdellah"},
		{"450", "٤٥٠ طن قمح"},
		{"KENITRA", "Kénitra Agrumes"},
		{"coeur", "Cœur d'Atlas"},
		{"strasse", "Hafenstraße Import"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			x := loaded(t, shelfOf(tt.title, "Zzzz 9"))
			got, err := x.Find(context.Background(), Query{Text: tt.typed})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Hits) != 1 || got.Hits[0].Title != tt.title {
				t.Fatalf("%q finds %v, want %q", tt.typed, got.Hits, tt.title)
			}
		})
	}
}

func TestPositionsAreRunesOfTheTitleAsWritten(t *testing.T) {
	tests := []struct {
		name, typed, title, detail string
		want                       []int
	}{
		{"plain", "arg", "Argan", "", []int{0, 1, 2}},
		{"accents", "eleve", "Élève", "", []int{0, 1, 2, 3, 4}},
		{"Arabic", "طنجه", "في طنجة", "", []int{3, 4, 5, 6}},
		{"marks are stepped over", "محمد", "مُحَمَّد", "", []int{0, 2, 4, 7}},
		{"in the detail only", "huile", "Nord", "huile d'olive", []int{}},
		{"in both", "nol", "Nord", "olive", []int{0}},
		{"two letters from one", "oeu", "Œuf", "", []int{0, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := shelf{{1}: {ID: model.ID{1}, Title: tt.title, Detail: tt.detail}}
			got, err := loaded(t, s).Find(context.Background(), Query{Text: tt.typed})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Hits) != 1 || !reflect.DeepEqual(got.Hits[0].Positions, tt.want) {
				t.Fatalf("got %+v, want one hit at %v", got.Hits, tt.want)
			}
		})
	}
}

func TestUpdateIsAsIfLoadedAnew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 2))
		s := shelf{}
		for range rapid.IntRange(0, 20).Draw(rt, "loaded") {
			id := numbered(r.IntN(20))
			s[id] = model.Excerpt{ID: id, Kind: model.KindLead, Title: randomTitle(r)}
		}
		x := loaded(t, s)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			id := numbered(r.IntN(20))
			e := model.Excerpt{ID: id, Kind: model.KindLead, Title: randomTitle(r)}
			switch r.IntN(3) {
			case 0:
				delete(s, id)
				x.Update(nil, []model.ID{id})
			case 1:
				e.Deleted = true
				delete(s, id)
				x.Update([]model.Excerpt{e}, nil)
			default:
				s[id] = e
				x.Update([]model.Excerpt{e}, nil)
			}
		}
		got, err := x.Find(context.Background(), Query{Text: "a"})
		if err != nil {
			rt.Fatal(err)
		}
		if want := naive(s, Query{Text: "a"}); !slices.Equal(idsOf(got), want) {
			rt.Fatalf("got %v, want %v", idsOf(got), want)
		}
	})
}

func TestUpdateDuringLoadWins(t *testing.T) {
	s := shelfOf("old name", "to be removed", "stays")
	x := New(s.lookup)
	err := x.Load(context.Background(), func(ctx context.Context, yield func(model.Excerpt) error) error {
		if err := s.each(ctx, yield); err != nil {
			return err
		}
		for id, e := range s {
			switch e.Title {
			case "old name":
				e.Title = "fresh name"
				s[id] = e
				x.Update([]model.Excerpt{e}, nil)
			case "to be removed":
				delete(s, id)
				x.Update(nil, []model.ID{id})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]int{"fresh": 1, "old": 0, "removed": 0, "stays": 1} {
		got, err := x.Find(context.Background(), Query{Text: typed})
		if err != nil || got.Total != want {
			t.Errorf("%q: %d hits and %v, want %d", typed, got.Total, err, want)
		}
	}
}

func TestLoadThatFailsChangesNothing(t *testing.T) {
	x := loaded(t, shelfOf("argan"))
	broken := errors.New("broken")
	err := x.Load(context.Background(), func(context.Context, func(model.Excerpt) error) error { return broken })
	if !errors.Is(err, broken) {
		t.Fatalf("%v, want the error", err)
	}
	if got, err := x.Find(context.Background(), Query{Text: "argan"}); err != nil || got.Total != 1 {
		t.Errorf("%d hits and %v, want what was there before", got.Total, err)
	}
}

func TestFindObeysItsContext(t *testing.T) {
	x := loaded(t, shelfOf("argan"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Find(ctx, Query{Text: "a"}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
	if err := x.Load(ctx, shelfOf("other").each); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
}

func TestQueriesThatFindNothing(t *testing.T) {
	x := loaded(t, shelfOf("argan", strings.Repeat("a", 1000)))
	for _, typed := range []string{"", "   ", "\t", "q"} {
		got, err := x.Find(context.Background(), Query{Text: typed})
		if err != nil || got.Total != 0 || got.Hits == nil {
			t.Errorf("%q: %+v and %v, want an empty list", typed, got, err)
		}
	}
	got, err := x.Find(context.Background(), Query{Text: strings.Repeat("a", 10_000)})
	if err != nil || got.Total != 1 {
		t.Errorf("an overlong query: %d hits and %v, want it cut and 1", got.Total, err)
	}
}

func BenchmarkFind100k(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	s := shelf{}
	for i := range 100_000 {
		id := numbered(i)
		s[id] = model.Excerpt{ID: id, Kind: model.KindLead, Title: randomTitle(r), Detail: randomTitle(r)}
	}
	x := loaded(b, s)
	for _, typed := range []string{"a", "argan", "tanger exp", "qqq"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Find(context.Background(), Query{Text: typed}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
