package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
)

// The fault that this is about: each of two people gave the field another value, and one of
// them takes his back. The other's stays, whatever the clocks say.
func TestUndoLeavesWhatAnotherWroteAtTheSameTime(t *testing.T) {
	for _, ahead := range []bool{false, true} {
		t.Run(fmt.Sprintf("ahead=%v", ahead), func(t *testing.T) {
			a := openApart(t)
			id := a.create(t, model.KindLead, "company=Nord", "city=old")
			a.sync(t)
			base := a.head()
			a.edit(t, model.KindLead, id, "city=one", "product=argan oil")
			a.far(t, id, base, ahead, "city=two")
			a.sync(t)
			done := a.undo(t)
			if done.InConflict != 1 || len(done.Skipped) != 1 || done.Skipped[0] != "lead Nord: city in conflict, see `tradedesk conflicts`" {
				t.Errorf("undo: %+v", done)
			}
			if a.lead(t, id).Product != "" {
				t.Error("the field that nobody else wrote was not taken back")
			}
			a.inStep(t)
			if live := a.live(id, "city"); live != `"one" "two"` {
				t.Errorf("cities %s", live)
			}
			a.redo(t)
			a.inStep(t)
			if live := a.live(id, "city"); live != `"one" "two"` || a.lead(t, id).Product != "argan oil" {
				t.Errorf("after redo cities %s", live)
			}
		})
	}
}

func TestRedoLeavesWhatAnotherWroteAtTheSameTime(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.edit(t, model.KindLead, id, "city=one")
	a.sync(t)
	base := a.head()
	a.undo(t)
	a.far(t, id, base, false, "city=two")
	a.sync(t)
	if done := a.redo(t); done.InConflict != 1 {
		t.Errorf("redo: %+v", done)
	}
	a.inStep(t)
	if live := a.live(id, "city"); live != `"old" "two"` {
		t.Errorf("cities %s", live)
	}
}

// An undo before anything of the other's came is an edit at the same time as the other's.
func TestUndoBeforeTheSyncStandsBeside(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.sync(t)
	base := a.head()
	a.edit(t, model.KindLead, id, "city=one")
	a.far(t, id, base, true, "city=two")
	a.undo(t)
	a.inStep(t)
	if live := a.live(id, "city"); live != `"old" "two"` {
		t.Errorf("cities %s", live)
	}
	// The redo of what came into conflict meanwhile leaves it so.
	if done := a.redo(t); done.InConflict != 1 {
		t.Errorf("redo: %+v", done)
	}
	a.inStep(t)
}

// Who had seen the action, and wrote the same or another value since, has the last word.
func TestUndoLeavesWhatFollowedTheAction(t *testing.T) {
	for _, value := range []string{"one", "two"} {
		a := openApart(t)
		id := a.create(t, model.KindLead, "company=Nord", "city=old")
		a.edit(t, model.KindLead, id, "city=one")
		a.sync(t)
		a.far(t, id, a.head(), true, "city="+value)
		a.sync(t)
		if done := a.undo(t); len(done.Skipped) != 1 || done.InConflict != 0 || !strings.HasSuffix(done.Skipped[0], "city changed since") {
			t.Errorf("undo: %+v", done)
		}
		a.inStep(t)
		if live := a.live(id, "city"); live != `"`+value+`"` {
			t.Errorf("cities %s", live)
		}
	}
}

// Two people wrote the same at the same time: one's undo does not take the other's away. Where
// the other wrote what was there before, both agree, and no redo takes his away.
func TestUndoOfWhatAnotherWroteToo(t *testing.T) {
	a := openApart(t)
	same, before := a.create(t, model.KindLead, "company=Same", "city=old"), a.create(t, model.KindLead, "company=Before", "city=old")
	a.sync(t)
	base := a.head()
	a.edit(t, model.KindLead, same, "city=one")
	a.edit(t, model.KindLead, before, "city=one")
	a.far(t, same, base, true, "city=one")
	a.far(t, before, base, true, "city=old")
	a.sync(t)
	if done := a.undo(t); len(done.Skipped) > 0 {
		t.Errorf("undo: %+v", done)
	}
	if done := a.undo(t); len(done.Skipped) != 1 || done.InConflict != 0 {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	if one, old := a.live(same, "city"), a.live(before, "city"); one != `"one"` || old != `"old"` {
		t.Errorf("cities %s and %s", one, old)
	}
	a.redo(t)
	a.redo(t)
	a.inStep(t)
	if one, old := a.live(same, "city"), a.live(before, "city"); one != `"one"` || old != `"old"` {
		t.Errorf("after redo cities %s and %s", one, old)
	}
}

func TestUndoOfADecisionPutsBackWhatWasShown(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.sync(t)
	base := a.head()
	a.edit(t, model.KindLead, id, "city=one")
	a.far(t, id, base, false, "city=two")
	a.sync(t)
	chosen := map[string]json.RawMessage{"city": json.RawMessage(`"two"`)}
	if _, _, err := a.Resolve(context.Background(), a.ids.New(), id, "settle", chosen, nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if done := a.undo(t); len(done.Skipped) > 0 {
			t.Errorf("undo: %+v", done)
		}
		a.inStep(t)
		if live := a.live(id, "city"); live != `"one"` {
			t.Errorf("cities %s", live)
		}
		a.redo(t)
		a.inStep(t)
		if live := a.live(id, "city"); live != `"two"` {
			t.Errorf("after redo cities %s", live)
		}
	}
}

// What two people did to the lines of an RFQ stays in conflict, with what both had seen.
func TestUndoLeavesListsAndGroups(t *testing.T) {
	a := openApart(t)
	rfq := a.create(t, model.KindRFQ, "title=Argan", `lines=[{"product":"argan oil"},{"product":"figs"}]`)
	lead := a.create(t, model.KindLead, "company=Nord", "quantity=5", "unit=KGM")
	a.sync(t)
	base := a.head()
	a.do(t, Edit{Kind: model.KindRFQ, ID: rfq, Set: set(t, model.KindRFQ, `lines=[{"product":"argan oil"}]`)},
		Edit{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "quantity=6")})
	a.far(t, rfq, base, false, `lines=[{"product":"argan oil"},{"product":"dates"}]`)
	a.far(t, lead, base, false, "quantity=5", "unit=TNE")
	a.sync(t)
	if done := a.undo(t); done.InConflict != 2 || !strings.Contains(strings.Join(done.Skipped, " "), "quantity, unit in conflict") {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	if live := a.live(rfq, "lines"); live != `[{"product":"argan oil"},{"product":"dates"}] [{"product":"argan oil"}]` {
		t.Errorf("lines %s", live)
	}
	if live := a.live(lead, "quantity+unit"); !strings.Contains(live, "KGM") || !strings.Contains(live, "TNE") {
		t.Errorf("quantities %s", live)
	}
}

// Of a bulk change each record is looked at for itself.
func TestBulkUndoLeavesWhatIsInConflict(t *testing.T) {
	a := openApart(t)
	a.limits.step = 2
	var ids []model.ID
	var edits []Edit
	for i := range 7 {
		id := a.create(t, model.KindLead, fmt.Sprint("company=Firm ", i), "city=old")
		ids = append(ids, id)
		edits = append(edits, Edit{Kind: model.KindLead, ID: id, Set: set(t, model.KindLead, "city=one")})
	}
	a.sync(t)
	base := a.head()
	a.do(t, edits...)
	a.far(t, ids[2], base, true, "city=two")
	a.far(t, ids[3], base, false, "city=two")
	a.far(t, ids[5], base, false, "product=figs")
	a.sync(t)
	if done := a.undo(t); done.InConflict != 2 || done.Changed != 5 {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	for i, id := range ids {
		want := `"old"`
		if i == 2 || i == 3 {
			want = `"one" "two"`
		}
		if live := a.live(id, "city"); live != want {
			t.Errorf("%d: cities %s", i, live)
		}
	}
	if done := a.redo(t); done.Changed != 5 {
		t.Errorf("redo: %+v", done)
	}
	a.inStep(t)
	if live := a.live(ids[5], "city"); live != `"one"` || a.live(ids[5], "product") != `"figs"` {
		t.Errorf("cities %s", live)
	}
}
