package model

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"tradedesk/model/value"
)

// FieldType says what a field holds, and so how it is parsed, shown and completed.
type FieldType string

// The types of fields.
const (
	TypeText      FieldType = "text"
	TypeLong      FieldType = "long" // text of many lines
	TypeInt       FieldType = "int"
	TypeBool      FieldType = "bool"
	TypeDecimal   FieldType = "decimal"
	TypeInstant   FieldType = "instant"
	TypeDate      FieldType = "date"
	TypeEmail     FieldType = "email"
	TypePhone     FieldType = "phone"
	TypeURL       FieldType = "url"
	TypeCountry   FieldType = "country"
	TypeMarket    FieldType = "market" // a country, or what countries are counted under
	TypeLanguage  FieldType = "language"
	TypeHS        FieldType = "hs"
	TypeUnit      FieldType = "unit"
	TypeCurrency  FieldType = "currency"
	TypeIncoterm  FieldType = "incoterm"
	TypePort      FieldType = "port"
	TypeStage     FieldType = "stage"
	TypeDirection FieldType = "direction"
	TypeRef       FieldType = "ref" // another record's id
	TypeLine      FieldType = "line"
	TypeTier      FieldType = "tier"
	TypeQuoteLine FieldType = "quote_line"
	TypeCharge    FieldType = "charge"
	TypeDuty      FieldType = "duty"
	TypeRate      FieldType = "rate"
	TypePacking   FieldType = "packing"
	TypeLeg       FieldType = "leg" // this and the next have few values: Choices
	TypePer       FieldType = "per"
	TypeMode      FieldType = "mode"
	TypeDutyBase  FieldType = "duty_base"
	TypeContainer FieldType = "container"
	TypeMailState FieldType = "mail_state"
	TypePurpose   FieldType = "purpose"
	TypeAsking    FieldType = "asking"
	TypeValidity  FieldType = "validity" // of a certificate
	TypePayTerms  FieldType = "payment_terms"
	TypePaySpoken FieldType = "payment_spoken" // payment terms as somebody else said them
	TypeOfferLine FieldType = "offer_line"
	TypePayment   FieldType = "payment"
	TypeShare     FieldType = "share"
	TypeTerms     FieldType = "terms" // of a commission
	TypeFile      FieldType = "file"
	TypeCustom    FieldType = "custom" // text by name
)

// Field is one field of a kind of record.
type Field struct {
	Name  string    // as contracts and files write it, snake_case
	Key   int       // the CBOR key
	Type  FieldType // of one element, when List
	List  bool
	Group string // fields of a group only make sense together and travel together
	Fixed bool   // set by the desk itself, never typed in
	Refs  []Kind // what a TypeRef points to

	index []int
	typ   reflect.Type
	plain bool // a string whose JSON is the string itself
}

// Schema is the list of a kind's fields, head first, in the order of the struct.
type Schema struct {
	Kind   Kind
	Fields []Field
	byName map[string]int
	keys   map[int64]bool
}

var schemas = sync.OnceValue(func() map[Kind]*Schema {
	all := make(map[Kind]*Schema)
	for _, k := range Kinds() {
		all[k] = buildSchema(k)
	}
	return all
})

// SchemaOf gives the fields of a kind; nil for a kind this version does not know.
func SchemaOf(k Kind) *Schema { return schemas()[k] }

var headSchema = sync.OnceValue(func() *Schema {
	s := &Schema{byName: map[string]int{}, keys: map[int64]bool{}}
	s.collect(reflect.TypeFor[Unknown](), nil)
	return s
})

// schemaFor is SchemaOf, and the head alone for a kind that is not known.
func schemaFor(k Kind) *Schema {
	if s := SchemaOf(k); s != nil {
		return s
	}
	return headSchema()
}

// Field finds a field by name.
func (s *Schema) Field(name string) (Field, bool) {
	if s == nil {
		return Field{}, false
	}
	i, ok := s.byName[name]
	if !ok {
		return Field{}, false
	}
	return s.Fields[i], true
}

// Editable gives the fields that a person may set, in order.
func (s *Schema) Editable() []Field {
	var out []Field
	for _, f := range s.Fields {
		if !f.Fixed {
			out = append(out, f)
		}
	}
	return out
}

func buildSchema(k Kind) *Schema {
	s := &Schema{Kind: k, byName: map[string]int{}, keys: map[int64]bool{}}
	s.collect(reflect.TypeOf(newRecord(k)).Elem(), nil)
	return s
}

func (s *Schema) collect(t reflect.Type, parent []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(append([]int(nil), parent...), i)
		if sf.Anonymous {
			s.collect(sf.Type, index)
			continue
		}
		cborTag := sf.Tag.Get("cbor")
		if cborTag == "" {
			continue
		}
		key, err := strconv.Atoi(strings.Split(cborTag, ",")[0])
		if err != nil {
			panic(fmt.Sprintf("schema of %s: field %s: CBOR key: %v", s.Kind, sf.Name, err))
		}
		if s.keys[int64(key)] {
			panic(fmt.Sprintf("schema of %s: field %s: CBOR key %d is taken", s.Kind, sf.Name, key))
		}
		s.keys[int64(key)] = true
		name := sf.Tag.Get("json")
		if name == "-" {
			continue
		}
		f := Field{Name: name, Key: key, index: index, typ: sf.Type}
		f.Type, f.List = fieldType(sf.Type)
		f.plain = sf.Type.Kind() == reflect.String && !sf.Type.Implements(reflect.TypeFor[json.Marshaler]()) &&
			!sf.Type.Implements(reflect.TypeFor[encoding.TextMarshaler]()) &&
			!reflect.PointerTo(sf.Type).Implements(reflect.TypeFor[json.Unmarshaler]()) &&
			!reflect.PointerTo(sf.Type).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
		f.readTag(sf.Tag.Get("field"))
		s.byName[f.Name] = len(s.Fields)
		s.Fields = append(s.Fields, f)
	}
}

func (f *Field) readTag(tag string) {
	for _, part := range strings.Split(tag, ",") {
		switch name, arg, _ := strings.Cut(part, "="); name {
		case "long":
			f.Type = TypeLong
		case "spoken":
			f.Type = TypePaySpoken
		case "fixed":
			f.Fixed = true
		case "group":
			f.Group = arg
		case "ref":
			for _, k := range strings.Split(arg, "|") {
				f.Refs = append(f.Refs, Kind(k))
			}
		}
	}
}

// fieldTypes says what each Go type holds; others go by their kind.
var fieldTypes = map[reflect.Type]FieldType{
	reflect.TypeFor[value.Decimal]():      TypeDecimal,
	reflect.TypeFor[value.Instant]():      TypeInstant,
	reflect.TypeFor[value.Date]():         TypeDate,
	reflect.TypeFor[value.Email]():        TypeEmail,
	reflect.TypeFor[value.Phone]():        TypePhone,
	reflect.TypeFor[value.URL]():          TypeURL,
	reflect.TypeFor[value.Country]():      TypeCountry,
	reflect.TypeFor[value.Market]():       TypeMarket,
	reflect.TypeFor[value.Language]():     TypeLanguage,
	reflect.TypeFor[value.HS]():           TypeHS,
	reflect.TypeFor[value.Unit]():         TypeUnit,
	reflect.TypeFor[value.Currency]():     TypeCurrency,
	reflect.TypeFor[value.Incoterm]():     TypeIncoterm,
	reflect.TypeFor[value.Port]():         TypePort,
	reflect.TypeFor[Stage]():              TypeStage,
	reflect.TypeFor[Direction]():          TypeDirection,
	reflect.TypeFor[ID]():                 TypeRef,
	reflect.TypeFor[Line]():               TypeLine,
	reflect.TypeFor[Tier]():               TypeTier,
	reflect.TypeFor[QuoteLine]():          TypeQuoteLine,
	reflect.TypeFor[Charge]():             TypeCharge,
	reflect.TypeFor[Duty]():               TypeDuty,
	reflect.TypeFor[ExchangeRate]():       TypeRate,
	reflect.TypeFor[value.Packing]():      TypePacking,
	reflect.TypeFor[OfferLine]():          TypeOfferLine,
	reflect.TypeFor[Payment]():            TypePayment,
	reflect.TypeFor[Share]():              TypeShare,
	reflect.TypeFor[CertificateDate]():    TypeValidity,
	reflect.TypeFor[value.PaymentTerms](): TypePayTerms,
	reflect.TypeFor[value.Terms]():        TypeTerms,
	reflect.TypeFor[Attachment]():         TypeFile,
	reflect.TypeFor[map[string]string]():  TypeCustom,
}

func fieldType(t reflect.Type) (FieldType, bool) {
	if known, ok := fieldTypes[t]; ok {
		return known, false
	}
	if known, ok := choiceTypes[t]; ok {
		return known, false
	}
	switch t.Kind() {
	case reflect.Slice:
		elem, _ := fieldType(t.Elem())
		return elem, true
	case reflect.String:
		return TypeText, false
	case reflect.Int:
		return TypeInt, false
	case reflect.Bool:
		return TypeBool, false
	}
	panic("no field type for " + t.String())
}
