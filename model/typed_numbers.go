package model

import (
	"encoding/json"
	"reflect"

	"tradedesk/model/value"
)

// counts are the fields and parts of lists that say how many of something there are; what else
// is a number is a price, a percentage or an amount, which CheckTyped looks at.
var counts = map[string]bool{
	"quantity": true, "moq": true, "capacity": true, "base_quantity": true, "base": true, "from": true, "volume": true, "payload": true,
}

// amounts are those of money that CheckTyped asks back.
var amounts = map[string]bool{"freight": true, "amount": true, "commission_due": true}

// of is the context for one field: only who says how many is asked whether thousands are meant.
func (c ParseContext) of(f Field) ParseContext {
	c.Typed = c.Typed && (f.Type != TypeDecimal || counts[f.Name])
	return c
}

func (c ParseContext) decimal(typed string) (value.Decimal, error) {
	if c.Typed {
		return value.ParseTyped(typed)
	}
	return value.ParseDecimal(typed)
}

func (c ParseContext) quantity(typed string) (value.Quantity, error) {
	if c.Typed {
		return value.ParseTypedQuantity(typed)
	}
	return value.ParseQuantity(typed)
}

func (c ParseContext) packing(typed string) (value.Packing, error) {
	if c.Typed {
		return value.ParseTypedPacking(typed)
	}
	return value.ParsePacking(typed)
}

func (c ParseContext) terms(typed string) (value.Terms, error) {
	if c.Typed {
		return value.ParseTypedTerms(typed)
	}
	return value.ParseTerms(typed)
}

// TypedText is FieldText for a place where a person types: ParseField gives the same numbers
// and asks none of them back, though a machine wrote it as 1.000.
func TypedText(f Field, r Record) string {
	if f.Empty(r) {
		return ""
	}
	shown := New(r.Kind())
	// A field takes what it gave; what it does not is shown as it is.
	if f.Set(shown, f.Get(r)) != nil {
		return FieldText(f, r)
	}
	asTyped(f.Name, f.in(shown))
	return FieldText(f, shown)
}

// TypedPartText is TypedText for a part of an element of a list.
func TypedPartText(part Field, raw json.RawMessage) string {
	v := reflect.New(part.typ)
	if isNull(raw) || json.Unmarshal(raw, v.Interface()) != nil {
		return PartText(part, raw)
	}
	asTyped(part.Name, v.Elem())
	return PartText(part, canonicalValue(v.Elem().Interface()))
}

// asTyped writes the numbers of a value so that who types them is not asked back.
func asTyped(name string, v reflect.Value) {
	switch is := v.Addr().Interface().(type) {
	case *value.Decimal:
		if counts[name] || amounts[name] {
			*is = is.Typed()
		}
		return
	case *value.Packing:
		*is = is.Typed()
		return
	case *value.Terms:
		*is = is.Typed()
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			asTyped(name, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			asTyped(memberName(v.Type().Field(i)), v.Field(i))
		}
	}
}
