package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tradedesk/model/likeness"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of what a field can hold, in runes and elements.
const (
	MaxText     = 2_000   // a text of one line
	MaxLong     = 100_000 // a text of many lines
	MaxElements = 200     // a list, or the names of a custom field
	maxTyped    = 1 << 20 // bytes of a list or of JSON, before it is read
)

// ParseContext is what the meaning of a typed text depends on: the moment, for
// "tomorrow", and the country whose numbers are dialled without a code.
type ParseContext struct {
	Now  time.Time
	Home value.Country
	// Typed says that a person types here and now, and can be asked: 1.000 of something is
	// refused, as value.ParseTyped does. Prices of a unit, percentages and exchange rates have
	// as many decimals as they need; JSON has its point.
	Typed bool
	// Whole says that a text which is too long is refused, as a typed one is; else it is cut,
	// and who reads it says so.
	Whole bool
}

// FieldError says which field of which kind a value is wrong for.
type FieldError struct {
	Kind  Kind
	Field string
	Err   error
}

// Error gives one line: "lead: quantity: …".
func (e *FieldError) Error() string { return fmt.Sprintf("%s: %.60s: %v", e.Kind, e.Field, e.Err) }

// Unwrap gives what is wrong.
func (e *FieldError) Unwrap() error { return e.Err }

var errField = refusal.New("model.field", "{Kind}: {Field}: {Why}")

// Told gives it for who has words of their own.
func (e *FieldError) Told() refusal.Told {
	return errField.With(refusal.Parts{"Kind": string(e.Kind), "Field": e.Field}).For(e.Err).Told()
}

// ParseField reads what a person or a file writes for a field, and gives its
// canonical JSON; an empty text gives nil, which clears the field. Lists are
// separated by ';', or by ',' when there is no ';'; a backslash keeps a ';' in
// its element. What has parts reads as JSON, and in a short form: tiers as
// "500:4.20; 1000:3.95", lines as "product, quantity unit; …", those of lanes, rates
// and quotes as parse_cost.go says, of offers and deals as parse_offer.go says. The
// error is a *FieldError.
func ParseField(s *Schema, f Field, typed string, c ParseContext) (json.RawMessage, error) {
	raw, err := parseField(s, f, typed, c)
	if err != nil {
		return nil, &FieldError{Kind: s.Kind, Field: f.Name, Err: err}
	}
	return raw, nil
}

func parseField(s *Schema, f Field, typed string, c ParseContext) (json.RawMessage, error) {
	if strings.TrimSpace(typed) == "" {
		return nil, nil
	}
	if isStructured(f.Type) {
		return parseStructured(f, typed, c)
	}
	if !f.List {
		v, err := parseScalar(s.Kind, f, typed, c)
		if err != nil || v == "" {
			return nil, err
		}
		return canonicalValue(v), nil
	}
	if len(typed) > maxTyped {
		return nil, errLongText.With(atMost(len(typed), maxTyped))
	}
	elements := splitList(typed)
	if len(elements) > MaxElements {
		return nil, errManyParts.With(atMost(len(elements), MaxElements))
	}
	values := make([]any, 0, len(elements))
	for _, element := range elements {
		v, err := parseScalar(s.Kind, f, element, c)
		if err != nil {
			return nil, err
		}
		if v != "" {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	return canonicalValue(values), nil
}

// parseScalar gives one value as what its JSON is: text, a whole number or a
// truth value. "" means nothing.
func parseScalar(k Kind, f Field, typed string, c ParseContext) (any, error) {
	switch f.Type {
	case TypeInt:
		return parseInt(strings.TrimSpace(typed))
	case TypeBool:
		return parseBool(strings.TrimSpace(typed))
	}
	text, err := parseText(k, f.Type, typed, c.of(f))
	if err != nil {
		return nil, err
	}
	return text, nil
}

// parseText gives one value as canonical text, of a type whose JSON is text.
func parseText(k Kind, t FieldType, typed string, c ParseContext) (string, error) {
	typed = strings.TrimSpace(typed)
	switch t {
	case TypeText:
		return c.within(text.Clean, typed, MaxText)
	case TypeLong:
		return c.within(text.CleanLines, typed, MaxLong)
	case TypeStage:
		stage, err := ParseStage(k, typed)
		return string(stage), err
	case TypeDirection:
		direction, err := ParseDirection(strings.ToLower(typed))
		return string(direction), err
	case TypeRef:
		return textOf(ParseID(typed))
	}
	return parseValue(t, typed, c)
}

// within cleans a text. One of more characters than most is refused where it must be whole.
func (c ParseContext) within(clean func(s string, max int) string, typed string, most int) (string, error) {
	if (c.Typed || c.Whole) && len(typed) > most {
		if n := utf8.RuneCountInString(clean(typed, len(typed))); n > most {
			return "", errTooLong.With(atMost(n, most))
		}
	}
	return clean(typed, most), nil
}

func parseValue(t FieldType, typed string, c ParseContext) (string, error) {
	switch t {
	case TypeDecimal:
		return textOf(c.decimal(typed))
	case TypeInstant:
		return textOf(value.ParseInstant(typed, c.Now))
	case TypeDate:
		return textOf(value.ParseDate(typed, c.Now))
	case TypeEmail:
		return textOf(value.ParseEmail(typed))
	case TypePhone:
		return textOf(value.ParsePhone(typed, c.Home))
	case TypeURL:
		return textOf(value.ParseURL(typed))
	case TypeCountry:
		return textOf(value.ParseCountry(typed))
	case TypeMarket:
		return textOf(value.ParseMarket(typed))
	case TypeLanguage:
		return textOf(value.ParseLanguage(typed))
	case TypeHS:
		return textOf(value.ParseHS(typed))
	case TypeUnit:
		return textOf(value.ParseUnit(typed))
	case TypeCurrency:
		return textOf(value.ParseCurrency(typed))
	case TypeIncoterm:
		return textOf(value.ParseIncoterm(typed))
	case TypePort:
		return textOf(value.ParsePort(typed))
	case TypePacking:
		return textOf(c.packing(typed))
	case TypeLeg, TypePer, TypeMode, TypeDutyBase, TypeContainer, TypeMailState, TypePurpose, TypeAsking:
		return parseChoice(t, typed)
	case TypeTerms:
		return textOf(c.terms(typed))
	case TypePayTerms:
		return textOf(value.ParsePaymentTerms(typed))
	case TypePaySpoken:
		return text.Clean(typed, MaxText), nil
	}
	return "", fmt.Errorf("a %s cannot be typed in", t)
}

// textOf gives the canonical text of a parsed value.
func textOf[T fmt.Stringer](v T, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return v.String(), nil
}

func parseInt(typed string) (any, error) {
	n, err := strconv.Atoi(typed)
	if err != nil || n < -1_000_000_000 || n > 1_000_000_000 {
		return nil, errWhole.With(textPart(text.Clean(typed, 40)))
	}
	if n == 0 {
		return "", nil
	}
	return n, nil
}

func parseBool(typed string) (any, error) {
	switch strings.ToLower(typed) {
	case "true", "yes", "1":
		return true, nil
	case "false", "no", "0":
		return "", nil
	}
	return nil, errYesNo.With(textPart(text.Clean(typed, 40)))
}

// splitList splits at each ';' without a backslash before it, or at each ',' when
// there is none. "\;" gives ';' and "\\" gives '\'.
func splitList(typed string) []string {
	elements, split := splitAt(typed, ';')
	if !split {
		elements, _ = splitAt(typed, ',')
	}
	return elements
}

func splitAt(typed string, separator byte) (elements []string, split bool) {
	var element strings.Builder
	for i := 0; i < len(typed); i++ {
		switch b := typed[i]; {
		case b == '\\' && i+1 < len(typed) && (typed[i+1] == ';' || typed[i+1] == '\\'):
			i++
			element.WriteByte(typed[i])
		case b == separator:
			elements = append(elements, element.String())
			element.Reset()
			split = true
		default:
			element.WriteByte(b)
		}
	}
	if last := element.String(); strings.TrimSpace(last) != "" {
		elements = append(elements, last)
	}
	return elements, split
}

var errNotField = errors.New("want field=value")

// ParseAssignments reads words such as "quantity=500" into a set. Every value is
// parsed by its field; "quantity=" clears it. Errors are *FieldError: for a field
// that is not there, with the nearest that is.
func ParseAssignments(k Kind, args []string, c ParseContext) (Set, error) {
	schema := SchemaOf(k)
	if schema == nil {
		return nil, fmt.Errorf("kind %.40q is not known", k)
	}
	set := make(Set, len(args))
	for _, arg := range args {
		name, typed, ok := strings.Cut(arg, "=")
		name = strings.TrimSpace(name)
		if !ok {
			return nil, fmt.Errorf("%s: %.60q: %w", k, arg, errNotField)
		}
		f, err := assignable(schema, name)
		if err != nil {
			return nil, &FieldError{Kind: k, Field: text.Clean(name, 40), Err: err}
		}
		if _, twice := set[name]; twice {
			return nil, &FieldError{Kind: k, Field: name, Err: errors.New("is given twice")}
		}
		raw, err := ParseField(schema, f, typed, c)
		if err != nil {
			return nil, err
		}
		if raw == nil {
			raw = json.RawMessage("null")
		}
		set[name] = raw
	}
	return set, nil
}

func assignable(s *Schema, name string) (Field, error) {
	f, ok := s.Field(name)
	switch {
	case ok && !f.Fixed:
		return f, nil
	case ok:
		return Field{}, errors.New("is kept by the desk and cannot be set")
	case name == "kind" || derived(s.Kind, name):
		return Field{}, errors.New("is worked out by the desk and cannot be set")
	}
	if near := nearestField(s, name); near != "" {
		return Field{}, fmt.Errorf("is no field of a %s; did you mean %s?", s.Kind, near)
	}
	return Field{}, fmt.Errorf("is no field of a %s; the fields are %s", s.Kind, strings.Join(editableNames(s), ", "))
}

func editableNames(s *Schema) []string {
	var names []string
	for _, f := range s.Editable() {
		names = append(names, f.Name)
	}
	return names
}

// nearestField gives the field whose name resembles what was typed, or "".
func nearestField(s *Schema, typed string) string {
	typed = underscored(strings.ToLower(typed))
	best, nearest := 70, ""
	for _, name := range editableNames(s) {
		if similarity := likeness.Words(text.First(typed, 40), name); similarity > best {
			best, nearest = similarity, name
		}
	}
	return nearest
}

// Structured reports whether values of a type have parts, so that they read as JSON and
// cannot be sorted by or compared with a typed value.
func (t FieldType) Structured() bool { return isStructured(t) }

func isStructured(t FieldType) bool {
	switch t {
	case TypeLine, TypeTier, TypeQuoteLine, TypeCharge, TypeDuty, TypeRate, TypeOfferLine, TypePayment, TypeShare, TypeValidity, TypeFile, TypeCustom:
		return true
	}
	return false
}

// sortedNames gives the names of a map in order.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
