package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// showAll makes records what is to be shown of them.
func (f *folding) showAll() error {
	if err := f.showEach(f.order); err != nil || f.l.Forked == f.forked {
		return err
	}
	f.forked = f.l.Forked
	return f.showWaiting()
}

// showWaiting shows anew what has changes of this desk's that wait to be sent: it was told
// apart from a copy, and lays them on as another device does.
func (f *folding) showWaiting() error {
	waiting, err := f.ownWaiting()
	if err != nil {
		return err
	}
	// What was brought back a moment ago is on its way into the outbox.
	waiting = slices.DeleteFunc(waiting, func(r *foldedRecord) bool { return r.lost != nil })
	for _, r := range waiting {
		r.plain, r.changes = false, nil
	}
	return f.showEach(waiting)
}

func (f *folding) showEach(records []*foldedRecord) error {
	inParallel(len(records), func(i int) {
		if r := records[i]; !r.there && r.state.Made {
			r.made, r.madeErr = r.state.View()
		}
	})
	for _, r := range records {
		if err := f.show(r); err != nil {
			return fmt.Errorf("%s %s: %w", orRecord(r.state.Kind), r.id, err)
		}
	}
	return nil
}

func (f *folding) show(r *foldedRecord) error {
	if err := f.findTwin(r); err != nil {
		return err
	}
	if !r.there && !r.state.Made {
		return putShadow(f.w.tx, 0, r.state)
	}
	if !r.there {
		if err := f.make(r); err != nil {
			return err
		}
		return errors.Join(putShadow(f.w.tx, r.number, r.state), f.mark(r.number, r.state))
	}
	if err := f.w.putState(r.number, r.state); err != nil || r.plain {
		return err
	}
	shown, err := f.l.overlaid(f.w.tx, r.number, r.state)
	if err != nil {
		return err
	}
	if r.lost != nil {
		if shown, err = f.bringBack(r, shown); err != nil {
			return err
		}
	}
	if err := f.mark(r.number, shown); err != nil {
		return err
	}
	after, err := shown.View()
	if err != nil {
		return err
	}
	t, err := f.w.load("", r.id)
	if err != nil {
		return err
	}
	if after == nil { // its making was given up: nobody else knows it
		after = model.Clone(t.current)
		after.Header().Deleted = true
	}
	if len(r.changes) == 0 && bytes.Equal(model.EncodeJSON(after), model.EncodeJSON(t.current)) {
		return nil // it is shown as it was
	}
	return f.w.takeOver(t, after, r.changes)
}

// findTwin looks for values that this desk's device wrote and this desk did not: a copy
// of it goes on as the same device.
func (f *folding) findTwin(r *foldedRecord) error {
	for register, dots := range r.state.Registers {
		for _, d := range dots {
			if d.Device != f.l.Device || d.N <= f.l.Folded {
				continue
			}
			clock, _, err := clockOf(f.w.tx, d.N)
			if err != nil {
				return err
			}
			own := clock == d.Clock
			if own {
				// The clocks of copies may be the same: both go on by ones from one that was ahead.
				if own, err = wroteValue(f.w.tx, d, register); err != nil {
					return err
				}
			}
			if !own {
				return f.l.fork(f.w.tx)
			}
		}
	}
	return nil
}

// wroteValue reports whether a value is that of this desk's change with its number. What a
// merge puts beside the values of a change is taken to be.
func wroteValue(tx *transaction, d causal.Dot, register string) (bool, error) {
	run, ok, err := opAt(tx, d.N)
	if err == nil && !ok {
		var ack ackRun
		ack, ok, err = ackAt(tx, d.N)
		run = ack.opRun
	}
	if err != nil || !ok || register[0] == '~' || register == model.FieldDeleted {
		return ok, err
	}
	p, err := pastOf(tx, run)
	if err != nil {
		return false, err
	}
	value, set := causal.Registers(p.Change.Kind, p.Change.Set)[register]
	return set && bytes.Equal(value, d.Value), nil
}

// putState keeps what the log has of a record that the file has; nothing, while only
// this desk knows it.
func (w *write) putState(n number, s *causal.State) error {
	if !s.Made && len(s.Registers) == 0 {
		return w.tx.Bucket([]byte(bucketShadow)).Delete(n.key())
	}
	if s.Made {
		return putShadow(w.tx, n, s)
	}
	return w.tx.Bucket([]byte(bucketShadow)).Put(n.key(), causal.EncodeRow(s))
}

// make makes a record that others made.
func (f *folding) make(r *foldedRecord) error {
	if r.madeErr != nil {
		return r.madeErr
	}
	w := f.w
	if w.next == maxRecords {
		return errTooManyR
	}
	t := &touched{kind: r.state.Kind, number: w.next, made: true, current: r.made}
	r.number, r.there = t.number, true
	w.next++
	w.records[r.id] = t
	w.lastChange++
	w.wasTaken(t)
	return nil
}

// wasTaken notes that the last change, of somebody else's, made a record.
func (w *write) wasTaken(t *touched) {
	t.changed = true
	w.order = append(w.order, t)
	if n := len(w.made); n > 0 {
		last := &w.made[n-1]
		i := uint64(last.count)
		if last.n == 0 && last.first+number(i) == t.number && last.seq+i == w.lastChange {
			last.count++
			return
		}
	}
	w.made = append(w.made, made{first: t.number, count: 1, seq: w.lastChange, base: w.base, id: w.s.ids.New()})
}

// takeOver makes a record what others made of it, and writes their changes down.
func (w *write) takeOver(t *touched, after model.Record, changes []causal.Entry) error {
	if err := w.writeMade(t); err != nil {
		return err
	}
	for _, e := range changes {
		w.lastChange++
		p := past{Change: model.Change{ID: e.ID, Record: e.Record, Kind: e.Kind, At: e.At, By: e.By, Set: changedFields(e)}}
		data, err := encode(p)
		if err != nil {
			return err
		}
		w.history[string(historyKey(t.number, w.lastChange))] = data
	}
	if !t.changed {
		t.changed = true
		w.order = append(w.order, t)
	}
	t.current, t.row = after, nil
	return nil
}

// changedFields gives what an entry's author set.
func changedFields(e causal.Entry) model.Set {
	set := map[string]json.RawMessage{}
	for _, eff := range e.Effects {
		for _, d := range eff.Add {
			if d.Source == e.Source() {
				set[eff.Register] = d.Value
			}
		}
	}
	return causal.FieldsOf(set)
}

// mark keeps the list of records with conflicts.
func (f *folding) mark(n number, shown *causal.State) error {
	return f.w.markConflict(n, len(shown.Conflicts()) > 0)
}

func (w *write) markConflict(n number, has bool) error {
	b := w.tx.Bucket([]byte(bucketConflict))
	had := b.Get(n.key()) != nil
	switch {
	case has && !had:
		w.counts.add(bucketConflict, nil, 1)
		return b.Put(n.key(), []byte{1})
	case had && !has:
		w.counts.add(bucketConflict, nil, -1)
		return b.Delete(n.key())
	}
	return nil
}
