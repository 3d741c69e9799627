package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"tradedesk/model/canonical"
)

// In gives the field of r itself, to be read and not to be written.
func (f Field) In(r Record) reflect.Value { return f.in(r) }

// Of gives the field of a record's struct, to be read and not to be written.
func (f *Field) Of(record reflect.Value) reflect.Value { return f.of(record) }

// Value gives the Go value of the field in r: a value type, an ID, a slice, ….
func (f Field) Value(r Record) any { return f.in(r).Interface() }

// Copy gives into the value that from has in the field; both are of its kind.
func (f *Field) Copy(into, from Record) { f.in(into).Set(f.in(from)) }

func (f *Field) in(r Record) reflect.Value { return f.of(reflect.ValueOf(r).Elem()) }

// of gives the field of a record's struct.
func (f *Field) of(record reflect.Value) reflect.Value {
	v := record.Field(f.index[0])
	for _, i := range f.index[1:] {
		v = v.Field(i)
	}
	return v
}

// Empty reports whether r has nothing in the field.
func (f Field) Empty(r Record) bool { return isEmpty(f.in(r)) }

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// Get gives the field as canonical JSON, nil when it is empty.
func (f Field) Get(r Record) json.RawMessage {
	v := f.in(r)
	if isEmpty(v) {
		return nil
	}
	if f.plain {
		return canonical.AppendString(make([]byte, 0, v.Len()+2), v.String())
	}
	return canonicalValue(v.Interface())
}

// Set puts canonical JSON into the field of r; nil or null clears it. What has
// the wrong shape is an error and leaves r as it was; so is an object with
// members that this version does not know, which would be lost.
func (f Field) Set(r Record, raw json.RawMessage) error {
	v := f.in(r)
	if isNull(raw) {
		v.SetZero()
		return nil
	}
	if f.plain {
		if text, ok := plainText(raw); ok {
			v.SetString(text)
			return nil
		}
	}
	fresh := reflect.New(f.typ)
	if err := f.decode(raw, fresh.Interface()); err != nil {
		return fmt.Errorf("field %s: %w", f.Name, err)
	}
	if isEmpty(fresh.Elem()) {
		v.SetZero()
		return nil
	}
	v.Set(fresh.Elem())
	return nil
}

// decode reads one JSON value; only one with parts can have members that are not
// known.
func (f Field) decode(raw json.RawMessage, into any) error {
	if !isStructured(f.Type) {
		return json.Unmarshal(raw, into)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return canonical.ErrTrailing
	}
	return nil
}

// plainText gives what stands between the quotes of a JSON text that has nothing
// to be decoded in it.
func plainText(raw json.RawMessage) (string, bool) {
	last := len(raw) - 1
	if last < 1 || raw[0] != '"' || raw[last] != '"' {
		return "", false
	}
	text := raw[1:last]
	for _, b := range text {
		if b < ' ' || b == '"' || b == '\\' {
			return "", false
		}
	}
	return string(text), utf8.Valid(text)
}

func isNull(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) == 0 || string(raw) == "null"
}
