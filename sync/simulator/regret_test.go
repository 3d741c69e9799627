package simulator

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"tradedesk/model"
	"tradedesk/store"
)

// deed is an action of a person's, with what he had before the eyes when he did it.
type deed struct {
	seen map[model.ID]map[model.ID]bool // record → ops whose values were shown of it
}

// regrets says of a run that people take back what they did as soon as they see that others
// wrote too, and do it again, all with a few records.
func (w *world) regrets() bool { return w.seed%8 == 7 }

// regret has a person at a desk take something back, or do it again, when what came in is in
// conflict with what was written there.
func (w *world) regret(d *desk) {
	all, _, err := d.store.Conflicts(context.Background(), 0, 1)
	w.must(err)
	if len(all) == 0 || w.random.IntN(3) > 0 {
		return
	}
	for range 1 + w.random.IntN(2) {
		w.undo(d)
	}
}

func (w *world) undo(d *desk) {
	before := w.before(d, nil)
	turn := d.store.Undo
	if w.random.IntN(3) == 0 {
		turn = d.store.Redo
	}
	done, _, err := turn(context.Background())
	if errors.Is(err, store.ErrNothing) {
		return
	}
	w.must(err)
	of := w.deeds[done.Action]
	if of == nil {
		w.fail("%s: action %s is turned, and nobody did it", d.name, done.Action)
	}
	w.note(d, before, of)
}

// newAction gives an id for an action.
func (w *world) newAction() model.ID {
	id := model.ID{6: 0x70, 8: 0x80}
	binary.BigEndian.PutUint32(id[12:], uint32(len(w.deeds)+1))
	return id
}

// acted remembers what an action's author had before the eyes.
func (w *world) acted(action model.ID, all []*intent) {
	of := &deed{seen: map[model.ID]map[model.ID]bool{}}
	for _, in := range all {
		if of.seen[in.record] == nil {
			of.seen[in.record] = map[model.ID]bool{}
		}
		for _, op := range in.all {
			of.seen[in.record][op] = true
		}
	}
	w.deeds[action] = of
}

// onlySeenBy leaves of what stood before an undo or a redo what its action's author had seen
// when acting, and what was written at his desk.
func (w *world) onlySeenBy(of *deed, in *intent) {
	unseen := func(op model.ID) bool {
		by := w.byOp[op]
		return by != nil && !of.seen[in.record][op] && !w.isOwn(in, by)
	}
	in.all = slices.DeleteFunc(in.all, unseen)
	for register, ops := range in.seen {
		in.seen[register] = slices.DeleteFunc(ops, unseen)
	}
}
