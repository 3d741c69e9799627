package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search/query"
)

// shelf is what an index reads from in tests.
type shelf map[model.ID]model.Record

var errNotThere = errors.New("not there")

func (s shelf) lookup(id model.ID) (model.Excerpt, model.Record, error) {
	r, ok := s[id]
	if !ok {
		return model.Excerpt{}, nil, errNotThere
	}
	return model.ExcerptOf(r, model.ScoreContext{}), r, nil
}

func (s shelf) each(yield func(model.Excerpt, model.Record) error) error {
	for _, r := range s {
		if err := yield(model.ExcerptOf(r, model.ScoreContext{}), r); err != nil {
			return err
		}
	}
	return nil
}

func (s shelf) documents() (all []Document) {
	for _, r := range s {
		all = append(all, DocumentOf(model.ExcerptOf(r, model.ScoreContext{}), r))
	}
	return all
}

func newIndex(t testing.TB, s shelf) *Index {
	x := New(filepath.Join(t.TempDir(), "search.idx"), s.lookup)
	x.sync = func(*os.File) error { return nil } // no test loses its power
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func build(t interface {
	Helper()
	Fatal(...any)
}, x *Index, s shelf) {
	t.Helper()
	if err := x.Build(context.Background(), Stamp{}, s.each, nil); err != nil {
		t.Fatal(err)
	}
}

// filled gives an index that has a shelf in its segment, or all of it as what changed.
func filled(t *testing.T, s shelf, where string) *Index {
	t.Helper()
	x := newIndex(t, s)
	if where == "segment" {
		build(t, x, s)
	} else if err := x.Update(s.documents(), nil); err != nil {
		t.Fatal(err)
	}
	return x
}

var testNow = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// typed is a line as it is read.
func typed(line string) Query {
	rates := func() []cost.Rate {
		return []cost.Rate{{Currency: "USD", Units: "1.1"}, {Currency: "MAD", Units: "10.8"}}
	}
	q := Query{Query: query.Reader{Now: testNow, Me: "salma", Rates: rates}.Parse(line), Me: "salma"}
	q.Phone, _ = q.Query.Phone("MA")
	return q
}

func find(t interface {
	Helper()
	Fatalf(string, ...any)
}, x *Index, q Query) Result {
	t.Helper()
	found, err := x.Find(context.Background(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Line, err)
	}
	return found
}

// titles gives what was found: by letters, and what is alike.
func titles(found Result) (exact, alike []string) {
	for _, hit := range found.Hits {
		if hit.Alike {
			alike = append(alike, hit.Title)
		} else {
			exact = append(exact, hit.Title)
		}
	}
	return exact, alike
}

func lead(id int, company string) *model.Lead {
	return &model.Lead{Head: model.Head{ID: numbered(id)}, Company: company, Stage: model.LeadNew}
}

func aside(t interface {
	Helper()
	Fatal(...any)
}, x *Index) {
	t.Helper()
	if err := x.SetAside(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

// TestIndexFollowsEveryChange: whatever is put in, changed, taken out, set aside and built
// anew, also while it is built, what is found is what fuzzy.Find finds in what there is.
func TestIndexFollowsEveryChange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := shelf{}
		x := newIndex(t, s)
		name := func() string { return string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 12).Draw(r, "company")) }
		change := func(id int) {
			l := lead(id, name())
			s[l.ID] = l
			e, _, _ := s.lookup(l.ID)
			if err := x.Update([]Document{DocumentOf(e, l)}, nil); err != nil {
				r.Fatal(err)
			}
		}
		remove := func(id int) {
			delete(s, numbered(id))
			if err := x.Update(nil, []model.ID{numbered(id)}); err != nil {
				r.Fatal(err)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"put":       func(r *rapid.T) { change(rapid.IntRange(0, 40).Draw(r, "id")) },
			"build":     func(r *rapid.T) { build(r, x, s) },
			"set aside": func(r *rapid.T) { aside(r, x) },
			"remove":    func(r *rapid.T) { remove(rapid.IntRange(0, 40).Draw(r, "id")) },
			"change while it is built": func(r *rapid.T) {
				err := x.Build(context.Background(), Stamp{}, func(yield func(model.Excerpt, model.Record) error) error {
					if err := s.each(yield); err != nil {
						return err
					}
					for range rapid.IntRange(0, 6).Draw(r, "changes") {
						switch id := rapid.IntRange(0, 40).Draw(r, "id"); rapid.IntRange(0, 4).Draw(r, "what") {
						case 0:
							remove(id)
						case 1:
							aside(r, x)
						default:
							change(id)
						}
					}
					return nil
				}, nil)
				if err != nil {
					r.Fatal(err)
				}
			},
			"": func(r *rapid.T) {
				line := text.Fold(string(rapid.SliceOfN(rapid.SampledFrom([]rune("aab c.dé")), 1, 4).Draw(r, "typed")))
				q := Query{Query: query.Query{Line: line, Words: []query.Word{{Text: line}}}, Session: "one", Limit: 7, Count: true}
				found := find(r, x, q)
				ids, points := wanted(s.documents(), foldTyped(line), 1000)
				if foldTyped(line) == "" {
					return
				}
				var got []model.ID
				for _, hit := range found.Hits {
					if !hit.Alike {
						if hit.Rank != points[len(got)] {
							r.Fatalf("%q: %s has %d, want %d", line, hit.Title, hit.Rank, points[len(got)])
						}
						got = append(got, hit.ID)
					}
				}
				if !slices.Equal(got, ids[:min(7, len(ids))]) {
					r.Fatalf("%q finds %v, want %v", line, got, ids)
				}
				if alike := len(found.Hits) - len(got); found.Total-alike != len(ids) || found.More {
					r.Fatalf("%q counts %d and %d alike, there are %d", line, found.Total, alike, len(ids))
				}
			},
		})
	})
}

func TestFindsWhatSoundsAlike(t *testing.T) {
	for typedLine, wants := range map[string][]string{
		"tanja":       {"طنجة", "Tanger Med Export"},
		"طنجه":        {"طنجة", "Tanger Med Export"},
		"tangier":     {"طنجة", "Tanger Med Export"},
		"karkoubi":    {"شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères"},
		"qarqoubi":    {"شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères"},
		"الكرقوبي":    {"شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères"},
		"argan":       {"تعاونية أركان", "Coopérative Argane"},
		"arkan":       {"تعاونية أركان", "Coopérative Argane"},
		"اركان":       {"تعاونية أركان", "Coopérative Argane"},
		"mohammed":    {"مُحَمَّد بن عبد الله", "Mohamed Benabdellah"},
		"mhmd":        {"مُحَمَّد بن عبد الله", "Mohamed Benabdellah"},
		"محمد":        {"مُحَمَّد بن عبد الله", "Mohamed Benabdellah"},
		"9nitra":      {"القنيطرة", "Kénitra Agrumes"},
		"casa":        {"الدار البيضاء"},
		"laayoune":    {"العيون"},
		"450":         {"٤٥٠ طن قمح"},
		"export tang": {"Tanger Med Export"},
	} {
		s := shelf{}
		for i, title := range []string{
			"طنجة", "Tanger Med Export", "شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères", "تعاونية أركان", "Coopérative Argane", "مُحَمَّد بن عبد الله",
			"Mohamed Benabdellah", "القنيطرة", "Kénitra Agrumes", "الدار البيضاء", "العيون", "٤٥٠ طن قمح",
		} {
			l := lead(i, title)
			s[l.ID] = l
		}
		for _, where := range []string{"segment", "changes"} {
			x := filled(t, s, where)
			exact, alike := titles(find(t, x, typed(typedLine)))
			for _, want := range wants {
				if !slices.Contains(slices.Concat(exact, alike), want) {
					t.Errorf("%s: %q finds %q and %q, not %q", where, typedLine, exact, alike, want)
				}
			}
		}
	}
}

// TestChangesWhileASegmentIsMade: what changes meanwhile counts over the segment, with all
// that it is found by.
func TestChangesWhileASegmentIsMade(t *testing.T) {
	s := shelf{}
	for i := range 3 {
		l := lead(i, "nord foods")
		s[l.ID] = l
	}
	x := newIndex(t, s)
	err := x.Build(context.Background(), Stamp{}, func(yield func(model.Excerpt, model.Record) error) error {
		if err := s.each(yield); err != nil {
			return err
		}
		gone := numbered(2)
		delete(s, gone)
		l := lead(1, "طنجة")
		l.Phone, l.Message = "+212539123456", "Hello,\nplease confirm the shipment."
		s[l.ID] = l
		e, _, _ := s.lookup(l.ID)
		return x.Update([]Document{DocumentOf(e, l)}, []model.ID{gone})
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"nord": "nord foods", "طنجة": "طنجة", "tanja": "طنجة", "0539 123": "طنجة", "confirm shipment": "طنجة",
	} {
		exact, alike := titles(find(t, x, typed(line)))
		if all := slices.Concat(exact, alike); !slices.Equal(all, []string{want}) {
			t.Errorf("%q finds %q, want %q", line, all, want)
		}
	}
}

func TestFiltersNarrow(t *testing.T) {
	s := shelf{}
	add := func(l *model.Lead) { s[l.ID] = l }
	for i := range 300 {
		l := lead(i, fmt.Sprint("nord foods ", i))
		l.Country = []value.Country{"US", "CA", "FR"}[i%3]
		l.Owner = []string{"salma", "omar"}[i%2]
		l.HS = []value.HS{"150990", "160413"}[i%2]
		l.TargetPrice, l.Quantity, l.Currency = value.Decimal(strconv.Itoa(i)), "1", []value.Currency{"USD", "EUR", "MAD", "GBP"}[i%4]
		if i%10 == 0 {
			l.Tags = []string{"SIAM 2026"}
		}
		if i%7 == 0 {
			l.DueAt = value.At(testNow.Add(time.Duration(i) * time.Hour))
		}
		add(l)
	}
	for line, keep := range map[string]func(i int, l *model.Lead) bool{
		"country:us,ca nord":      func(_ int, l *model.Lead) bool { return l.Country != "FR" },
		"nord -country:fr":        func(_ int, l *model.Lead) bool { return l.Country != "FR" },
		"owner:me":                func(_ int, l *model.Lead) bool { return l.Owner == "salma" },
		"nord tag:\"siam 2026\"":  func(_ int, l *model.Lead) bool { return len(l.Tags) > 0 },
		"hs:1509":                 func(_ int, l *model.Lead) bool { return l.HS == "150990" },
		"nord due:<3d":            func(i int, l *model.Lead) bool { return i%7 == 0 && i < 63 },
		"\"foods 29\"":            func(i int, _ *model.Lead) bool { return i == 29 || i/10 == 29 },
		"\"rd foods 7\" tag:any":  func(i int, l *model.Lead) bool { return (i == 7 || i/10 == 7) && len(l.Tags) > 0 },
		"value:>200 nord":         func(i int, _ *model.Lead) bool { return i > 200 },
		"value:>200usd nord":      func(i int, _ *model.Lead) bool { return i%4 == 0 && i > 200 || i%4 == 1 && i >= 182 },
		"-value:>200usd":          func(i int, _ *model.Lead) bool { return i%4 > 1 || i%4 == 0 && i <= 200 || i%4 == 1 && i < 182 },
		"value:95..120mad nord":   func(i int, _ *model.Lead) bool { return i%4 == 2 && i >= 95 && i <= 120 || i == 9 || i == 12 },
		"kind:supplier nord":      func(int, *model.Lead) bool { return false },
		"kind:lead stage:new 299": func(i int, _ *model.Lead) bool { return i == 299 },
		"due:none foods":          func(_ int, l *model.Lead) bool { return l.DueAt.IsZero() },
		"country:us owner:omar -tag:any": func(_ int, l *model.Lead) bool {
			return l.Country == "US" && l.Owner == "omar" && len(l.Tags) == 0
		},
	} {
		want := map[string]bool{}
		for i := range 300 {
			if l := s[numbered(i)].(*model.Lead); keep(i, l) {
				want[l.Company] = true
			}
		}
		for _, where := range []string{"segment", "changes"} {
			x := filled(t, s, where)
			q := typed(line)
			if len(q.Problems) > 0 {
				t.Fatal(q.Problems)
			}
			q.Limit, q.Count = 1000, true
			got := map[string]bool{}
			found := find(t, x, q)
			for _, hit := range found.Hits {
				got[hit.Title] = true
			}
			if !maps.Equal(got, want) || found.Total != len(want) {
				t.Errorf("%s: %q finds %d of %d, total %d", where, line, len(got), len(want), found.Total)
			}
		}
	}
}

// TestManyChangesWhileASegmentIsMade: also what is too much to be put in anew.
func TestManyChangesWhileASegmentIsMade(t *testing.T) {
	s := shelf{}
	for i := range 2000 {
		l := lead(i, fmt.Sprint("nord foods ", i))
		s[l.ID] = l
	}
	x := newIndex(t, s)
	build(t, x, s)
	change := func(from, to int, company string) {
		var changed []Document
		for i := from; i < to; i++ {
			l := lead(i, fmt.Sprint(company, i))
			s[l.ID] = l
			e, r := s.read(l.ID)
			changed = append(changed, DocumentOf(e, r))
		}
		if err := x.Update(changed, nil); err != nil {
			t.Fatal(err)
		}
	}
	change(0, 100, "before ")
	err := x.Build(context.Background(), Stamp{}, func(yield func(model.Excerpt, model.Record) error) error {
		if err := s.each(yield); err != nil {
			return err
		}
		change(50, 1300, "meanwhile ")
		aside(t, x)
		change(1200, 2000, "last ")
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	check := func() {
		t.Helper()
		for word, want := range map[string]int{`"before"`: 50, `"meanwhile"`: 1150, `"last"`: 800, `"nord"`: 0, "kind:lead": 2000} {
			q := typed(word)
			q.Count = true
			if found := find(t, x, q); found.Total != want {
				t.Errorf("%s: %d found, want %d", word, found.Total, want)
			}
		}
	}
	check()
	build(t, x, s)
	check()
	if x.Parts() != 1 || x.Changed() != 0 {
		t.Errorf("%d parts, and %d changed", x.Parts(), x.Changed())
	}
}

// TestDaysCountFromNow: what a filter left yesterday is not what it leaves today.
func TestDaysCountFromNow(t *testing.T) {
	s := shelf{}
	for i := range 10 {
		l := lead(i, fmt.Sprint("nord foods ", i))
		l.DueAt = value.At(testNow.AddDate(0, 0, i))
		s[l.ID] = l
	}
	x := filled(t, s, "segment")
	for day := range 5 {
		read := query.Reader{Now: testNow.AddDate(0, 0, day)}
		for line, want := range map[string]int{"due:<3d": day + 3, "nord due:today": 1, "due:>2d": 7 - day} {
			if found := find(t, x, Query{Query: read.Parse(line), Count: true}); found.Total != want {
				t.Errorf("day %d: %q finds %d, want %d", day, line, found.Total, want)
			}
		}
	}
}

// TestTimesFarAway: what was due before 1970 or is behind 2106 is found as all else.
func TestTimesFarAway(t *testing.T) {
	s := shelf{}
	for i, day := range []time.Time{time.Date(1950, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2200, 6, 1, 0, 0, 0, 0, time.UTC), testNow, {}} {
		l := lead(i, fmt.Sprint("nord foods ", i))
		if !day.IsZero() {
			l.DueAt = value.At(day)
		}
		s[l.ID] = l
	}
	for _, where := range []string{"segment", "changes"} {
		x := filled(t, s, where)
		for line, want := range map[string]string{
			"due:2200": "[nord foods 1]", "due:1950": "[nord foods 0]", "due:>3d": "[nord foods 1]", "due:<0d": "[nord foods 0]", "due:none": "[nord foods 3]",
			"due:1960..2100": "[nord foods 2]", "due:2150..2160": "[]", "due:any": "[nord foods 2 nord foods 1 nord foods 0]", "-due:<3d due:any": "[nord foods 1]",
		} {
			if exact, _ := titles(find(t, x, typed(line))); fmt.Sprint(exact) != want {
				t.Errorf("%s: %q finds %v, want %v", where, line, exact, want)
			}
		}
	}
}

// TestMoreSaysHowManyAreGiven: until all are counted, as many as are shown.
func TestMoreSaysHowManyAreGiven(t *testing.T) {
	s := shelf{}
	for i := range 20 {
		l := lead(i, fmt.Sprint("nord foods ", i))
		s[l.ID] = l
	}
	for _, where := range []string{"segment", "changes"} {
		x := filled(t, s, where)
		for _, line := range []string{"kind:lead", "nord", "nord stage:new"} {
			q := typed(line)
			q.Limit = 7
			found := find(t, x, q)
			if more := found.More && found.Total == 7; !more && (found.More || found.Total != 20) || len(found.Hits) != 7 {
				t.Errorf("%s: %q gives %d of %d, more: %v", where, line, len(found.Hits), found.Total, found.More)
			}
		}
	}
}

// scattered gives leads that are called alike but for a number, in no order.
func scattered(n int) shelf {
	s := shelf{}
	for i := range n {
		l := lead(i, fmt.Sprint("nord foods ", i*7919%(2*n)))
		s[l.ID] = l
	}
	return s
}

// TestDamageIsNoticed: a byte of the file that is not what was written makes a search
// fail, or changes nothing of what is found.
func TestDamageIsNoticed(t *testing.T) {
	s := scattered(500)
	x := newIndex(t, s)
	build(t, x, s)
	q := typed("nord fo 7 kind:lead")
	right := find(t, x, q)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(x.path)
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	for at := 0; at < len(whole); at += 1 + len(whole)/800 {
		damaged := slices.Clone(whole)
		damaged[at] ^= 0x40
		if err := os.WriteFile(x.path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Open(); err != nil {
			noticed++
			continue
		}
		found, err := x.Find(context.Background(), q)
		if err != nil {
			if !Unfit(err) {
				t.Fatalf("byte %d: %v", at, err)
			}
			noticed++
		} else if found.Took, right.Took = 0, 0; fmt.Sprint(found) != fmt.Sprint(right) {
			t.Fatalf("byte %d: finds %v, want %v", at, found, right)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if noticed == 0 {
		t.Fatal("no damage was noticed")
	}
	for _, size := range []int{0, 1, filePage - 1, filePage, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(x.path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Open(); !Unfit(err) {
			t.Errorf("a file of %d bytes: %v", size, err)
		}
	}
}

// TestLeftFilesAreTakenAway: what a program that was killed left is gone with the next
// segment, and stands in nobody's way.
func TestLeftFilesAreTakenAway(t *testing.T) {
	s := shelf{}
	l := lead(1, "nord foods")
	s[l.ID] = l
	x := newIndex(t, s)
	dir := filepath.Dir(x.path)
	for _, name := range []string{"search-1.making", "search-22.making", "searching", "desk.db"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half of it"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build(t, x, s)
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	if want := []string{"desk.db", "search.idx", "searching"}; !slices.Equal(names, want) {
		t.Errorf("there are %q, want %q", names, want)
	}
}

// TestFileCutShortWhileItIsRead: a page that is not there any more faults as one does that a
// disk cannot give.
func TestFileCutShortWhileItIsRead(t *testing.T) {
	s := shelf{}
	for i := range 5000 {
		l := lead(i, fmt.Sprint("nord foods ", i*7919%1000))
		s[l.ID] = l
	}
	x := newIndex(t, s)
	build(t, x, s)
	if err := os.Truncate(x.path, filePage); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Find(context.Background(), typed("nord 17")); !Unfit(err) {
		t.Fatal(err)
	}
}

// TestFileWrittenOverWhileItIsRead: whatever somebody writes into the file, before it was
// read or after, a search ends with what it finds or says that the file cannot be used.
func TestFileWrittenOverWhileItIsRead(t *testing.T) {
	s := scattered(5000)
	x := newIndex(t, s)
	build(t, x, s)
	whole, err := os.ReadFile(x.path)
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, len(whole))
	for try := range 20 {
		if err := os.WriteFile(x.path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Open(); err != nil {
			t.Fatal(err)
		}
		if try%2 == 0 {
			find(t, x, typed("nord 17"))
		}
		random := rand.New(rand.NewPCG(1, uint64(try)))
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		f, err := os.OpenFile(x.path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt(noise, 0); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"nord 17", "kind:lead food", "foods nord", "value:>3", "due:<3d nord", "nodr"} {
			if _, err := x.Find(context.Background(), typed(line)); err != nil && !Unfit(err) {
				t.Fatalf("%q: %v", line, err)
			}
		}
	}
}

func TestFindsWithinLongerTexts(t *testing.T) {
	s := shelf{}
	for i := range 30 {
		m := &model.Message{Head: model.Head{ID: numbered(i)}, Subject: fmt.Sprint("Offer ", i), Body: "Dear Ms Berg,\n\nthe goods leave Tanger on Friday."}
		if i == 17 || i == 23 {
			m.Body = "Nous vous prions de nous confirmer la disponibilité\nde l’huile\u202e pressée à froid avant vendredi."
		}
		s[m.ID] = m
	}
	for _, where := range []string{"segment", "changes", "plain"} {
		x := filled(t, s, where)
		found := find(t, x, typed("disponibilite froid"))
		if where == "plain" {
			var err error
			found, err = Scan(context.Background(), typed("disponibilite froid"), func(yield func(model.Excerpt, model.Record) error) error {
				for i := range 30 {
					e, r, _ := s.lookup(numbered(i))
					if err := yield(e, r); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(found.Hits) != 2 || found.Hits[0].Title != "Offer 23" || found.Hits[1].Title != "Offer 17" {
			t.Fatalf("%s: %+v", where, found.Hits)
		}
		hit := found.Hits[0]
		want := "…confirmer la disponibilité de l’huile pressée à froid avant vendredi."
		letters := []rune(hit.Snippet)
		var marked []string
		for _, m := range hit.Marks {
			marked = append(marked, string(letters[m[0]:m[1]]))
		}
		if !slices.Equal(marked, []string{"disponibilité", "froid"}) {
			t.Errorf("%s: the snippet is %q with %q, want something like %q", where, hit.Snippet, marked, want)
		}
	}
}
