package causal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tradedesk/model"
	"tradedesk/model/canonical"
)

// together joins the names of fields that are one register.
const together = "+"

// Registers gives the registers that a change of fields sets: fields of a group are
// one, named by all of them, whose value is an object of those that are not empty.
func Registers(kind model.Kind, set model.Set) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(set))
	of := groups()[kind]
	for name, raw := range set {
		if register, ok := of[name]; ok {
			out[register] = nil
		} else {
			out[name] = orNull(raw)
		}
	}
	for register, raw := range out {
		if raw == nil {
			out[register] = joined(strings.Split(register, together), set)
		}
	}
	return out
}

// joined writes the members that are not empty as a canonical object, null when
// all are.
func joined(members []string, set model.Set) json.RawMessage {
	members = slices.Sorted(slices.Values(members))
	var buf bytes.Buffer
	for _, name := range members {
		if raw := set[name]; !isNull(raw) {
			before := byte(',')
			if buf.Len() == 0 {
				before = '{'
			}
			buf.WriteByte(before)
			fmt.Fprintf(&buf, "%q:%s", name, raw)
		}
	}
	if buf.Len() == 0 {
		return null
	}
	buf.WriteByte('}')
	return buf.Bytes()
}

// groups gives, for each known kind, the register of each field of a group. The
// fields of a group never change: a register is known by its name.
var groups = sync.OnceValue(func() map[model.Kind]map[string]string {
	all := map[model.Kind]map[string]string{}
	for _, kind := range model.Kinds() {
		members := map[string][]string{}
		for _, f := range model.SchemaOf(kind).Fields {
			if f.Group != "" {
				members[f.Group] = append(members[f.Group], f.Name)
			}
		}
		all[kind] = map[string]string{}
		for _, names := range members {
			for _, name := range names {
				all[kind][name] = strings.Join(names, together)
			}
		}
	}
	return all
})

// FieldsOf gives the fields that registers stand for, with null for what is empty.
func FieldsOf(registers map[string]json.RawMessage) model.Set {
	out := make(model.Set, len(registers))
	for register, raw := range registers {
		putFields(out, register, raw)
	}
	return out
}

// putFields puts the fields that a register stands for into a set.
func putFields(out model.Set, register string, raw json.RawMessage) {
	if !strings.Contains(register, together) {
		out[register] = orNull(raw)
		return
	}
	members, ok := membersOf(orNull(raw))
	if !ok {
		// No object: a version that knows the register reads it one day.
		out[register] = raw
		return
	}
	for name := range strings.SplitSeq(register, together) {
		out[name] = orNull(members[name])
	}
}

// membersOf takes an object apart; false when raw is none.
func membersOf(raw json.RawMessage) (members map[string]json.RawMessage, ok bool) {
	if isNull(raw) {
		return nil, true
	}
	if members, ok := canonicalMembers(raw); ok {
		return members, true
	}
	members = nil
	return members, json.Unmarshal(raw, &members) == nil
}

// canonicalMembers is membersOf for an object in canonical form; false when it is left to
// encoding/json.
func canonicalMembers(raw json.RawMessage) (map[string]json.RawMessage, bool) {
	if !canonical.Is(raw) || raw[0] != '{' {
		return nil, false
	}
	members := map[string]json.RawMessage{}
	for rest := raw; rest[0] != '}'; {
		rest = rest[1:] // the brace or a comma
		if rest[0] == '}' {
			break
		}
		named := canonical.Prefix(rest)
		value := rest[named+1:] // behind the colon
		n := canonical.Prefix(value)
		members[string(rest[1:named-1])] = value[:n:n]
		rest = value[n:]
	}
	return members, true
}

// View gives the record as it is shown, nil when no op has made it yet.
func (s *State) View() (model.Record, error) {
	if !s.Made {
		return nil, nil
	}
	set := make(model.Set, len(s.Registers))
	for register := range s.Registers {
		if !IsHidden(register) {
			putFields(set, register, s.Shown(register))
		}
	}
	r, err := model.Apply(nil, model.Change{Record: s.Record, Kind: s.Kind, At: s.Created.At, By: s.Created.By, Set: set})
	if err != nil {
		return nil, fmt.Errorf("showing %s %s: %w", s.Kind, s.Record, err)
	}
	h := r.Header()
	h.UpdatedAt, h.UpdatedBy = s.Updated.At, s.Updated.By
	return r, nil
}

// Fields gives the fields that a register stands for.
func Fields(register string) []string { return strings.Split(register, together) }

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return null
	}
	return raw
}
