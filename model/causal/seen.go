package causal

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"tradedesk/model/canonical"
)

// registerSeen begins the name of the hidden register beside a list's: with each of its
// values what the value's author had before the eyes. It comes and goes with the list's.
const registerSeen = hidden + "seen:"

// Seen is the only value that a register had in the log from one entry to another.
type Seen struct {
	Since uint64 // the entry that wrote it
	Upto  uint64 // how far the log was read by who says so
	Value json.RawMessage
}

// maxSeen bounds what a change says of the list that its author saw, in bytes.
const maxSeen = 32 << 10

// maxList bounds the list that is read of that, as one element can stand in many places.
const maxList = 1 << 20

// seenForm is Seen as it travels: an element that stands in the new value too is its place
// there.
type seenForm struct {
	Since  uint64            `json:"since"`
	Upto   uint64            `json:"upto"`
	Values []json.RawMessage `json:"v"`
}

// Beside writes what was seen beside the value that took its place, in canonical JSON;
// false when it is no list, or too much.
func (s Seen) Beside(value json.RawMessage) (json.RawMessage, bool) {
	was, is, ok := listOf(s.Value), listOf(value), true
	out := append(strconv.AppendUint([]byte(`{"since":`), s.Since, 10), `,"upto":`...)
	out = append(strconv.AppendUint(out, s.Upto, 10), `,"v":[`...)
	for i, element := range was {
		if i > 0 {
			out = append(out, ',')
		}
		if at := slices.IndexFunc(is, func(e json.RawMessage) bool { return bytes.Equal(e, element) }); at >= 0 {
			out = strconv.AppendInt(out, int64(at), 10)
		} else {
			out = append(out, element...)
		}
		ok = ok && !isPlace(element) && len(out) < maxSeen
	}
	return append(out, `]}`...), ok && was != nil
}

// ParseSeen reads what Beside wrote beside a value; false when it is nothing like that.
func ParseSeen(raw, value json.RawMessage) (Seen, bool) {
	var form seenForm
	if isNull(raw) || json.Unmarshal(raw, &form) != nil || form.Since == 0 || form.Since > form.Upto || form.Values == nil {
		return Seen{}, false
	}
	is := listOf(value)
	var list bytes.Buffer
	for i, element := range form.Values {
		list.WriteByte("[,"[min(i, 1)])
		if isPlace(element) {
			at, err := strconv.Atoi(string(element))
			if err != nil || at < 0 || at >= len(is) {
				return Seen{}, false
			}
			element = is[at]
		}
		if list.Write(element); list.Len() > maxList {
			return Seen{}, false
		}
	}
	if list.Len() == 0 {
		list.WriteByte('[')
	}
	list.WriteByte(']')
	was, err := canonical.JSON(list.Bytes())
	return Seen{form.Since, form.Upto, was}, err == nil
}

// listOf gives the elements of a list, nil of anything else.
func listOf(raw json.RawMessage) (list []json.RawMessage) {
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

func isPlace(element json.RawMessage) bool {
	return len(element) > 0 && (element[0] == '-' || '0' <= element[0] && element[0] <= '9')
}

// SeenAt gives what who had read the log up to base saw of a register of a state that may
// have gone on since; false when that is not known, or were several values.
func (s *State) SeenAt(register string, base uint64) (Seen, bool) {
	dots := s.Registers[register]
	if len(dots) == 1 && dots[0].Seq > 0 && dots[0].Seq <= base {
		return Seen{dots[0].Seq, base, dots[0].Value}, true
	}
	if base == 0 || slices.ContainsFunc(dots, func(d Dot) bool { return d.Seq <= base }) {
		return Seen{}, false
	}
	for _, d := range dots {
		if seen, ok := s.SeenBy(register, d); ok && seen.Since <= base && base <= seen.Upto {
			seen.Upto = base
			return seen, true
		}
	}
	return Seen{}, false
}

// SeenBy gives what the author of a value of a register had seen of it;
// false when that is not known.
func (s *State) SeenBy(register string, d Dot) (Seen, bool) {
	for _, beside := range s.Registers[registerSeen+register] {
		if beside.Source == d.Source {
			return ParseSeen(beside.Value, d.Value)
		}
	}
	return Seen{}, false
}

// SeenByAll gives the value that the authors of all values of a register had seen: that of
// the one who had read least of the log. False when it is not known.
func (s *State) SeenByAll(register string) (json.RawMessage, bool) {
	var all []Seen
	for _, d := range s.Registers[register] {
		seen, ok := s.SeenBy(register, d)
		if !ok {
			return nil, false
		}
		all = append(all, seen)
	}
	if len(all) < 2 {
		return nil, false
	}
	least := slices.MinFunc(all, func(a, b Seen) int { return int(max(-1, min(1, int64(a.Upto)-int64(b.Upto)))) })
	for _, seen := range all {
		if seen.Since <= least.Upto && !bytes.Equal(seen.Value, least.Value) {
			return nil, false
		}
	}
	return least.Value, true
}

// putSeen keeps beside the new value of a register what its author had seen of it;
// false when that is not known.
func (a *application) putSeen(register string) {
	raw := a.op.Seen[register]
	if raw == nil {
		if len(a.s.Registers[registerSeen+register]) == 0 {
			return
		}
		raw = null
	}
	a.put(registerSeen+register, Dot{a.from, raw})
}
