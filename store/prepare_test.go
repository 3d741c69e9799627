package store

import (
	"context"
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// leadEdits make leads, every third of them with an address that one before has.
func leadEdits(from, n int) []Edit {
	var edits []Edit
	for i := from; i < from+n; i++ {
		l := &model.Lead{Company: fmt.Sprintf("Firm %d", i), Email: value.Email(fmt.Sprintf("buyer@firm%d.example", i-i%3/2*2)), Stage: model.LeadNew}
		l.Origin = fmt.Sprintf("row:%d", i)
		edits = append(edits, Edit{Kind: model.KindLead, Create: true, Record: l})
	}
	return edits
}

// Whatever happens between, prepared actions do what they do unprepared.
func TestPreparedActionsDoTheSame(t *testing.T) {
	const batch = 2 * worthSharing
	for name, between := range map[string]func(b *bench){
		"nothing":            func(*bench) {},
		"a record is made":   func(b *bench) { b.create(t, model.KindLead, "company=Between") },
		"a record is edited": func(b *bench) { b.edit(t, model.KindLead, id(t, numbered(1)), "city="+b.clock.at.String()) },
		"offers change": func(b *bench) {
			offers := &model.Offers{}
			offers.Add(&model.Supplier{Name: "S", HS: []value.HS{"151530"}})
			b.Store.scoring = func() model.ScoreContext { return model.ScoreContext{Now: b.now(), Offers: offers} }
		},
		"a refused one": func(b *bench) {
			if _, _, err := b.Do(context.Background(), Action{Edits: append(leadEdits(9000, batch), Edit{Kind: model.KindLead, Create: true})}); err == nil {
				t.Error("a lead of nothing was made")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			plain, prepared := newBench(t), newBench(t)
			var want, got int
			action := id(t, numbered(7))
			for _, b := range []*bench{plain, prepared} {
				b.do(t, Edit{Kind: model.KindLead, ID: id(t, numbered(1)), Create: true, Set: set(t, model.KindLead, "company=First")})
			}
			var last *Prepared
			for n := range 4 {
				a := func() Action {
					return Action{ID: action, Label: "import", Duplicates: true, Edits: leadEdits(n*batch, batch)}
				}
				p, err := prepared.Prepare(context.Background(), a(), last)
				if err != nil || p.turned == nil {
					t.Fatalf("preparing: %v", err)
				}
				if last != nil {
					got += prepared.doPrepared(t, last)
				}
				last = p
				between(plain)
				between(prepared)
				done, _, err := plain.DoMore(context.Background(), a())
				if err != nil {
					t.Fatal(err)
				}
				want += done.Duplicates
			}
			got += prepared.doPrepared(t, last)
			if got != want || want == 0 {
				t.Errorf("%d duplicates, want %d", got, want)
			}
			for _, q := range []Query{{Kind: model.KindLead, Sort: "company"}, {Kind: model.KindLead, View: ViewInbox}} {
				q.Limit = 1000
				if a, b := prepared.titles(t, q), plain.titles(t, q); a != b {
					t.Errorf("%+v:\n got %s\nwant %s", q, a, b)
				}
			}
			prepared.check(t)
			var undone Done
			for undone.Action != action {
				var err error
				if undone, _, err = prepared.Undo(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if undone.Changed != 4*batch {
				t.Errorf("undo took %d records back, want %d", undone.Changed, 4*batch)
			}
		})
	}
}

func (b *bench) doPrepared(t tb, p *Prepared) (duplicates int) {
	t.Helper()
	done, _, err := b.DoPrepared(context.Background(), p)
	if err != nil {
		t.Fatalf("doing what was prepared: %v", err)
	}
	return done.Duplicates
}

// What was prepared is used, not made again, when nothing came between.
func TestPreparedIsUsed(t *testing.T) {
	b := newBench(t)
	first, err := b.Prepare(context.Background(), Action{Edits: leadEdits(0, worthSharing)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Prepare(context.Background(), Action{Edits: leadEdits(1000, worthSharing)}, first)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range []*Prepared{first, second} {
		w := &write{firstNew: number(i * worthSharing)}
		for n, d := range p.drafts {
			w.order = append(w.order, d.touched(w.firstNew+number(n)))
		}
		if !p.fits(w) {
			t.Errorf("action %d does not fit", i)
		}
		w.order[3].row = nil
		if p.fits(w) {
			t.Errorf("action %d fits a record that was changed since", i)
		}
		b.doPrepared(t, p)
	}
}
