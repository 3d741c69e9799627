package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/canonical"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// parseStructured reads what has parts: JSON, or the short form that most have.
func parseStructured(f Field, typed string, c ParseContext) (json.RawMessage, error) {
	typed = strings.TrimSpace(typed)
	if len(typed) > maxTyped {
		return nil, errLongText.With(atMost(len(typed), maxTyped))
	}
	fresh := reflect.New(f.typ)
	switch first := typed[0]; {
	case first == '[' || first == '{':
		dec := json.NewDecoder(bytes.NewReader([]byte(typed)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(fresh.Interface()); err != nil {
			return nil, fmt.Errorf("reading JSON: %w", err)
		}
		if dec.More() {
			return nil, canonical.ErrTrailing
		}
		c.Typed = false
	case f.Type == TypeTier:
		tiers, err := parseTiers(typed)
		if err != nil {
			return nil, err
		}
		fresh.Elem().Set(reflect.ValueOf(tiers))
	case f.Type == TypeLine:
		lines, err := parseLines(typed, c)
		if err != nil {
			return nil, err
		}
		fresh.Elem().Set(reflect.ValueOf(lines))
	default:
		parse, ok := shortForms[f.Type]
		if !ok {
			return nil, fmt.Errorf("%.40q: want JSON", typed)
		}
		elements, err := parse(typed, c)
		if err != nil {
			return nil, err
		}
		fresh.Elem().Set(reflect.ValueOf(elements))
	}
	v, err := strictParts(fresh.Elem().Interface(), c)
	if err != nil || isEmpty(reflect.ValueOf(v)) {
		return nil, err
	}
	return canonicalValue(v), nil
}

// parseTiers reads "500:4.20; 1000:3.95": from this quantity on, this price. A
// comma parts tiers too where no ';' does and there is more than one.
func parseTiers(typed string) ([]Tier, error) {
	parts, split := splitAt(typed, ';')
	if !split && strings.Count(typed, ":") > 1 {
		parts, _ = splitAt(typed, ',')
	}
	var tiers []Tier
	for _, part := range parts {
		from, price, ok := strings.Cut(part, ":")
		if !ok {
			return nil, errWriteTier.With(textPart(text.Clean(part, 40)))
		}
		tiers = append(tiers, Tier{value.Decimal(strings.TrimSpace(from)), value.Decimal(strings.TrimSpace(price))})
	}
	return tiers, nil
}

// parseLines reads "argan oil, 500 kg; rose water, 1,5 t". A line without a comma
// is a product alone.
func parseLines(typed string, c ParseContext) ([]Line, error) {
	parts, _ := splitAt(typed, ';')
	if len(parts) > MaxElements {
		return nil, errManyParts.With(atMost(len(parts), MaxElements))
	}
	var lines []Line
	for _, part := range parts {
		line, err := parseLine(strings.TrimSpace(part), c)
		if err != nil {
			return nil, errLinePart.With(textPart(text.Clean(part, 40))).For(err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// parseLine takes as the quantity what follows the last comma that is none of its own, as
// those in "1,5 t" and "1,250,000 kg" are.
func parseLine(part string, c ParseContext) (Line, error) {
	comma := strings.LastIndexByte(part, ',')
	if comma < 0 {
		return Line{Product: part}, nil
	}
	for insideNumber(part, comma) {
		if comma = strings.LastIndexByte(part[:comma], ','); comma < 0 {
			return Line{}, errWhichNumber
		}
	}
	product, quantity := part[:comma], part[comma+1:]
	q, err := c.quantity(quantity)
	if err != nil {
		return Line{}, err
	}
	return Line{Product: product, Quantity: q.Amount, Unit: q.Unit}, nil
}

// insideNumber reports whether a comma has digits on both sides, and so belongs to a number.
func insideNumber(s string, comma int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:comma])
	behind, _ := utf8.DecodeRuneInString(s[comma+1:])
	return unicode.IsDigit(before) && unicode.IsDigit(behind)
}

// strictParts gives a structured value with each part as its own parser writes
// it: the same type as it was given.
func strictParts(v any, c ParseContext) (any, error) {
	switch v := v.(type) {
	case []Line:
		return eachStrict(v, c.strictLine)
	case []Tier:
		return eachStrict(v, c.strictTier)
	case []QuoteLine:
		return eachStrict(v, c.strictQuoteLine)
	case []Charge:
		return eachStrict(v, strictCharge)
	case []Duty:
		return eachStrict(v, strictDuty)
	case []ExchangeRate:
		return eachStrict(v, strictRate)
	case []OfferLine:
		return eachStrict(v, c.strictOfferLine)
	case []Payment:
		return eachStrict(v, strictPayment)
	case []Share:
		return eachStrict(v, strictShare)
	case []CertificateDate:
		return eachStrict(v, strictCertificateDate)
	case []Attachment:
		return eachStrict(v, strictAttachment)
	case map[string]string:
		return strictCustom(v)
	}
	return nil, fmt.Errorf("a %T cannot be typed in", v)
}

// ElementError says which element of a list, counted from 0, cannot be what it is.
type ElementError struct {
	Index int
	Err   error
}

// Error gives one line.
func (e *ElementError) Error() string { return fmt.Sprintf("element %d: %v", e.Index+1, e.Err) }

// Unwrap gives what is wrong.
func (e *ElementError) Unwrap() error { return e.Err }

// Told gives it for who has words of their own.
func (e *ElementError) Told() refusal.Told {
	return errElement.With(refusal.Parts{"Line": strconv.Itoa(e.Index + 1)}).For(e.Err).Told()
}

func eachStrict[T any](list []T, strict func(T) (T, error)) ([]T, error) {
	if len(list) > MaxElements {
		return nil, errManyParts.With(atMost(len(list), MaxElements))
	}
	out := make([]T, 0, len(list))
	for i, element := range list {
		element, err := strict(element)
		if err != nil {
			return nil, &ElementError{Index: i, Err: err}
		}
		out = append(out, element)
	}
	return out, nil
}

func (c ParseContext) strictLine(l Line) (Line, error) {
	l.Product = text.Clean(l.Product, MaxText)
	err := firstError(
		strictly("hs", &l.HS, value.ParseHS),
		strictly("quantity", &l.Quantity, c.decimal),
		strictly("unit", &l.Unit, value.ParseUnit),
		strictly("target_price", &l.TargetPrice, value.ParseDecimal),
		strictly("pack", &l.Pack, c.packing),
	)
	if err == nil && l.Product == "" && l.HS == "" {
		err = errNoProduct
	}
	return l, err
}

func (c ParseContext) strictTier(t Tier) (Tier, error) {
	if t.From == "" || t.Price == "" {
		return t, errTierParts
	}
	return t, firstError(strictly("from", &t.From, c.decimal), strictly("price", &t.Price, value.ParseDecimal))
}

// firstError keeps messages to one line.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// strictly parses a part in its place; an empty part stays empty.
func strictly[T ~string](name string, part *T, parse func(string) (T, error)) error {
	if *part == "" {
		return nil
	}
	parsed, err := parse(string(*part))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	*part = parsed
	return nil
}

func strictAttachment(a Attachment) (Attachment, error) {
	a.Name, a.Type = text.Clean(a.Name, 255), text.Clean(a.Type, 255)
	switch {
	case a.Name == "":
		return a, errNoName
	case a.Size < 0:
		return a, fmt.Errorf("size %d: want 0 or more", a.Size)
	case a.SHA256 != "" && !IsSHA256(a.SHA256):
		return a, fmt.Errorf("sha256 %.70q: want 64 hexadecimal digits in lower case", a.SHA256)
	}
	return a, nil
}

// strictCustom cleans names and texts; two names that become one are refused.
func strictCustom(custom map[string]string) (map[string]string, error) {
	if len(custom) > MaxElements {
		return nil, fmt.Errorf("%d names: at most %d", len(custom), MaxElements)
	}
	out := make(map[string]string, len(custom))
	for _, name := range sortedNames(custom) {
		cleaned := text.Clean(name, 255)
		if _, twice := out[cleaned]; twice || cleaned == "" {
			return nil, fmt.Errorf("name %.40q: is empty, or there twice", name)
		}
		content, err := ParseContext{Whole: true}.within(text.CleanLines, custom[name], MaxLong)
		if err != nil {
			return nil, errPart.With(textPart(cleaned)).For(err)
		}
		if content != "" {
			out[cleaned] = content
		}
	}
	return out, nil
}
