package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// TestAnUndoReplacesOnlyWhatItsActionHad: whatever two desks do, an undo or a redo replaces
// only values that its action's author had seen when acting, or that his desk wrote.
func TestAnUndoReplacesOnlyWhatItsActionHad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "undo")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		log := &serverLog{epoch: model.ID{7}, states: map[model.ID]*causal.State{}}
		var all []*regretful
		for i := range 2 {
			c := newClock()
			c.pass(time.Duration(i) * time.Second) // the ids follow from it
			a := newApart(t, openAt(t, filepath.Join(dir, fmt.Sprint("desk", i)), c))
			defer a.Close()
			a.log = log
			all = append(all, &regretful{apart: a, log: log, seen: map[model.ID]map[wroteBy]bool{}, steps: map[model.ID]map[wroteBy]bool{}})
		}
		all[0].make(t)
		for _, d := range all {
			d.exchange(t)
		}
		for range rapid.IntRange(5, 40).Draw(t, "deeds") {
			all[rapid.IntRange(0, 1).Draw(t, "desk")].act(t)
		}
		for _, d := range slices.Concat(all, all) {
			d.exchange(t)
		}
		for _, d := range all {
			d.inStep(t)
		}
	})
}

// wroteBy names a value by who wrote it.
type wroteBy struct {
	device model.ID
	n      uint64
}

// regretful is a desk whose people take back much of what they do.
type regretful struct {
	*apart
	log   *serverLog
	seen  map[model.ID]map[wroteBy]bool // action → the values that its author had before the eyes
	steps map[model.ID]map[wroteBy]bool // op of an undo or a redo → those of its action's author
}

func (d *regretful) act(t *rapid.T) {
	d.clock.pass(time.Duration(rapid.IntRange(0, 5).Draw(t, "seconds")) * time.Second)
	switch rapid.IntRange(0, 9).Draw(t, "deed") {
	case 0:
		d.make(t)
	case 1, 2, 3:
		d.exchange(t)
	case 4, 5, 6:
		d.step(t, rapid.IntRange(0, 2).Draw(t, "redo") == 0)
	default:
		d.change(t)
	}
}

func (d *regretful) make(t *rapid.T) {
	d.deed(t, Edit{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=Nord", "quantity=5", "unit=KGM")})
}

// change edits some records in one action, or one of them more than once.
func (d *regretful) change(t *rapid.T) {
	there := d.known(t)
	if len(there) == 0 {
		return
	}
	var edits []Edit
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		word := rapid.SampledFrom([]string{"city=one", "city=two", "city=null", "quantity=6", "unit=TNE", "deleted=true", "deleted=null", "tags=[\"a\"]", "tags=[\"b\"]"}).Draw(t, "word")
		edits = append(edits, Edit{Kind: model.KindLead, ID: rapid.SampledFrom(there).Draw(t, "record"), Set: set(t, model.KindLead, word), Force: true})
	}
	d.deed(t, edits...)
}

// known gives the records that the desk has, in the order of their ids.
func (d *regretful) known(t *rapid.T) (ids []model.ID) {
	err := d.Records(context.Background(), Query{Kind: model.KindLead, Deleted: true}, func(r model.Record) error {
		ids = append(ids, r.Header().ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(ids, func(a, b model.ID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

func (d *regretful) shownValues(t *rapid.T) map[wroteBy]bool {
	out := map[wroteBy]bool{}
	for _, id := range d.known(t) {
		s, err := d.Shown(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, dots := range s.Registers {
			for _, dot := range dots {
				out[wroteBy{dot.Device, dot.N}] = true
			}
		}
	}
	return out
}

func (d *regretful) deed(t *rapid.T, edits ...Edit) {
	seen := d.shownValues(t)
	done, _, err := d.Do(context.Background(), Action{Label: "work", Edits: edits})
	if err != nil {
		t.Fatal(err)
	}
	d.seen[done.Action] = seen
}

func (d *regretful) step(t *rapid.T, redo bool) {
	last, err := d.LastOp(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	done, _, err := d.Step(context.Background(), d.ids.New(), redo)
	if errors.Is(err, ErrNothing) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	ops, err := d.OwnAfter(context.Background(), last)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		d.steps[op.ID] = d.seen[done.Action]
	}
	d.check(t)
}

// exchange syncs, and holds what the log made of this desk's undos to the law.
func (d *regretful) exchange(t *rapid.T) {
	before := len(d.log.entries)
	d.sync(t)
	for _, e := range d.log.entries[before:] {
		had, isStep := d.steps[e.ID]
		if !isStep {
			continue
		}
		for _, eff := range e.Effects {
			for _, seq := range eff.Drop {
				was := d.log.entries[seq-1]
				if was.Device != e.Device && !had[wroteBy{was.Device, was.N}] {
					t.Fatalf("entry %d takes back %s, and replaces what entry %d, which its action had not seen, wrote", e.Seq, eff.Register, seq)
				}
			}
		}
		d.hidesNothing(t, e, had)
	}
}

// hidesNothing: a record that an undo deleted has no values that its action had not seen, but
// of who deleted it too.
func (d *regretful) hidesNothing(t *rapid.T, e causal.Entry, had map[wroteBy]bool) {
	s := d.log.states[e.Record]
	deletes := s.Registers[model.FieldDeleted]
	if !slices.ContainsFunc(deletes, func(o causal.Dot) bool { return o.Seq == e.Seq && !isNull(o.Value) }) || isNull(s.Shown(model.FieldDeleted)) {
		return
	}
	for register, dots := range s.Registers {
		for _, dot := range dots {
			stands := slices.ContainsFunc(deletes, func(o causal.Dot) bool { return o.Source == dot.Source })
			if dot.Seq <= e.Seq && dot.Device != e.Device && !stands && !had[wroteBy{dot.Device, dot.N}] {
				t.Fatalf("entry %d deletes the record, and hides %s of entry %d, which its action had not seen", e.Seq, register, dot.Seq)
			}
		}
	}
}
