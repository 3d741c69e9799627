package store

import (
	"context"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// The undo of a delete agrees with who changed the record meanwhile: it stays, and is in no
// conflict any more. Redo does not delete it behind his back.
func TestUndoOfADeleteThatAnotherWroteBeside(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.sync(t)
	base := a.head()
	a.edit(t, model.KindLead, id, "deleted=true")
	a.far(t, id, base, false, "city=two")
	a.sync(t)
	for round := range 2 {
		if done := a.undo(t); len(done.Skipped) > 0 {
			t.Errorf("undo: %+v", done)
		}
		a.inStep(t)
		if live := a.live(id, model.FieldDeleted); live != "null" || a.lead(t, id).City != "two" {
			t.Errorf("deleted %s, %s", live, model.EncodeJSON(a.lead(t, id)))
		}
		done := a.redo(t)
		if said := strings.Join(done.Skipped, " "); round == 0 && !strings.Contains(said, "city changed since") {
			t.Errorf("redo: %+v", done)
		}
		a.inStep(t)
		if a.lead(t, id).Deleted {
			t.Error("redo deleted what another wrote")
		}
	}
}

func TestUndoOfADeleteThatAnotherMadeToo(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord")
	a.sync(t)
	base := a.head()
	a.edit(t, model.KindLead, id, "deleted=true")
	a.far(t, id, base, true, "deleted=true")
	a.sync(t)
	if done := a.undo(t); len(done.Skipped) != 1 || !a.lead(t, id).Deleted {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
}

// A record that somebody else deleted since does not come back by the undo of an edit.
func TestUndoOfAnEditLeavesADeletedRecord(t *testing.T) {
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.edit(t, model.KindLead, id, "city=one")
	a.sync(t)
	a.far(t, id, a.head(), true, "deleted=true")
	a.sync(t)
	if done := a.undo(t); len(done.Skipped) != 1 || !strings.HasSuffix(done.Skipped[0], "deleted changed since") {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	if is := a.lead(t, id); !is.Deleted || is.City != "one" {
		t.Errorf("%s", model.EncodeJSON(is))
	}
}

// The making of a record that others wrote to is not taken back, though they changed only
// what it had none of, put back what it was, or answered it. An undone one that another
// changed at the same time comes back in conflict, and stays when it is done and undone again.
func TestUndoOfAMakingThatAnotherWroteTo(t *testing.T) {
	for name, c := range map[string]struct {
		far  []string
		says string
	}{
		"another field":       {[]string{"product=figs"}, "product changed since"},
		"the same value":      {[]string{"city=old"}, "city changed since"},
		"one of its own":      {[]string{"city=two"}, "city changed since"},
		"deleted by somebody": {[]string{"deleted=true"}, "deleted changed since"},
	} {
		t.Run(name, func(t *testing.T) {
			a := openApart(t)
			id := a.create(t, model.KindLead, "company=Nord", "city=old")
			a.sync(t)
			a.far(t, id, a.head(), false, c.far...)
			a.sync(t)
			if done := a.undo(t); len(done.Skipped) != 1 || !strings.HasSuffix(done.Skipped[0], c.says) {
				t.Errorf("undo: %+v", done)
			}
			a.inStep(t)
			if is := a.lead(t, id); is.Deleted != (name == "deleted by somebody") {
				t.Errorf("%s", model.EncodeJSON(is))
			}
		})
	}
	t.Run("undone at the same time", func(t *testing.T) {
		a := openApart(t)
		id := a.create(t, model.KindLead, "company=Nord", "city=old")
		a.sync(t)
		base := a.head()
		a.undo(t)
		a.far(t, id, base, true, "city=two")
		a.inStep(t)
		for round := range 2 {
			a.redo(t)
			a.inStep(t)
			if done := a.undo(t); round == 0 && len(done.Skipped) != 1 {
				t.Errorf("undo: %+v", done)
			}
			a.inStep(t)
			if is := a.lead(t, id); is.Deleted || is.City != "two" {
				t.Errorf("%s", model.EncodeJSON(is))
			}
		}
	})
	t.Run("answered", func(t *testing.T) {
		a := openApart(t)
		id := a.create(t, model.KindRFQ, "title=Argan")
		a.sync(t)
		a.n++
		op := causal.Op{
			ID: a.ids.New(), Device: otherDesk, N: a.n, Clock: 1, Base: 1, At: 1, By: "far", Kind: model.KindMessage, Record: a.ids.New(), Threads: []model.ID{id},
			Set: causal.Registers(model.KindMessage, set(t, model.KindMessage, "thread="+id.String(), "direction=note", "body=they called")),
		}
		a.log.answer(op)
		a.sync(t)
		if done := a.undo(t); len(done.Skipped) != 1 || !strings.HasSuffix(done.Skipped[0], "rfq Argan: answered since") {
			t.Errorf("undo: %+v", done)
		}
		if a.get(t, id).Header().Deleted {
			t.Error("an RFQ that somebody answered was deleted")
		}
		a.inStep(t)
	})
}

// answer takes an op that answers others' records.
func (l *serverLog) answer(op causal.Op) {
	l.take(op)
	e := &l.entries[len(l.entries)-1]
	for _, id := range op.Threads {
		e.On = append(e.On, causal.On{Record: id, Effects: causal.Answer(l.states[id], op, e.Seq, nil)})
	}
}

// A merge is taken back but for what others wrote meanwhile.
func TestUndoOfAMergeLeavesWhatOthersWrote(t *testing.T) {
	a := openApart(t)
	into := a.create(t, model.KindContact, "name=Salma")
	from := a.create(t, model.KindContact, "name=Salma B", "role=buyer")
	a.sync(t)
	base := a.head()
	if _, _, err := a.Merge(context.Background(), Merge{Into: into, From: []model.ID{from}}); err != nil {
		t.Fatal(err)
	}
	a.far(t, into, base, false, "role=owner")
	a.far(t, from, base, false, "notes=met in Fès")
	a.sync(t)
	if done := a.undo(t); done.InConflict != 1 || len(done.Skipped) != 1 {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	if live := a.live(into, "role"); live != `"buyer" "owner"` {
		t.Errorf("roles %s", live)
	}
	if is := a.get(t, from).(*model.Contact); is.Deleted || !is.MergedInto.IsZero() || is.Notes != "met in Fès" || a.live(from, model.FieldDeleted) != "null" {
		t.Errorf("%s", model.EncodeJSON(is))
	}
}

// After the server was restored, and lost what the action had seen and more, an undo still
// replaces nothing that others wrote since.
func TestUndoAfterTheServerWasRestored(t *testing.T) {
	ctx := context.Background()
	a := openApart(t)
	id := a.create(t, model.KindLead, "company=Nord", "city=old")
	a.sync(t)
	kept, shared := a.log.entries[:1], a.log.cursor()
	a.far(t, id, 1, false, "product=figs")
	a.sync(t)
	a.edit(t, model.KindLead, id, "city=one") // it had seen the log up to 2
	a.sync(t)
	a.log = &serverLog{epoch: a.ids.New(), states: map[model.ID]*causal.State{id: causal.NewState(model.KindLead, id)}, entries: kept[:1:1]}
	causal.Fold(a.log.states[id], &causal.Stamp{At: kept[0].At, By: kept[0].By}, 1, kept[0].Effects)
	a.far(t, id, 1, true, "city=two") // is 2 now
	shared.Epoch = a.log.epoch
	if err := a.Diverge(ctx, shared); err != nil {
		t.Fatal(err)
	}
	if _, err := a.TakeStates(ctx, a.log.page()); err != nil {
		t.Fatal(err)
	}
	a.sync(t)
	if live := a.live(id, "city"); live != `"one" "two"` {
		t.Fatalf("cities %s", live)
	}
	if done := a.undo(t); done.InConflict != 1 {
		t.Errorf("undo: %+v", done)
	}
	a.inStep(t)
	if live := a.live(id, "city"); live != `"one" "two"` {
		t.Errorf("cities %s", live)
	}
}
