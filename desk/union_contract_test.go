package desk

import (
	"context"
	"slices"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// addThreeLines makes an RFQ of three lines.
func addThreeLines(t *testing.T, d Desk) model.ID {
	t.Helper()
	done := mustDo(t, d, Action{Label: "add", Edits: []Edit{{Kind: model.KindRFQ, Create: true, Set: model.Fields(&model.RFQ{Title: "oils", Lines: []model.Line{
		{Product: "argan oil", Quantity: "500", Unit: "KGM"}, {Product: "olive oil", Quantity: "900", Unit: "LTR"}, {Product: "almonds", Quantity: "2", Unit: "TNE"},
	}})}}})
	return done.Records[0].Header().ID
}

// setLines changes the lines of an RFQ; seen is what its author had seen, nil for all.
func setLines(t *testing.T, d Desk, rfq model.ID, seen *Detail, change func([]model.Line) []model.Line) {
	t.Helper()
	r := rfqOf(t, d, rfq)
	e := Edit{Kind: model.KindRFQ, ID: rfq}
	if seen != nil {
		r, e.Base = seen.Record.(*model.RFQ), &seen.Base
	}
	after := *r
	after.Lines = change(slices.Clone(r.Lines))
	e.Set = model.Set{"lines": model.Fields(&after)["lines"]}
	mustDo(t, d, Action{Label: "lines", Edits: []Edit{e}})
}

func rfqOf(t *testing.T, d Desk, id model.ID) *model.RFQ {
	t.Helper()
	r, err := d.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*model.RFQ)
}

func quantity(i int, n value.Decimal) func([]model.Line) []model.Line {
	return func(lines []model.Line) []model.Line {
		lines[i].Quantity = n
		return lines
	}
}

// contractUnion: two who change different lines of one RFQ while apart, several times and
// one with a form that was open meanwhile, get both changes with `both`, at whichever desk.
func contractUnion(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	far := s.colleague(t, "far")
	s.login(t, b.d)
	for at, name := range []string{"here", "there", "at a desk that came later"} {
		rfq := addThreeLines(t, b.d)
		mustSync(t, b.d)
		mustSync(t, far)
		open, err := far.Detail(ctx, rfq)
		if err != nil {
			t.Fatal(err)
		}
		setLines(t, b.d, rfq, nil, quantity(0, "700"))
		setLines(t, b.d, rfq, nil, func(lines []model.Line) []model.Line {
			return append(lines, model.Line{Product: "figs"})
		})
		mustSync(t, b.d)
		mustSync(t, far) // while the form is open
		setLines(t, far, rfq, &open, func(lines []model.Line) []model.Line {
			lines[0].HS, lines[1].Quantity = "151590", "800"
			return lines[:2]
		})
		setLines(t, b.d, rfq, nil, func(lines []model.Line) []model.Line {
			lines[0].Pack = "CT, 12 H87"
			return lines
		})
		mustSync(t, b.d)
		mustSync(t, far)
		mustSync(t, b.d)
		d := []Desk{b.d, far, nil}[at]
		if d == nil {
			d = s.colleague(t, "later")
			mustSync(t, d)
		}
		conflicts, err := d.ConflictsOf(ctx, rfq)
		if err != nil || len(conflicts) != 1 || conflicts[0].Seen == nil {
			t.Fatalf("%s: %s and %v, want lines with what both had seen", name, asJSON(t, conflicts), err)
		}
		if _, err := d.Resolve(ctx, Resolution{Record: rfq, Field: "lines", Take: TakeBoth}); err != nil {
			t.Fatal(err)
		}
		want := []model.Line{
			{Product: "argan oil", HS: "151590", Quantity: "700", Unit: "KGM", Pack: "CT, 12 H87"},
			{Product: "olive oil", Quantity: "800", Unit: "LTR"}, {Product: "figs"},
		}
		for range 2 {
			for _, d := range []Desk{d, b.d, far} {
				mustSync(t, d)
			}
		}
		for _, d := range []Desk{d, b.d, far} {
			if is := rfqOf(t, d, rfq).Lines; !slices.Equal(is, want) {
				t.Errorf("settled %s: %s, want %s", name, asJSON(t, is), asJSON(t, want))
			}
			history, err := d.History(ctx, rfq, 0)
			if err != nil || len(history) == 0 {
				t.Fatalf("settled %s: %d changes in the history and %v", name, len(history), err)
			}
			for _, change := range history {
				for field := range change.Set {
					if _, known := model.SchemaOf(model.KindRFQ).Field(field); !known {
						t.Errorf("settled %s: the history has %q in it", name, field)
					}
				}
			}
			if status := statusOf(t, d); status.Conflicts != 0 {
				t.Errorf("settled %s: %d records with conflicts are left", name, status.Conflicts)
			}
		}
	}
}
