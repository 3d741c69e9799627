package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"tradedesk/model/text"
)

// Validate gives what is wrong with a record: each value that its own parser
// would not have written, and what a record of its kind cannot be without. A
// phone number may stand as it was written, since numbers of many countries are
// known to people only. nil means that nothing is wrong.
func Validate(r Record) []FieldError {
	var wrong []FieldError
	s := SchemaOf(r.Kind())
	if s == nil {
		return nil
	}
	for _, f := range s.Fields {
		if f.Name == "id" || f.Empty(r) {
			continue
		}
		if err := validateField(s, f, r); err != nil {
			wrong = append(wrong, FieldError{s.Kind, f.Name, err})
		}
	}
	if field, err := validateWhole(r); err != nil {
		wrong = append(wrong, FieldError{s.Kind, field, err})
	}
	return wrong
}

// validateField holds a value against what its parser makes of it.
func validateField(s *Schema, f Field, r Record) error {
	if isStructured(f.Type) {
		v, err := strictParts(f.Value(r), ParseContext{})
		if err != nil {
			return err
		}
		return same(canonical(v), f.Get(r))
	}
	if !f.List {
		return validateScalar(s.Kind, f, f.Get(r))
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(f.Get(r), &elements); err != nil {
		return err
	}
	if len(elements) > MaxElements {
		return fmt.Errorf("%d elements: at most %d", len(elements), MaxElements)
	}
	for i, element := range elements {
		if err := validateScalar(s.Kind, f, element); err != nil {
			return fmt.Errorf("element %d: %w", i+1, err)
		}
	}
	return nil
}

func validateScalar(k Kind, f Field, raw json.RawMessage) error {
	typed := scalarText(raw)
	if typed == "" {
		return errors.New("is empty")
	}
	if f.Type == TypePhone && !strings.HasPrefix(typed, "+") {
		return same(canonical(text.Clean(typed, MaxText)), raw)
	}
	v, err := parseScalar(k, f, typed, ParseContext{Now: time.Unix(0, 0).UTC()})
	if err != nil {
		return err
	}
	return same(canonical(v), raw)
}

func same(canonical, raw json.RawMessage) error {
	if bytes.Equal(canonical, raw) {
		return nil
	}
	return fmt.Errorf("%.60s is not how it is written: want %.60s", raw, canonical)
}

// validateWhole says what a record lacks that one of its kind must have, and
// the field where that is put right.
func validateWhole(r Record) (field string, err error) {
	switch r := r.(type) {
	case *Lead:
		return "company", needs(r.Company != "" || r.Contact != "" || r.Email != "" || r.Phone != "" || r.Product != "",
			"company, contact, email, phone or product")
	case *Supplier:
		return "name", needs(r.Name != "", "name")
	case *Contact:
		return "name", needs(r.Name != "" || r.Email != "" || r.Phone != "" || r.Company != "", "name, email, phone or company")
	case *RFQ:
		return "title", needs(r.Title != "" || len(r.Lines) > 0, "title or lines")
	case *Quote:
		return "rfq", needs(!r.RFQ.IsZero(), "rfq")
	case *Message:
		if r.Thread.IsZero() {
			return "thread", needs(false, "thread")
		}
		return "direction", needs(r.Direction != "", "direction")
	case *Task:
		return "title", needs(r.Title != "", "title")
	case *Event:
		return "name", needs(r.Name != "", "name")
	case *Tag:
		return "name", needs(r.Name != "", "name")
	}
	return "", nil
}

func needs(has bool, what string) error {
	if has {
		return nil
	}
	return fmt.Errorf("is missing: give %s", what)
}
