package model

import (
	"reflect"
	"strings"

	"tradedesk/model/canonical"
	"tradedesk/model/value"
)

// Read puts what a person or a file writes for a field into r: what Set does with
// the JSON that ParseField gives, without that JSON in between. An empty text
// clears the field. The error is a *FieldError and leaves r as it was.
func (f *Field) Read(r Record, typed string, c ParseContext) error {
	if strings.TrimSpace(typed) == "" {
		f.in(r).SetZero()
		return nil
	}
	switch {
	case f.List || isStructured(f.Type):
	case f.plain:
		written, err := parseText(r.Kind(), f.Type, typed, c.of(*f))
		if err != nil {
			return &FieldError{Kind: r.Kind(), Field: f.Name, Err: err}
		}
		f.in(r).SetString(written)
		return nil
	case f.Type == TypeInstant:
		at, err := value.ParseInstant(typed, c.Now)
		if err != nil {
			return &FieldError{Kind: r.Kind(), Field: f.Name, Err: err}
		}
		if year := at.Time().Year(); year > 0 && year < 10000 {
			f.in(r).SetInt(int64(at))
			return nil
		}
	}
	raw, err := ParseField(schemaFor(r.Kind()), *f, typed, c)
	if err != nil {
		return err
	}
	return f.Set(r, raw)
}

// SetText is Set for a field of one value, with its canonical text in place of
// the JSON of it.
func (f *Field) SetText(r Record, written string) error {
	if !f.plain {
		return f.Set(r, canonical.AppendString(nil, written))
	}
	f.in(r).SetString(written)
	return nil
}

// Same reports whether two records have the same in the field.
func (f *Field) Same(a, b Record) bool {
	x, y := f.in(a), f.in(b)
	if x.Comparable() && y.Comparable() {
		return x.Equal(y)
	}
	return isEmpty(x) && isEmpty(y) || reflect.DeepEqual(x.Interface(), y.Interface())
}
