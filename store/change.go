package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tradedesk/model"
)

// change replaces a record by what a change makes of it, and writes down the
// change: in the history, in the outbox, and for undo.
func (w *write) change(t *touched, after model.Record, c model.Change, back model.Set) (seq uint64, err error) {
	if err := w.writeMade(t); err != nil {
		return 0, err
	}
	if !t.changed {
		t.changed = true
		w.order = append(w.order, t)
	}
	t.current, t.row = after, nil
	w.follows(t)
	p := past{Change: c, Back: back, N: w.lastOp}
	if p.Seen, err = w.seenLists(t, c); err != nil {
		return 0, err
	}
	data, err := encode(p)
	if err != nil {
		return 0, fmt.Errorf("encoding the change of %s %s: %w", c.Kind, c.Record, err)
	}
	w.history[string(historyKey(t.number, w.lastChange))] = data
	return w.lastChange, w.owns(t, past{Change: c, N: w.lastOp, Seen: p.Seen})
}

// follows gives the next change its numbers and puts it into the outbox.
func (w *write) follows(t *touched) {
	w.lastOp++
	w.lastChange++
	w.clock = nextClock(w.clock, w.now)
	if n := len(w.ops); n > 0 && w.ops[n-1].goesOn(w.lastOp, t.number, w.lastChange, w.clock) {
		w.ops[n-1].count++
	} else {
		w.ops = append(w.ops, opRun{w.lastOp, t.number, w.lastChange, w.clock, 1})
	}
	w.counts.add(bucketOutbox, nil, 1)
}

// wasMade notes that the last change made a record.
func (w *write) wasMade(t *touched) {
	t.changed = true
	w.order = append(w.order, t)
	w.addUndoRow(t.number, w.lastChange)
	if n := len(w.made); n > 0 {
		last := &w.made[n-1]
		i := uint64(last.count)
		if last.first+number(i) == t.number && last.seq+i == w.lastChange && last.n+i == w.lastOp {
			last.count++
			return
		}
	}
	w.made = append(w.made, made{first: t.number, count: 1, seq: w.lastChange, n: w.lastOp, base: w.base, id: w.s.ids.New()})
}

// writeMade writes down how a record was made, before it is changed for the first
// time.
func (w *write) writeMade(t *touched) error {
	if t.written {
		return nil
	}
	t.written = true
	var run made
	switch {
	case t.made:
		at, found := slices.BinarySearchFunc(w.made, t.number, func(m made, n number) int { return cmp.Compare(m.first, n) })
		if !found {
			at--
		}
		run = w.made[at]
	case hasHistory(w.tx, t.number):
		return nil
	default:
		var err error
		if run, err = madeAt(w.tx, t.number); err != nil {
			return err
		}
	}
	p := run.named(t.number, t.current)
	var err error
	if p.Body, err = model.EncodeCBOR(t.current); err != nil {
		return err
	}
	data, err := encode(p)
	if err != nil {
		return fmt.Errorf("encoding how %s %s was made: %w", t.kind, p.Change.Record, err)
	}
	w.history[string(historyKey(t.number, p.seq))] = data
	return nil
}

// nextClock gives the next hybrid logical clock: 48 bits of milliseconds, 16
// bits that count within one. It never goes back, whatever the wall clock does.
func nextClock(last uint64, now time.Time) uint64 {
	return max(last+1, uint64(max(now.UnixMilli(), 0))<<16)
}
