package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"tradedesk/model/canonical"
	"tradedesk/model/value"
)

// FieldDeleted is the field that a delete sets and a restore clears.
const FieldDeleted = "deleted"

// FieldOrigin is what a file calls a record that came of it.
const FieldOrigin = "origin"

// FieldCreatedAt is in the set of the change that makes a record when it was made
// before that change, as a record from another desk's export was.
const FieldCreatedAt = "created_at"

// Set maps field names to canonical JSON; null clears a field.
type Set map[string]json.RawMessage

// UnmarshalJSON reads an object and makes its values canonical again:
// encoding/json escapes "<", ">" and "&" in them on the way.
func (s *Set) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return fmt.Errorf("reading a set of fields: %w", err)
	}
	for name, raw := range members {
		members[name] = canonical.OrText(raw)
	}
	*s = members
	return nil
}

// Change is one person's edit of one record: who, when, and what each field is
// to be. Base is the sync cursor at which the editor saw the record.
type Change struct {
	ID     ID            `json:"id" cbor:"1,keyasint"`
	Record ID            `json:"record" cbor:"2,keyasint"`
	Kind   Kind          `json:"kind" cbor:"3,keyasint"`
	Base   uint64        `json:"base" cbor:"4,keyasint"`
	At     value.Instant `json:"at" cbor:"5,keyasint"`
	By     string        `json:"by" cbor:"6,keyasint"`
	Set    Set           `json:"set" cbor:"7,keyasint"`
}

// ErrWrongRecord is what Apply says when a change is for another record.
var ErrWrongRecord = errors.New("the change is for another record")

// Fields gives every field of r that a change can set and that is not empty,
// known and unknown, as canonical JSON.
func Fields(r Record) Set {
	fields := schemaFor(r.Kind()).Fields
	out := make(Set, len(fields)/2)
	for _, f := range fields {
		if changeable(f) {
			if raw := f.Get(r); raw != nil {
				out[f.Name] = raw
			}
		}
	}
	maps.Copy(out, r.Header().Extra)
	return out
}

// FieldMergedInto and FieldDistinct are what merging duplicates, and saying that
// two records are none, put into records.
const (
	FieldMergedInto = "merged_into"
	FieldMergedFrom = "merged_from"
	FieldDistinct   = "distinct"
)

// changeable: the head is kept by the desk, but for the facts about the record
// that travel with it.
func changeable(f Field) bool {
	switch f.Name {
	case FieldDeleted, FieldMergedInto, FieldOrigin:
		return true
	}
	return !f.Fixed || f.Key >= 10 // keys under 10 are the head's
}

// Diff gives the set that turns before into after. When one field of a group
// differs, the whole group is in the set. before may be nil: the record is new.
func Diff(before, after Record) Set {
	is := Fields(after)
	if before == nil {
		withGroups(schemaFor(after.Kind()), is, is)
		return is
	}
	was := Fields(before)
	out := make(Set)
	for name, raw := range is {
		if !bytes.Equal(was[name], raw) {
			out[name] = raw
		}
	}
	for name := range was {
		if _, ok := is[name]; !ok {
			out[name] = json.RawMessage("null")
		}
	}
	withGroups(schemaFor(after.Kind()), out, is)
	return out
}

// DiffOf is Diff of a record that was there and one that differs from it at most in
// the fields that a change names.
func DiffOf(before, after Record, changed Set) Set {
	schema := schemaFor(after.Kind())
	out, now := make(Set, len(changed)), make(Set, len(changed))
	for name := range changed {
		was, is := fieldJSON(schema, before, name), fieldJSON(schema, after, name)
		switch {
		case bytes.Equal(was, is):
		case is == nil:
			out[name] = json.RawMessage("null")
		default:
			out[name] = is
		}
	}
	for name := range out {
		f, _ := schema.Field(name)
		for _, other := range schema.Fields {
			if f.Group != "" && other.Group == f.Group {
				if raw := fieldJSON(schema, after, other.Name); raw != nil {
					now[other.Name] = raw
				}
			}
		}
	}
	withGroups(schema, out, now)
	return out
}

// fieldJSON gives one field as Fields does, nil when it is empty.
func fieldJSON(s *Schema, r Record, name string) json.RawMessage {
	if raw, ok := r.Header().Extra[name]; ok {
		return raw
	}
	if f, ok := s.Field(name); ok && changeable(f) {
		return f.Get(r)
	}
	return nil
}

func withGroups(s *Schema, set, now Set) {
	touched := map[string]bool{}
	for name := range set {
		if f, ok := s.Field(name); ok && f.Group != "" {
			touched[f.Group] = true
		}
	}
	for _, f := range s.Fields {
		if !touched[f.Group] {
			continue
		}
		if raw, ok := now[f.Name]; ok {
			set[f.Name] = raw
		} else if _, ok := set[f.Name]; !ok {
			set[f.Name] = json.RawMessage("null")
		}
	}
}

// Apply gives the record after c; before is nil when c creates it, and is never
// written into. A field that this version does not know, or whose value has a
// shape it does not know, is kept as it is in Head.Extra.
func Apply(before Record, c Change) (Record, error) {
	after := Clone(before)
	if before == nil {
		after = New(c.Kind)
		after.Header().ID = c.Record
		after.Header().CreatedAt = createdAt(c)
	}
	h := after.Header()
	if h.ID != c.Record || after.Kind() != c.Kind {
		return nil, fmt.Errorf("applying change %s of %s %s to %s %s: %w", c.ID, c.Kind, c.Record, after.Kind(), h.ID, ErrWrongRecord)
	}
	schema := schemaFor(c.Kind)
	for name, raw := range c.Set {
		setField(schema, after, name, raw)
	}
	h.UpdatedAt, h.UpdatedBy = c.At, c.By
	return after, nil
}

// createdAt: what a change that makes a record says of it, else when it was made.
func createdAt(c Change) value.Instant {
	var at value.Instant
	if raw := c.Set[FieldCreatedAt]; isNull(raw) || json.Unmarshal(raw, &at) != nil || at.IsZero() {
		return c.At
	}
	return at
}

// SetField puts canonical JSON into a field of r as Apply does: a shape that this version
// does not know is kept in Head.Extra.
func SetField(r Record, name string, raw json.RawMessage) {
	if raw == nil {
		raw = json.RawMessage("null")
	}
	setField(schemaFor(r.Kind()), r, name, raw)
}

// FieldValue gives one field as Fields does, nil when it is empty.
func FieldValue(r Record, name string) json.RawMessage {
	return fieldJSON(schemaFor(r.Kind()), r, name)
}

func setField(s *Schema, r Record, name string, raw json.RawMessage) {
	if name == "kind" || derived(s.Kind, name) {
		return
	}
	h := r.Header()
	delete(h.Extra, name)
	if f, ok := s.Field(name); ok {
		if !changeable(f) {
			return
		}
		delete(h.newer, int64(f.Key))
		if f.Set(r, raw) == nil {
			return
		}
		f.in(r).SetZero()
	}
	h.Keep(name, raw)
}

// Keep remembers a field that this version cannot hold, by name.
func (h *Head) Keep(name string, raw json.RawMessage) {
	if isNull(raw) {
		return
	}
	if h.Extra == nil {
		h.Extra = map[string]json.RawMessage{}
	}
	h.Extra[name] = canonical.OrText(raw)
}

// Inverse gives the set that takes back what set did to before; nil before
// means that the set created the record, and the inverse deletes it.
func Inverse(before Record, set Set) Set {
	if before == nil {
		return Set{FieldDeleted: json.RawMessage("true")}
	}
	schema := schemaFor(before.Kind())
	out := make(Set, len(set))
	for name := range set {
		if raw := fieldJSON(schema, before, name); raw != nil {
			out[name] = raw
		} else {
			out[name] = json.RawMessage("null")
		}
	}
	return out
}
