package query

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/demo"
	"tradedesk/model"
	"tradedesk/store"
)

// storeConds are conditions as the store takes them; it knows no beginning of a text,
// so that those are left out and asked of the records.
func storeConds(conds []Cond) (out []store.Cond, all bool) {
	all = true
	for _, c := range conds {
		if c.Op == FieldBegins {
			all = false
			continue
		}
		values := make([]string, len(c.Values))
		for i, v := range c.Values {
			values[i] = strings.ReplaceAll(v, store.Alternatives, `\`+store.Alternatives)
		}
		out = append(out, store.Cond{Field: c.Field, Op: store.Op(c.Op), Text: strings.Join(values, store.Alternatives)})
	}
	return out, all
}

// stocked opens a desk with records of every kind that the demonstration makes.
func stocked(t *testing.T, now time.Time) *store.Store {
	t.Helper()
	clock := func() time.Time { return now }
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"), store.Options{
		Now: clock, IDs: model.NewIDs(clock, rand.NewChaCha8([32]byte{1})), By: "salma", NoSync: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	action := store.Action{Label: "stock"}
	err = demo.Generate(demo.Options{Seed: 5, Leads: 150, Suppliers: 40, Now: now, IDs: model.NewIDs(clock, rand.NewChaCha8([32]byte{2}))}, func(r model.Record) error {
		action.Edits = append(action.Edits, store.Edit{Kind: r.Kind(), ID: r.Header().ID, Create: true, Record: r})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Do(t.Context(), action); err != nil {
		t.Fatal(err)
	}
	return s
}

// What the store finds by the conditions is what matches, or all of that and more.
func TestTheStoreAgrees(t *testing.T) {
	r := reader()
	r.Me = "salma"
	s := stocked(t, r.Now)
	byKind := map[model.Kind][]model.Record{}
	excerpts := map[model.ID]model.Excerpt{}
	for _, kind := range model.Kinds() {
		err := s.Records(t.Context(), store.Query{Kind: kind}, func(r model.Record) error {
			byKind[kind] = append(byKind[kind], r)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range listed(t, s, store.Query{Kind: kind}) {
			excerpts[row.ID] = row.Excerpt
		}
	}
	found := 0
	for _, asked := range []string{
		"stage:new", "stage:new,won,open", "stage:none", "stage:any", "country:ma", "country:fr,us,none", "owner:me", "owner:none", "owner:any", "tag:siam,bio", "tag:any", "tag:none",
		"event:none", "event:any", "due:<3d", "due:overdue", "due:none", "due:any", "due:today..2w", "created:<3d", "created:>1w", "created:2026", "updated:<1h", "hs:15", "hs:none",
		"product:oil", "product:zzz", "product:none", "city:agadir", "city:qqq", "city:any", "value:>10k", "value:any", "quantity:<=500", "quantity:100..2000", "quantity:none",
		"currency:eur,mad", "currency:none", "incoterm:fob,cif", "incoterm:any", "score:>=60", "score:..40", "score:none",
	} {
		for _, line := range []string{asked, "-" + asked} {
			q := r.Parse(line)
			if len(q.Problems) > 0 {
				t.Fatalf("%q: %v", line, q.Problems)
			}
			for kind, records := range byKind {
				var want []model.ID
				for _, r := range records {
					if q.Matches(excerpts[r.Header().ID], r) {
						want = append(want, r.Header().ID)
					}
				}
				conds, exact := q.Conds(kind)
				where, all := storeConds(conds)
				var got []model.ID
				for _, row := range listed(t, s, store.Query{Kind: kind, Where: where}) {
					got = append(got, row.ID)
				}
				found += len(want)
				missing := slices.DeleteFunc(slices.Clone(want), func(id model.ID) bool { return slices.Contains(got, id) })
				if len(missing) > 0 || exact && all && len(got) != len(want) {
					t.Errorf("%q of a %s, conditions %v (exact %t): %d found, %d match, %d missing", line, kind, where, exact, len(got), len(want), len(missing))
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("%d records were found in all: these say nothing", found)
	}
}

func listed(t *testing.T, s *store.Store, q store.Query) []store.Row {
	t.Helper()
	q.Limit = 100_000
	page, err := s.List(context.WithoutCancel(t.Context()), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return page.Rows
}
