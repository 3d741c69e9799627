package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// bringBack makes changes of this desk's of what others wrote and the server has lost: they
// may never come back to send it again. Each is by who wrote it.
func (f *folding) bringBack(r *foldedRecord, shown *causal.State) (*causal.State, error) {
	lost, err := f.lostOf(r, shown)
	if err != nil || len(lost) == 0 {
		return shown, err
	}
	t, err := f.w.load("", r.id)
	if err != nil {
		return nil, err
	}
	_, lineage := f.l.self()
	for _, by := range slices.Sorted(maps.Keys(lost)) {
		fields := causal.FieldsOf(lost[by])
		if !shown.Made {
			fields[model.FieldCreatedAt] = quote(t.current.Header().CreatedAt.String())
		}
		// It has seen nothing: what stands beside the value may be another's who had not
		// seen it.
		c := model.Change{ID: f.w.s.ids.New(), Record: r.id, Kind: t.kind, At: f.w.after(t.current), By: by, Set: fields}
		if _, err := f.w.change(t, t.current, c, nil); err != nil {
			return nil, err
		}
		op := f.l.op(past{Change: c, N: f.w.lastOp}, f.w.clock)
		if !shown.Made {
			shown.Kind = t.kind
		}
		layOn(shown, op, lineage)
	}
	return shown, nil
}

// lostOf gives, by their authors, the registers whose shown value the server has lost and
// nothing else brings back.
func (f *folding) lostOf(r *foldedRecord, shown *causal.State) (map[string]map[string]json.RawMessage, error) {
	lost := map[string]map[string]json.RawMessage{}
	for _, register := range slices.Sorted(maps.Keys(r.lost.Registers)) {
		if register[0] == '~' {
			continue
		}
		value := r.lost.Shown(register)
		for _, d := range r.lost.Registers[register] {
			if string(d.Value) != string(value) || shown.Made && f.snap.has(d.Seq) {
				continue
			}
			stays, err := f.staysBefore(d, r.lost.Registers[register], shown.Registers[register])
			if err != nil {
				return nil, fmt.Errorf("what the server has lost of %s: %w", register, err)
			}
			if stays {
				continue
			}
			if lost[d.By] == nil {
				lost[d.By] = map[string]json.RawMessage{}
			}
			lost[d.By][register] = d.Value
			break
		}
	}
	return lost, nil
}

// staysBefore reports whether one of the values that are shown is not to be written over by
// bringing back a lost one, which stood with others.
func (f *folding) staysBefore(d causal.Dot, others, shown []causal.Dot) (bool, error) {
	for _, o := range shown {
		if string(o.Value) == string(d.Value) || o.Device == d.Device && o.N >= d.N {
			return true, nil // it is back, or its author wrote over it
		}
		if o.Seq != 0 && !f.l.isOwn(o.Source) {
			continue // both stand
		}
		// A change of this desk's replaces a value of its own.
		replaced, err := f.wasReplaced(o, others)
		if err != nil || !replaced {
			return true, err
		}
	}
	return false, nil
}

// wasReplaced reports whether the log that the server has lost had this value of the desk's
// own, and somebody who had seen it had written over it. Else it may have been written with
// the lost one before the eyes, or beside it; then its author sends that again.
func (f *folding) wasReplaced(o causal.Dot, stood []causal.Dot) (bool, error) {
	// Since then the desk may have become another device: its counters and clocks stay.
	if slices.ContainsFunc(stood, func(d causal.Dot) bool { return d.N == o.N && d.Clock == o.Clock }) {
		return false, nil
	}
	if o.Seq != 0 {
		return f.snap.has(o.Seq), nil
	}
	if o.N > f.snap.Had {
		return false, nil
	}
	clock, taken, err := clockOf(f.w.tx, o.N)
	return clock != 0 && taken != inQuarantine, err
}
