package model

import "reflect"

// Parts gives the parts of one element of a structured list, such as the product
// and the quantity of an RFQ's line, each as a field of its own: ParseField reads
// it. Nil for a field that has none.
func (f Field) Parts() []Field {
	if !f.List {
		return nil
	}
	switch f.Type {
	case TypeLine, TypeTier, TypeQuoteLine, TypeCharge, TypeDuty, TypeRate, TypeOfferLine, TypePayment, TypeShare, TypeValidity:
	default:
		return nil
	}
	element := f.typ.Elem()
	var parts []Field
	for i := range element.NumField() {
		sf := element.Field(i)
		part := Field{Name: memberName(sf), index: []int{i}, typ: sf.Type}
		part.Type, part.List = fieldType(sf.Type)
		parts = append(parts, part)
	}
	return parts
}

// memberName gives what JSON calls a member of a struct.
func memberName(sf reflect.StructField) string {
	name := sf.Tag.Get("json")
	for i := range len(name) {
		if name[i] == ',' {
			return name[:i]
		}
	}
	return name
}
