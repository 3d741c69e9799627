package store

import (
	"bytes"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// unseen reports whether a value is somebody else's who wrote it beyond what a change of
// this desk's had seen of the log.
func (l *Link) unseen(d causal.Dot, base uint64) bool { return d.Seq > base && !l.isOwn(d.Source) }

// hasUnseen reports whether a record has such a value.
func (l *Link) hasUnseen(s *causal.State, base uint64) bool {
	for _, dots := range s.Registers {
		if slices.ContainsFunc(dots, func(d causal.Dot) bool { return l.unseen(d, base) }) {
			return true
		}
	}
	return false
}

// backBeside works out what takes back a change of a record that holds values of others which
// the change had not seen. It does not go by what is shown, which a clock decides: a field is
// taken back where a value of this desk's that the change made is live, and nothing else would
// stand beside what comes in its place. What deletes a record does so whole or not at all.
func (w *write) backBeside(t *touched, p past, shown *causal.State, b turning) turning {
	after := w.laidOn(shown, p.Back, b.base)
	_, sets := p.Back[model.FieldDeleted]
	deletes := !isNull(p.Back[model.FieldDeleted])
	stays := isNull(after.Shown(model.FieldDeleted))
	switch {
	case deletes && stays:
		names := slices.Concat(b.changed, w.link.unseenFields(shown, b.base))
		slices.Sort(names)
		return turning{changed: slices.Compact(names), answered: true}
	case p.Created:
		return b
	case !sets && stays && !isNull(shown.Shown(model.FieldDeleted)):
		return turning{changed: []string{model.FieldDeleted}} // else it would come back
	}
	b = turning{set: maps.Clone(p.Back), base: b.base, beside: true}
	wrote := causal.Registers(t.kind, p.Change.Set)
	for register, raw := range causal.Registers(t.kind, p.Back) {
		stands := slices.ContainsFunc(shown.Registers[register], func(d causal.Dot) bool {
			return w.link.isOwn(d.Source) && bytes.Equal(d.Value, wrote[register])
		})
		other := func(d causal.Dot) bool { return !bytes.Equal(d.Value, raw) }
		if !stands || slices.ContainsFunc(after.Registers[register], other) {
			b.leave(register, shown)
		}
	}
	if deletes && len(b.changed)+len(b.conflict) > 0 {
		b.set = nil
	}
	slices.Sort(b.changed)
	slices.Sort(b.conflict)
	return b
}

// laidOn gives what a change that this desk made now would leave of what is shown.
func (w *write) laidOn(shown *causal.State, set model.Set, base uint64) *causal.State {
	device, lineage := w.link.self()
	after := shown.Clone()
	causal.Apply(after, causal.Op{
		Device: device, N: w.lastOp + 1, Clock: w.clock + 1, Base: base, Kind: shown.Kind, Record: shown.Record, Set: causal.Registers(shown.Kind, set),
	}, 0, lineage)
	return after
}

// unseenFields names the fields with values that a change had not seen, but for what keeps a
// record that somebody deleted.
func (l *Link) unseenFields(s *causal.State, base uint64) (names []string) {
	for register, dots := range s.Registers {
		if !causal.IsHidden(register) && register != model.FieldDeleted && slices.ContainsFunc(dots, func(d causal.Dot) bool { return l.unseen(d, base) }) {
			names = append(names, causal.Fields(register)...)
		}
	}
	return names
}

// leave takes the fields of a register out of what is taken back.
func (b *turning) leave(register string, shown *causal.State) {
	conflict := slices.ContainsFunc(shown.Conflicts(), func(c causal.Conflict) bool { return c.Register == register })
	for _, name := range causal.Fields(register) {
		if _, sets := b.set[name]; !sets {
			continue
		}
		delete(b.set, name)
		if conflict {
			b.conflict = append(b.conflict, name)
		} else {
			b.changed = append(b.changed, name)
		}
	}
}
