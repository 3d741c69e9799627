package desk

import (
	"context"
	"errors"
	"slices"
	"testing"

	"tradedesk/model"
)

// contractBulkBase: an action on all that a list shows replaces nothing that came in since
// it was decided on.
func contractBulkBase(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	far := s.colleague(t, "far")
	lead := addLead(t, b.d, "Nord Foods Inc")
	mustSync(t, b.d)
	mustSync(t, far)
	seen, err := b.d.Detail(ctx, lead)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, far, lead, model.Set{"owner": quoted("karim")})
	late := addLead(t, far, "Oasis Trading")
	edit(t, far, late, model.Set{"owner": quoted("karim")})
	mustSync(t, far)
	mustSync(t, b.d)
	give := Bulk{Label: "give all to amina", Query: Query{Kind: model.KindLead}, Set: model.Set{"owner": quoted("amina")}, Base: &seen.Base}
	if report, err := b.d.DoWhere(ctx, give, nil); err != nil || report.Changed != 2 {
		t.Fatalf("%+v and %v", report, err)
	}
	for range 2 { // before and after the server has it
		for _, id := range []model.ID{lead, late} {
			if got := valuesOf(t, b.other, id, "owner"); !slices.Equal(got, []string{`"amina"`, `"karim"`}) {
				t.Errorf("the owners of %s are %q, want both", id.Short(), got)
			}
		}
		mustSync(t, b.d)
	}
	mustSync(t, far)
	if got := valuesOf(t, far, lead, "owner"); len(got) != 2 {
		t.Errorf("the other desk has %q", got)
	}
	// Who has seen what there is replaces it.
	give.Base = nil
	give.Set = model.Set{"owner": quoted("lena")}
	if report, err := b.d.DoWhere(ctx, give, nil); err != nil || report.Changed != 2 {
		t.Fatalf("%+v and %v", report, err)
	}
	if status := statusOf(t, b.d); status.Conflicts != 0 {
		t.Errorf("%d records with conflicts are left", status.Conflicts)
	}
}

// valuesOf gives the values in conflict of a field, in order.
func valuesOf(t *testing.T, d Desk, id model.ID, field string) []string {
	t.Helper()
	conflicts, err := d.ConflictsOf(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range conflicts {
		if c.Field == field {
			for _, v := range c.Values {
				out = append(out, string(v.Value))
			}
		}
	}
	slices.Sort(out)
	return out
}

// contractResolveBase: who settles a conflict chooses between the values that he saw; one
// that came in while he thought is not given up.
func contractResolveBase(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	far, third := s.colleague(t, "far"), s.colleague(t, "third")
	for _, test := range []struct {
		r    Resolution
		left []string // values that stand beside each other
	}{
		{Resolution{Take: TakeTheirs}, []string{`"Safi"`, `"Tanger"`}},
		{Resolution{Take: TakeMine}, []string{`"Agadir"`, `"Safi"`}},
		{Resolution{Take: TakeValue, Value: quoted("Essaouira")}, []string{`"Essaouira"`, `"Safi"`}},
	} {
		lead := addLead(t, b.d, "Nord Foods Inc")
		for _, d := range []Desk{b.d, far, third} {
			mustSync(t, d)
		}
		edit(t, b.d, lead, model.Set{"city": quoted("Agadir")})
		edit(t, far, lead, model.Set{"city": quoted("Tanger")})
		mustSync(t, far)
		mustSync(t, b.d)
		page, err := b.other.Conflicts(ctx, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		edit(t, third, lead, model.Set{"city": quoted("Safi")})
		mustSync(t, third)
		mustSync(t, b.d)
		test.r.Record, test.r.Field, test.r.Base = lead, "city", &page.Base
		if _, err := b.other.Resolve(ctx, test.r); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got := valuesOf(t, b.d, lead, "city"); !slices.Equal(got, test.left) {
				t.Errorf("%s leaves %q, want %q", test.r.Take, got, test.left)
			}
			mustSync(t, b.d)
		}
		again, err := b.d.Conflicts(ctx, 0, 0)
		if err != nil || again.Base <= page.Base {
			t.Fatalf("base %d and %v, want it behind %d", again.Base, err, page.Base)
		}
		if _, err := b.d.Resolve(ctx, Resolution{Record: lead, Field: "city", Take: TakeValue, Value: quoted("Rabat"), Base: &again.Base}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.d.Resolve(ctx, Resolution{Record: lead, Field: "city", Take: TakeMine}); !errors.Is(err, ErrNotFound) {
			t.Errorf("settled with all that was there, and yet %v", err)
		}
	}
}
