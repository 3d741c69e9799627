package model

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"tradedesk/model/canonical"
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
