package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model/canonical"
	"tradedesk/model/refusal"
)

// ErrNoKind is what DecodeJSON says of an object without a kind.
var ErrNoKind = refusal.New("model.no_kind", "no kind")

// EncodeJSON writes r as one JSON object: id, kind, the head, its fields in the
// order of the schema without the empty ones, then what it does not know.
func EncodeJSON(r Record) json.RawMessage { return EncodeJSONWith(r, nil) }

// EncodeJSONWith writes r like EncodeJSON and adds derived members, by name, as
// encoding/json writes them: a lead's "score", an RFQ's "quotes" and "messages".
// What r itself has under a name wins.
func EncodeJSONWith(r Record, derived map[string]any) json.RawMessage {
	var buf bytes.Buffer
	h := r.Header()
	buf.WriteString(`{"id":`)
	buf.Write(canonicalValue(h.ID))
	writeMember(&buf, "kind", canonicalValue(string(r.Kind())))
	written := map[string]bool{"id": true, "kind": true}
	for _, f := range schemaFor(r.Kind()).Fields {
		if written[f.Name] {
			continue
		}
		if raw := f.Get(r); raw != nil {
			written[f.Name] = true
			writeMember(&buf, f.Name, raw)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.Extra)) {
		if !written[name] {
			written[name] = true
			writeMember(&buf, name, h.Extra[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(derived)) {
		if !written[name] {
			writeMember(&buf, name, canonical.Plain(derived[name]))
		}
	}
	buf.WriteByte('}')
	return buf.Bytes()
}

func writeMember(buf *bytes.Buffer, name string, raw json.RawMessage) {
	buf.WriteByte(',')
	buf.Write(canonical.AppendString(buf.AvailableBuffer(), name))
	buf.WriteByte(':')
	buf.Write(raw)
}

// derived reports whether a name is one that EncodeJSONWith adds to a kind, so
// that reading our own output does not take it for a field.
func derived(k Kind, name string) bool {
	switch k {
	case KindLead:
		return name == "score"
	case KindRFQ:
		return name == "number" || name == "quotes" || name == "samples" || name == "messages"
	}
	return false
}

// DecodeJSON reads one record as EncodeJSON writes it. Fields this version does
// not know are kept in Head.Extra, as is a known field of an unknown shape;
// derived fields are left out. Values are not validated: see Validate.
func DecodeJSON(data []byte) (Record, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		if wrong := new(json.SyntaxError); errors.As(err, &wrong) {
			err = errNoJSON.With(refusal.Parts{"What": wrong.Error()})
		}
		return nil, errReading.For(err)
	}
	var kind Kind
	if raw, ok := members["kind"]; ok {
		if err := json.Unmarshal(raw, &kind); err != nil {
			return nil, errReading.For(fmt.Errorf("kind: %w", err))
		}
	}
	if kind == "" {
		return nil, errReading.For(ErrNoKind)
	}
	delete(members, "kind")
	return fromMembers(kind, members)
}

func fromMembers(kind Kind, members map[string]json.RawMessage) (Record, error) {
	r := New(kind)
	for _, f := range schemaFor(kind).Fields {
		raw, ok := members[f.Name]
		if !ok {
			continue
		}
		if err := f.Set(r, raw); err == nil {
			delete(members, f.Name)
		} else if f.Fixed {
			return nil, errReadingKind.With(refusal.Parts{"Kind": string(kind)}).For(err)
		}
	}
	for name, raw := range members {
		if !derived(kind, name) {
			r.Header().Keep(name, raw)
		}
	}
	return r, nil
}
