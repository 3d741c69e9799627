package model

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"tradedesk/model/cost"
	"tradedesk/model/refusal"
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
	record := reflect.ValueOf(r).Elem()
	for i := range s.Fields {
		f := &s.Fields[i]
		wrong = f.validate(wrong, s.Kind, f.of(record))
	}
	return appendWhole(wrong, r)
}

// ValidateOf is Validate of the fields that a change names, and of the record as a
// whole.
func ValidateOf(r Record, changed Set) []FieldError {
	var wrong []FieldError
	s := SchemaOf(r.Kind())
	if s == nil {
		return nil
	}
	record := reflect.ValueOf(r).Elem()
	for i := range s.Fields {
		f := &s.Fields[i]
		if _, ours := changed[f.Name]; ours {
			wrong = f.validate(wrong, s.Kind, f.of(record))
		}
	}
	return appendWhole(wrong, r)
}

// validate adds what is wrong with a field's value.
func (f *Field) validate(wrong []FieldError, k Kind, v reflect.Value) []FieldError {
	if f.Name == "id" || isEmpty(v) {
		return wrong
	}
	if err := validateField(k, f, v); err != nil {
		return append(wrong, FieldError{k, f.Name, err})
	}
	return wrong
}

// appendWhole adds what is wrong with a record as a whole.
func appendWhole(wrong []FieldError, r Record) []FieldError {
	if field, err := validateWhole(r); err != nil {
		return append(wrong, FieldError{r.Kind(), field, err})
	}
	return wrong
}

// validateField holds a value against what its parser makes of it. Instants, ids
// and truth values are right by their type.
func validateField(k Kind, f *Field, v reflect.Value) error {
	switch {
	case isStructured(f.Type):
		strict, err := strictParts(v.Interface(), ParseContext{})
		if err != nil {
			return err
		}
		return sameText(string(canonicalValue(strict)), string(canonicalValue(v.Interface())))
	case f.List:
		if v.Len() > MaxElements {
			return errManyParts.With(atMost(v.Len(), MaxElements))
		}
		for i := range v.Len() {
			if err := validateScalar(k, f, v.Index(i)); err != nil {
				return errElement.With(refusal.Parts{"Line": strconv.Itoa(i + 1)}).For(err)
			}
		}
		return nil
	}
	return validateScalar(k, f, v)
}

func validateScalar(k Kind, f *Field, v reflect.Value) error {
	switch {
	case v.IsZero():
		return errEmptyPart
	case f.Type == TypeInt:
		_, err := parseInt(strconv.FormatInt(v.Int(), 10))
		return err
	case v.Kind() != reflect.String:
		return nil
	}
	typed := v.String()
	parsed, err := parseText(k, f.Type, typed, ParseContext{Now: time.Unix(0, 0).UTC()})
	if err != nil && f.Type == TypePhone {
		return sameText(text.Clean(typed, MaxText), typed)
	}
	if err != nil {
		return err
	}
	return sameText(parsed, typed)
}

func sameText(written, given string) error {
	if written == given {
		return nil
	}
	return fmt.Errorf("%.60q is not how it is written: want %.60q", given, written)
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
	case *Lane:
		return "name", needs(r.Name != "", "name")
	case *Rate:
		return validateRate(r)
	case *Offer:
		return "rfq", needs(!r.RFQ.IsZero(), "rfq")
	case *Firm:
		return "name", needs(r.Name != "" || r.NameFR != "" || r.NameAR != "", "name")
	case *Template:
		return "name", needs(r.Name != "", "name")
	}
	return "", nil
}

// validateRate wants a day, and euros: the only base that files of rates have.
func validateRate(r *Rate) (field string, err error) {
	switch {
	case r.Date.IsZero():
		return "date", needs(false, "date")
	case r.Base != "" && r.Base != cost.Base:
		return "base", errBase.With(refusal.Parts{"Given": string(r.Base), "Currency": string(cost.Base)})
	}
	return "", nil
}

func needs(has bool, what string) error {
	if has {
		return nil
	}
	return errMissing.With(refusal.Parts{"Fields": what})
}
