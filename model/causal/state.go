package causal

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Dot is a value of a register that nobody who saw it has replaced.
type Dot struct {
	Source
	Value json.RawMessage // canonical; null when the register was cleared
}

// Stamp says when something happened by its author's clock, and who did it.
type Stamp struct {
	At value.Instant
	By string
}

// State is a record as the log has it up to some sequence number.
type State struct {
	Kind      model.Kind
	Record    model.ID
	Made      bool   // false while the record was only answered
	Seq       uint64 // of the last op that touched it
	Created   Stamp  // of the first op
	Updated   Stamp  // of the last op
	Registers map[string][]Dot
}

// Size gives how many bytes the values of a record take with the names of its registers, 0
// for none.
func (s *State) Size() (size int) {
	if s == nil {
		return 0
	}
	for name, dots := range s.Registers {
		size += len(name)
		for _, d := range dots {
			size += len(d.Value)
		}
	}
	return size
}

// Registers whose names begin with hidden are no fields: they are what the merge
// remembers.
const (
	hidden         = "~"
	registerThread = hidden + "thread" // who answered the record
)

// IsHidden reports whether a register is no field but what the merge remembers.
func IsHidden(register string) bool { return strings.HasPrefix(register, hidden) }

// null is the value of a register that was cleared.
var null = json.RawMessage("null")

// NewState gives a record that nobody has written to.
func NewState(kind model.Kind, record model.ID) *State {
	return &State{Kind: kind, Record: record, Registers: map[string][]Dot{}}
}

// Clone gives a copy to be changed; values are shared, as they are never written
// into.
func (s *State) Clone() *State {
	out := *s
	out.Registers = make(map[string][]Dot, len(s.Registers))
	for name, dots := range s.Registers {
		out.Registers[name] = slices.Clone(dots)
	}
	return &out
}

// Shown gives the value of a register that is shown: of several, the latest; a
// record that one deleted and another changed stays.
func (s *State) Shown(register string) json.RawMessage {
	dots := s.Registers[register]
	if len(dots) == 0 {
		return null
	}
	if register == model.FieldDeleted {
		if i := slices.IndexFunc(dots, func(d Dot) bool { return isNull(d.Value) }); i >= 0 {
			return null
		}
	}
	return latest(dots).Value
}

func latest(dots []Dot) Dot {
	best := dots[0]
	for _, d := range dots[1:] {
		if d.after(best.Source) {
			best = d
		}
	}
	return best
}

// Conflict is a register with values of several authors who had not seen each
// other's.
type Conflict struct {
	Register string
	Values   []Dot // unequal, the one that is shown first
}

// Conflicts gives the conflicts of the record, by the name of the register.
func (s *State) Conflicts() []Conflict {
	var out []Conflict
	for _, name := range slices.Sorted(maps.Keys(s.Registers)) {
		dots := s.Registers[name]
		if len(dots) < 2 || IsHidden(name) {
			continue
		}
		if values := unequal(dots, s.Shown(name)); len(values) > 1 {
			out = append(out, Conflict{name, values})
		}
	}
	return out
}

// unequal gives the latest dot of each value: the shown value's first, then latest
// first.
func unequal(dots []Dot, shown json.RawMessage) []Dot {
	var out []Dot
	sorted := slices.Clone(dots)
	slices.SortFunc(sorted, func(a, b Dot) int {
		if a, b := bytes.Equal(a.Value, shown), bytes.Equal(b.Value, shown); a != b {
			if a {
				return -1
			}
			return 1
		}
		if a.after(b.Source) {
			return -1
		}
		return 1
	})
	for _, d := range sorted {
		if !slices.ContainsFunc(out, func(o Dot) bool { return bytes.Equal(o.Value, d.Value) }) {
			out = append(out, d)
		}
	}
	return out
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
