package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ParseMembers reads the members of a JSON object as edits of a record's fields:
// texts are read as a person types them, numbers by their digits, null clears.
// What the desk keeps or works out by itself (times, author, score, …) is left
// out, so that a record as it is listed can be given back with a field changed;
// only deleted can be set. The error is a *FieldError.
func ParseMembers(k Kind, members map[string]json.RawMessage, c ParseContext) (Set, error) {
	schema := SchemaOf(k)
	if schema == nil {
		return nil, fmt.Errorf("kind %.40q is not known", k)
	}
	c.Whole = true
	set := make(Set, len(members))
	for name, raw := range members {
		f, known := schema.Field(name)
		if name == "kind" || derived(k, name) || known && f.Fixed && name != FieldDeleted {
			continue
		}
		if !known {
			_, err := assignable(schema, name)
			return nil, &FieldError{Kind: k, Field: name, Err: err}
		}
		value, err := parseMember(schema, f, raw, c)
		if err != nil {
			return nil, &FieldError{Kind: k, Field: name, Err: err}
		}
		set[name] = value
	}
	return set, nil
}

var errShape = errors.New("is no value of this field")

func parseMember(s *Schema, f Field, raw json.RawMessage, c ParseContext) (json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case isNull(raw):
		return json.RawMessage("null"), nil
	case isStructured(f.Type) && raw[0] != '"':
		return parseField(s, f, string(raw), c)
	case f.List && raw[0] == '[':
		return parseElements(s, f, raw, c)
	}
	typed, err := scalarTyped(f, raw)
	if err != nil {
		return nil, err
	}
	value, err := parseField(s, f, typed, c)
	plain := f.Type == TypeText || f.Type == TypeLong
	if err != nil && !f.List && !plain && f.Set(New(s.Kind), raw) == nil {
		// A value that a file left as it was written: whoever gives it back has
		// not touched it.
		return raw, nil
	}
	return orNull(value), err
}

// scalarTyped gives a JSON text, number or truth value as it would be typed.
func scalarTyped(f Field, raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var typed string
		err := json.Unmarshal(raw, &typed)
		return typed, err
	case '[', '{':
		return "", errShape
	case 't', 'f':
		if f.Type != TypeBool {
			return "", errShape
		}
	}
	return string(raw), nil
}

// parseElements reads the elements of a list one by one, so that a ';' in one stays.
func parseElements(s *Schema, f Field, raw json.RawMessage, c ParseContext) (json.RawMessage, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return nil, err
	}
	if len(elements) > MaxElements {
		return nil, errManyParts.With(atMost(len(elements), MaxElements))
	}
	f.List = false
	values := make([]json.RawMessage, 0, len(elements))
	for _, element := range elements {
		typed, err := scalarTyped(f, bytes.TrimSpace(element))
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(typed) == "" {
			continue
		}
		value, err := parseField(s, f, typed, c)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	if len(values) == 0 {
		return json.RawMessage("null"), nil
	}
	return canonicalValue(values), nil
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}
