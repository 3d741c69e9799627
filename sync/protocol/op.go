package protocol

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// OpKind says what an op is.
type OpKind string

// The kinds of ops.
const (
	OpSet  OpKind = "set"
	OpSkip OpKind = "skip" // the device's counter goes to n, and nothing else
)

// Op is one change of one record by one device.
type Op struct {
	Kind    OpKind                     `json:"kind"`
	N       uint64                     `json:"n"`
	ID      model.ID                   `json:"id,omitzero"`
	Clock   Clock                      `json:"hlc,omitzero"`
	Base    uint64                     `json:"base,omitzero"`
	At      value.Instant              `json:"at,omitzero"`
	By      string                     `json:"by,omitempty"`
	Type    model.Kind                 `json:"type,omitempty"`
	Record  model.ID                   `json:"rec,omitzero"`
	Seen    map[string]json.RawMessage `json:"seen,omitempty"`
	Set     map[string]json.RawMessage `json:"set,omitempty"`
	Threads []model.ID                 `json:"threads,omitempty"`
}

// Wire gives an op as it travels.
func Wire(op causal.Op) Op {
	return Op{
		Kind: OpSet, N: op.N, ID: op.ID, Clock: Clock(op.Clock), Base: op.Base, At: op.At, By: op.By,
		Type: op.Kind, Record: op.Record, Seen: op.Seen, Set: op.Set, Threads: op.Threads,
	}
}

// Causal gives what the merge works on: the op of a device.
func (o Op) Causal(device model.ID) causal.Op {
	return causal.Op{
		ID: o.ID, Device: device, N: o.N, Clock: uint64(o.Clock), Base: o.Base, At: o.At, By: o.By,
		Kind: o.Type, Record: o.Record, Seen: o.Seen, Set: o.Set, Threads: o.Threads,
	}
}

// Append writes the op as canonical JSON. Its values must be canonical already.
func (o Op) Append(out []byte) []byte {
	if o.Kind == OpSkip {
		return append(strconv.AppendUint(append(out, `{"kind":"skip","n":`...), o.N, 10), '}')
	}
	out = appendInstant(append(out, `{"at":`...), o.At)
	out = strconv.AppendUint(append(out, `,"base":`...), o.Base, 10)
	out = canonical.AppendString(append(out, `,"by":`...), o.By)
	out = o.Clock.append(append(out, `,"hlc":`...))
	out = appendID(append(out, `,"id":`...), o.ID)
	out = strconv.AppendUint(append(out, `,"kind":"set","n":`...), o.N, 10)
	out = appendID(append(out, `,"rec":`...), o.Record)
	if len(o.Seen) > 0 {
		out = appendRegisters(append(out, `,"seen":`...), o.Seen)
	}
	out = appendRegisters(append(out, `,"set":`...), o.Set)
	if len(o.Threads) > 0 {
		out = append(out, `,"threads":[`...)
		for i, id := range o.Threads {
			out = appendID(appendComma(out, i), id)
		}
		out = append(out, ']')
	}
	return append(canonical.AppendString(append(out, `,"type":`...), string(o.Type)), '}')
}

func appendRegisters(out []byte, set map[string]json.RawMessage) []byte {
	out = append(out, '{')
	for i, name := range slices.Sorted(maps.Keys(set)) {
		out = append(appendKey(out, i, name), set[name]...)
	}
	return append(out, '}')
}

// MarshalJSON gives canonical JSON.
func (o Op) MarshalJSON() ([]byte, error) { return o.Append(nil), nil }

// Check says what is wrong with an op, nil when nothing is, and makes its values
// canonical.
func (o *Op) Check(limits Limits) *Problem {
	invalid := func(format string, args ...any) *Problem {
		return NewProblem(422, CodeInvalid, fmt.Sprintf(format, args...))
	}
	switch {
	case o.Kind != OpSet:
		return invalid("an op of the kind %.40q", o.Kind)
	case o.ID.IsZero() || o.Record.IsZero():
		return invalid("an op needs an id and a record")
	case o.Type == "" || len(o.Type) > MaxName || len(o.By) > MaxName:
		return invalid("the type or the author of an op is missing or has more than %d bytes", MaxName)
	case len(o.Set) > limits.Registers:
		return invalid("an op that sets %d registers, at most %d are taken", len(o.Set), limits.Registers)
	case len(o.Threads) > MaxThreads:
		return invalid("an op that answers %d records, at most %d are taken", len(o.Threads), MaxThreads)
	}
	for i, id := range o.Threads {
		if id.IsZero() || slices.Contains(o.Threads[:i], id) {
			return invalid("an op that answers a record without an id, or one twice")
		}
	}
	// As it was sent, before it takes many times as much to be read.
	size := sizeOf(o.Set)
	if size > limits.OpBytes {
		return opTooLarge(size, limits)
	}
	size = 0
	for name, raw := range o.Set {
		if name == "" || len(name) > MaxName || name[0] == '~' {
			return invalid("no register can be called %.40q", name)
		}
		if !canonical.Is(raw) {
			canonical, err := canonical.JSON(raw)
			if err != nil {
				return invalid("the value of %s: %v", name, err)
			}
			if deeperThan(MaxDepth, canonical) { // canonical.Is looks less deep
				return invalid("the value of %.40q: lists and objects lie in one another more than %d times", name, MaxDepth)
			}
			o.Set[name] = canonical
		}
		size += len(name) + len(o.Set[name])
	}
	if size > limits.OpBytes {
		return opTooLarge(size, limits)
	}
	o.checkSeen(limits.OpBytes - size)
	return nil
}

func opTooLarge(size int, limits Limits) *Problem {
	return NewProblem(413, CodeTooLarge, fmt.Sprintf("an op of %d bytes, at most %d are taken", size, limits.OpBytes))
}

// sizeOf gives how many bytes registers have with their values.
func sizeOf(set map[string]json.RawMessage) (size int) {
	for name, raw := range set {
		size += len(name) + len(raw)
	}
	return size
}

// checkSeen leaves out what an op says of values that it does not set, and all of it when
// there is no room: the op means the same without.
func (o *Op) checkSeen(room int) {
	if sizeOf(o.Seen) > room {
		o.Seen = nil
		return
	}
	for name, raw := range o.Seen {
		written, err := canonical.JSON(raw)
		if _, sets := o.Set[name]; !sets || err != nil || deeperThan(MaxDepth, written) {
			delete(o.Seen, name)
			continue
		}
		o.Seen[name] = written
		room -= len(name) + len(written)
	}
	if room < 0 {
		o.Seen = nil
	}
}
