package causal

import (
	"maps"
	"slices"

	"tradedesk/model"
)

// Effect is what an op did to a register: the dots that came, of which the op's own
// is the first, and the sequence numbers of those that went. The log holds effects,
// so that who reads it needs no merge.
type Effect struct {
	Register string
	Add      []Dot
	Drop     []uint64
}

// Apply makes s what it is after an op that got a sequence number, 0 when it is on
// its way, and gives the effects, by register.
func Apply(s *State, op Op, seq uint64, line Lineage) []Effect {
	made := s.Made
	s.wrote(Stamp{op.At, op.By}, seq)
	a := application{s: s, op: op, line: line, from: op.source(seq), effects: make([]Effect, 0, len(op.Set)+1), room: make([]Dot, 2*len(op.Set))}
	for _, name := range slices.Sorted(maps.Keys(op.Set)) {
		a.put(name, Dot{a.from, op.Set[name]})
		if made {
			a.putSeen(name)
		}
	}
	if raw, ok := op.Set[model.FieldDeleted]; !ok {
		a.keepIfDeleted()
	} else if !isNull(raw) {
		a.keepIfChanged()
	}
	return a.effects
}

// Answer makes the record that an op's new record answers know of it, and gives the
// effects.
func Answer(s *State, op Op, seq uint64, line Lineage) []Effect {
	s.Seq = max(s.Seq, seq)
	a := application{s: s, op: op, line: line, from: op.source(seq)}
	a.put(registerThread, Dot{a.from, null})
	a.keepIfDeleted()
	return a.effects
}

type application struct {
	s       *State
	op      Op
	line    Lineage
	from    Source
	effects []Effect
	room    []Dot // for lists of one, which most are
}

// one gives a list of one.
func (a *application) one(d Dot) []Dot {
	if len(a.room) == 0 {
		return []Dot{d}
	}
	list := a.room[:1:1]
	list[0], a.room = d, a.room[1:]
	return list
}

// put replaces what the author had seen of a register.
func (a *application) put(register string, d Dot) {
	a.replace(register, d, func(old Dot) bool { return a.op.saw(old.Source, a.line) })
}

func (a *application) replace(register string, d Dot, goes func(Dot) bool) {
	e := a.effect(register)
	if e.Add == nil {
		e.Add = a.one(d)
	} else {
		e.Add = append(e.Add, d)
	}
	var stay []Dot
	for _, old := range a.s.Registers[register] {
		if !goes(old) {
			stay = append(stay, old)
		} else if old.Seq > 0 {
			e.Drop = append(e.Drop, old.Seq)
		}
	}
	if stay == nil {
		a.s.Registers[register] = a.one(d)
		return
	}
	a.s.Registers[register] = append(stay, d)
}

// effect gives the op's effect on a register, to be completed.
func (a *application) effect(register string) *Effect {
	i := slices.IndexFunc(a.effects, func(e Effect) bool { return e.Register == register })
	if i < 0 {
		i = len(a.effects)
		a.effects = append(a.effects, Effect{Register: register})
	}
	return &a.effects[i]
}

// keepIfDeleted: a delete that the author of a change had not seen does not hide
// the change.
func (a *application) keepIfDeleted() {
	unseen := func(d Dot) bool { return !isNull(d.Value) && !a.op.saw(d.Source, a.line) }
	if slices.ContainsFunc(a.s.Registers[model.FieldDeleted], unseen) {
		a.replace(model.FieldDeleted, Dot{a.from, null}, func(old Dot) bool {
			return isNull(old.Value) && a.op.saw(old.Source, a.line)
		})
	}
}

// keepIfChanged: a delete does not hide a change that its author had not seen, but
// for one that deletes as well.
func (a *application) keepIfChanged() {
	deletes := a.s.Registers[model.FieldDeleted]
	var newest *Dot
	for _, dots := range a.s.Registers {
		for i, d := range dots {
			stands := slices.ContainsFunc(deletes, func(o Dot) bool { return o.Source == d.Source })
			if !stands && !a.op.saw(d.Source, a.line) && (newest == nil || d.Seq > newest.Seq) {
				newest = &dots[i]
			}
		}
	}
	if newest != nil {
		a.replace(model.FieldDeleted, Dot{newest.Source, null}, func(Dot) bool { return false })
	}
}

// wrote notes that an op wrote to the record.
func (s *State) wrote(by Stamp, seq uint64) {
	if !s.Made {
		s.Made, s.Created = true, by
	}
	s.Updated, s.Seq = by, max(s.Seq, seq)
}

// Fold makes s what the log says that an op did to it, by being written or, when by
// is nil, by being answered. Folding again what s knows already, and then all that
// came after it, ends in the same state.
func Fold(s *State, by *Stamp, seq uint64, effects []Effect) {
	if by != nil {
		s.wrote(*by, seq)
	}
	s.Seq = max(s.Seq, seq)
	for _, e := range effects {
		dots := slices.DeleteFunc(s.Registers[e.Register], func(d Dot) bool {
			again := slices.ContainsFunc(e.Add, func(a Dot) bool { return a.Source == d.Source })
			return again || slices.Contains(e.Drop, d.Seq)
		})
		s.Registers[e.Register] = append(dots, e.Add...)
	}
}
