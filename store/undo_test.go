package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
)

func (b *bench) undo(t tb) Done {
	t.Helper()
	done, _, err := b.Undo(context.Background())
	if err != nil {
		t.Fatalf("undo: %v", err)
	}
	return done
}

func (b *bench) redo(t tb) Done {
	t.Helper()
	done, _, err := b.Redo(context.Background())
	if err != nil {
		t.Fatalf("redo: %v", err)
	}
	return done
}

func TestUndoRedo(t *testing.T) {
	b := newBench(t)
	if _, _, err := b.Undo(context.Background()); !errors.Is(err, ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	lead := b.create(t, model.KindLead, "company=Nord")
	b.edit(t, model.KindLead, lead, "stage=junk", "reason=spam")
	if done := b.undo(t); done.Changed != 1 || len(done.Skipped) > 0 || done.Label != "test" {
		t.Errorf("undo: %+v", done)
	}
	if got := b.lead(t, lead); got.Stage != model.LeadNew || got.Reason != "" {
		t.Errorf("after undo: %s", model.EncodeJSON(got))
	}
	b.undo(t)
	if !b.lead(t, lead).Deleted {
		t.Error("the undone lead is still there")
	}
	b.redo(t)
	b.redo(t)
	if got := b.lead(t, lead); got.Deleted || got.Stage != model.LeadJunk || got.Reason != "spam" {
		t.Errorf("after redo: %s", model.EncodeJSON(got))
	}
	if _, _, err := b.Redo(context.Background()); !errors.Is(err, ErrNothing) {
		t.Errorf("redo of nothing: %v", err)
	}
	b.undo(t)
	b.edit(t, model.KindLead, lead, "owner=amina")
	if _, _, err := b.Redo(context.Background()); !errors.Is(err, ErrNothing) {
		t.Errorf("redo after a new action: %v", err)
	}
	changes, err := b.History(context.Background(), lead, 0)
	if err != nil || len(changes) != 8 {
		t.Errorf("%d changes in the history, want 8 (undo is a change): %v", len(changes), err)
	}
}

// TestUndoLeavesWhatChangedSince: an action that is still open, as an import is,
// is undone after somebody else changed one of its records.
func TestUndoLeavesWhatChangedSince(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	lead := b.create(t, model.KindLead, "company=Nord", "quantity=1", "unit=KGM")
	open := Action{ID: b.ids.New(), Label: "import", Edits: []Edit{{
		Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "city=Agadir", "quantity=5", "source=fair"),
	}}}
	if _, _, err := b.DoMore(ctx, open); err != nil {
		t.Fatal(err)
	}
	b.edit(t, model.KindLead, lead, "unit=TNE", "city=Safi")
	open.Edits = []Edit{{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=Second")}}
	second, _, err := b.DoMore(ctx, open)
	if err != nil {
		t.Fatal(err)
	}
	// The change in between is taken out of the way of undo, as a pull's would be.
	if err := forgetAction(b, "test"); err != nil {
		t.Fatal(err)
	}
	done := b.undo(t)
	if done.Label != "import" || len(done.Skipped) != 1 || !strings.Contains(done.Skipped[0], "city, quantity, unit") {
		t.Errorf("undo: %+v", done)
	}
	if got := b.lead(t, lead); got.City != "Safi" || got.Quantity != "5" || got.Unit != "TNE" || got.Source != "" {
		t.Errorf("after undo: %s", model.EncodeJSON(got))
	}
	if !b.get(t, second.Records[0].Header().ID).Header().Deleted {
		t.Error("what the import made is still there")
	}
	if done := b.redo(t); len(done.Skipped) > 0 {
		t.Errorf("redo skipped %v", done.Skipped)
	}
	if got := b.lead(t, lead); got.City != "Safi" || got.Source != "fair" {
		t.Errorf("after redo: %s", model.EncodeJSON(got))
	}
}

func TestUndoLeavesARecordThatGrew(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	open := Action{ID: b.ids.New(), Label: "import", Edits: []Edit{{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=Atlas")}}}
	done, _, err := b.DoMore(context.Background(), open)
	if err != nil {
		t.Fatal(err)
	}
	grown := done.Records[0].Header().ID
	b.edit(t, model.KindLead, grown, "owner=youssef")
	if err := forgetAction(b, "test"); err != nil {
		t.Fatal(err)
	}
	if done := b.undo(t); len(done.Skipped) != 1 || !strings.Contains(done.Skipped[0], "Atlas: owner changed since") {
		t.Errorf("undo: %+v", done)
	}
	if b.lead(t, grown).Deleted || b.lead(t, lead).Deleted {
		t.Error("a lead that somebody worked on was deleted")
	}
}

// forgetAction drops the last action with a label from what can be undone.
func forgetAction(b *bench, label string) error {
	return b.update(context.Background(), func(tx *boltTx) error {
		c := tx.Bucket([]byte(bucketUndo)).Cursor()
		for key, raw := c.Last(); key != nil; key, raw = c.Prev() {
			e, err := readEntry(key, raw)
			if err != nil || e.Label != label {
				continue
			}
			e.Dropped = true
			data, err := encode(e)
			if err != nil {
				return err
			}
			return tx.Bucket([]byte(bucketUndo)).Put(key, data)
		}
		return errors.New("no such action")
	})
}

func TestBigActionIsOneUndo(t *testing.T) {
	b := newBench(t)
	b.limits.step = 7
	ctx := context.Background()
	action := Action{ID: b.ids.New(), Label: "import"}
	for chunk := range 3 {
		action.Edits = nil
		for i := range 10 {
			action.Edits = append(action.Edits, Edit{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, fmt.Sprintf("company=Lead %d-%d", chunk, i))})
		}
		if _, _, err := b.DoMore(ctx, action); err != nil {
			t.Fatal(err)
		}
	}
	live := func() int {
		counts, err := b.Counts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return counts.Kinds[model.KindLead]
	}
	step := b.ids.New()
	done, news, err := b.Step(ctx, step, false)
	if err != nil || done.Changed != 30 || len(news.Records) != 30 || live() != 0 {
		t.Errorf("undo: %d changed, %d in the news, %d left, %v", done.Changed, len(news.Records), live(), err)
	}
	if again, _, err := b.Step(ctx, step, false); err != nil || again.Changed != 30 || again.Action != action.ID {
		t.Errorf("the same undo again: %+v, %v", again, err)
	}
	if _, _, err := b.DoMore(ctx, action); !errors.Is(err, ErrConflict) {
		t.Errorf("adding to an undone action: %v", err)
	}
	if done := b.redo(t); done.Changed != 30 || live() != 30 {
		t.Errorf("redo: %d changed, %d left", done.Changed, live())
	}
}

// TestHalfUndone: a step that is cut off between its transactions goes on with
// the next one, in either direction.
func TestHalfUndone(t *testing.T) {
	b := newBench(t)
	b.limits.step = 3
	var edits []Edit
	for i := range 10 {
		edits = append(edits, Edit{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, fmt.Sprintf("company=Lead %d", i))})
	}
	b.do(t, edits...)
	cut := func(redo bool) {
		err := b.update(context.Background(), func(tx *boltTx) error {
			_, _, through, err := b.stepOnce(tx, b.ids.New(), redo)
			if through {
				t.Error("one transaction did it all")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	live := func() int { return len(strings.Fields(b.titles(t, Query{Kind: model.KindLead}))) / 2 }
	cut(false)
	b.check(t)
	if live() != 7 {
		t.Fatalf("%d left", live())
	}
	b.undo(t)
	if live() != 0 {
		t.Errorf("%d left after undo went on", live())
	}
	cut(true)
	b.redo(t)
	if live() != 10 {
		t.Errorf("%d left after redo went on", live())
	}
	cut(false)
	b.create(t, model.KindLead, "company=New one")
	if _, _, err := b.Redo(context.Background()); !errors.Is(err, ErrNothing) {
		t.Errorf("redo after a new action: %v", err)
	}
	b.undo(t)
	b.undo(t)
	if live() != 0 {
		t.Errorf("%d left", live())
	}
}

func TestOldActionsAreForgotten(t *testing.T) {
	b := newBench(t)
	b.limits.undo = 20
	lead := b.create(t, model.KindLead, "company=Nord")
	var first Action
	for i := range 25 {
		a := Action{ID: b.ids.New(), Edits: []Edit{{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, fmt.Sprintf("city=City %d", i))}}}
		if i == 0 {
			first = a
		}
		if _, _, err := b.Do(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	err := b.read(context.Background(), func(tx *boltTx) error {
		if n := keysIn(tx, bucketUndo); n != 20 {
			t.Errorf("%d actions are remembered, want 20", n)
		}
		if n := keysIn(tx, bucketUndoRows); n != 20 {
			t.Errorf("%d changes are remembered, want 20", n)
		}
		if _, found, _ := findEntry(tx, first.ID); found {
			t.Error("the first action is still remembered")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The making of a record that is taken back lets go of what a file calls it, so that the file
// makes it anew; redo takes it up again.
func TestUndoneMakingHasNoOrigin(t *testing.T) {
	b := newBench(t)
	b.create(t, model.KindLead, "company=Nord")
	other := b.ids.New()
	b.do(t, Edit{Kind: model.KindLead, ID: other, Create: true, Set: model.Set{"company": []byte(`"Sud"`), "origin": []byte(`"row:1"`)}})
	origins := func() model.Record {
		t.Helper()
		found, err := b.ByOrigins(t.Context(), model.KindLead, []string{"row:1"})
		if err != nil {
			t.Fatal(err)
		}
		return found[0]
	}
	for range 2 {
		if r := origins(); r == nil || r.Header().ID != other {
			t.Fatalf("found %v", r)
		}
		if _, _, err := b.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := origins(); r != nil {
			t.Errorf("taken back, it is found as %v", r)
		}
		if _, _, err := b.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b.do(t, Edit{Kind: model.KindLead, ID: other, Set: model.Set{"deleted": []byte("true")}})
	if r := origins(); r == nil || !r.Header().Deleted {
		t.Errorf("thrown away by a person it is not known any more: %v", r)
	}
}
