// Package filter reads what a person types to narrow a list:
//
//	country=us,ca stage=new quantity>10k owner=me tag=siam due<3d product~argan
//
// Terms are apart by blanks and must all hold; a comma parts values of which one
// is enough. A word without a comparison is looked for in the record's name.
package filter

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of what is typed, so that no filter costs the desk more than a moment.
const (
	MaxText  = 1000 // bytes
	maxTerms = 20
)

// Syntax is what the words of a filter mean for one kind of record.
type Syntax struct {
	Kind model.Kind
	Me   string // who "me" is
	Now  time.Time
	Home value.Country // for phone numbers without a country code
}

// operators come with the longer first, so that "<=" is not taken for "<".
func operators() []desk.Op {
	return []desk.Op{desk.OpNotEqual, desk.OpAtMost, desk.OpAtLeast, desk.OpEqual, desk.OpLess, desk.OpMore, desk.OpContains}
}

// Code says what is wrong with a filter.
type Code string

// The codes; each has its words in the catalogue, under "filter.".
const (
	CodeField Code = "field" // there is no such field
	CodeValue Code = "value" // the value is none of the field's
	CodeOrder Code = "order" // the comparison needs a value
	CodeQuote Code = "quote" // a quotation mark is not closed
	CodeMany  Code = "many"  // too long, or too many terms
)

// Error is a filter that cannot be read.
type Error struct {
	Code    Code
	Term    string // as typed
	Field   string
	Nearest string // the field that was probably meant, "" for none
	Why     error  // of CodeValue
}

// Error says it in English; screens say it in their own words.
func (e *Error) Error() string {
	switch e.Code {
	case CodeField:
		if e.Nearest != "" {
			return fmt.Sprintf("no field %q; did you mean %q?", e.Field, e.Nearest)
		}
		return fmt.Sprintf("no field %q", e.Field)
	case CodeValue:
		return fmt.Sprintf("%s: %v", e.Field, e.Why)
	case CodeOrder:
		return fmt.Sprintf("%q needs a value", e.Term)
	case CodeQuote:
		return fmt.Sprintf("%q: the quotation mark is not closed", e.Term)
	case CodeMany:
	}
	return "the filter is too long"
}

// Unwrap gives why a value is refused.
func (e *Error) Unwrap() error { return e.Why }

// Parse reads a filter. Errors are of the type *Error.
func (s Syntax) Parse(typed string) ([]desk.Cond, error) {
	if len(typed) > MaxText {
		return nil, &Error{Code: CodeMany}
	}
	terms, err := split(typed)
	if err != nil {
		return nil, err
	}
	if len(terms) > maxTerms {
		return nil, &Error{Code: CodeMany}
	}
	conds := make([]desk.Cond, 0, len(terms))
	for _, t := range terms {
		cond, err := s.cond(t)
		if err != nil {
			return nil, err
		}
		conds = append(conds, cond)
	}
	return conds, nil
}

// term is one word of a filter; quoted marks the runes that stood in quotation
// marks and so mean only themselves.
type term struct {
	typed  string // as it stands
	runes  []rune // without the quotation marks
	quoted []bool
}

// split parts what is typed at blanks that are not quoted.
func split(typed string) ([]term, error) {
	var terms []term
	var t term
	var raw strings.Builder
	in, any := false, false
	end := func() {
		if any {
			t.typed = raw.String()
			terms = append(terms, t)
		}
		t, any = term{}, false
		raw.Reset()
	}
	for _, r := range typed {
		switch {
		case r == '"':
			in, any = !in, true
			raw.WriteRune(r)
			continue
		case unicode.IsSpace(r) && !in:
			end()
			continue
		}
		any = true
		raw.WriteRune(r)
		t.runes, t.quoted = append(t.runes, r), append(t.quoted, in)
	}
	if in {
		return nil, &Error{Code: CodeQuote, Term: raw.String()}
	}
	end()
	return terms, nil
}

// operator finds the first operator that is not quoted; -1 when there is none.
func (t term) operator() (at int, op desk.Op) {
	for i := range t.runes {
		if t.quoted[i] {
			continue
		}
		rest := string(t.runes[i:min(i+2, len(t.runes))])
		for _, op := range operators() {
			if strings.HasPrefix(rest, string(op)) {
				return i, op
			}
		}
	}
	return -1, ""
}

func (s Syntax) cond(t term) (desk.Cond, error) {
	at, op := t.operator()
	if at < 0 {
		return desk.Cond{Field: titleField(s.Kind), Op: desk.OpContains, Text: literal(string(t.runes))}, nil
	}
	name := strings.TrimSpace(string(t.runes[:at]))
	f, ok := s.field(name)
	if !ok {
		return desk.Cond{}, &Error{Code: CodeField, Term: t.typed, Field: name, Nearest: s.nearest(name)}
	}
	several := op == desk.OpEqual || op == desk.OpNotEqual || op == desk.OpContains
	values := t.values(at+len(op), several)
	if len(values) == 0 && (!several || op == desk.OpContains) {
		return desk.Cond{}, &Error{Code: CodeOrder, Term: t.typed, Field: name}
	}
	for i, v := range values {
		v = s.meant(f, v)
		if op != desk.OpContains {
			if err := s.check(f, v); err != nil {
				return desk.Cond{}, &Error{Code: CodeValue, Term: t.typed, Field: name, Why: err}
			}
		}
		if values[i] = v; several {
			values[i] = literal(v)
		}
	}
	return desk.Cond{Field: f.Name, Op: op, Text: strings.Join(values, desk.Alternatives)}, nil
}

// literal keeps what parts alternatives from parting a value.
func literal(v string) string {
	return strings.ReplaceAll(v, desk.Alternatives, `\`+desk.Alternatives)
}

// values gives what stands behind the operator, parted at commas that are not
// quoted when several are allowed.
func (t term) values(from int, several bool) []string {
	var values []string
	var v strings.Builder
	add := func() {
		if v.Len() > 0 {
			values = append(values, v.String())
		}
		v.Reset()
	}
	for i := from; i < len(t.runes); i++ {
		if several && (t.runes[i] == ',' || t.runes[i] == '،') && !t.quoted[i] {
			add()
			continue
		}
		v.WriteRune(t.runes[i])
	}
	add()
	return values
}

// short names that people type for fields.
var short = map[string]string{
	"tag": "tags", "due": "due_at", "snoozed": "snoozed_until", "received": "received_at", "replied": "replied_at",
	"created": "created_at", "updated": "updated_at", "next": "next_action", "price": "target_price", "certificate": "certificates",
	"lang": "language",
}

// field finds a field by its name or a short one.
func (s Syntax) field(name string) (model.Field, bool) {
	name = text.Fold(name)
	for _, f := range s.Fields() {
		if f.Name == name {
			return f, true
		}
	}
	if long, ok := short[name]; ok {
		return s.field(long)
	}
	return model.Field{}, false
}

// scoreField stands for the score, which is worked out and not stored.
const scoreField = "score"

// Fields gives what can be compared: all but what has parts.
func (s Syntax) Fields() []model.Field {
	var out []model.Field
	if s.Kind == model.KindLead {
		out = append(out, model.Field{Name: scoreField, Type: model.TypeInt})
	}
	schema := model.SchemaOf(s.Kind)
	if schema == nil {
		return out
	}
	var last []model.Field
	for _, f := range schema.Fields {
		switch {
		case f.Type.Structured():
		case f.Name == "id" || f.Name == model.FieldDeleted:
		case f.Fixed || f.Name == model.FieldCreatedAt:
			last = append(last, f)
		default:
			out = append(out, f)
		}
	}
	return append(out, last...)
}

func titleField(k model.Kind) string {
	for _, name := range []string{"company", "title", "name", "subject", "product", "reference"} {
		if f, ok := model.SchemaOf(k).Field(name); ok && !f.List && (name != "title" || k != model.KindContact) && (name != "company" || k == model.KindLead) {
			return name
		}
	}
	return "id"
}

// meant turns the words of people into those of the desk.
func (s Syntax) meant(f model.Field, v string) string {
	switch {
	case f.Name == "owner" && text.Fold(v) == "me" && s.Me != "":
		return s.Me
	case f.Type == model.TypeDecimal || f.Type == model.TypeInt:
		return inFull(v)
	}
	return v
}

// inFull writes out 10k, 2.5k and 3m.
func inFull(v string) string {
	zeros := 0
	switch {
	case v == "":
		return v
	case strings.HasSuffix(v, "k") || strings.HasSuffix(v, "K"):
		zeros = 3
	case strings.HasSuffix(v, "m") || strings.HasSuffix(v, "M"):
		zeros = 6
	default:
		return v
	}
	d, err := value.ParseDecimal(v[:len(v)-1])
	if err != nil {
		return v
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	if len(fraction) > zeros {
		return whole + fraction[:zeros] + "." + fraction[zeros:]
	}
	return whole + fraction + strings.Repeat("0", zeros-len(fraction))
}

// check refuses a value that the field cannot have, before the desk is asked.
func (s Syntax) check(f model.Field, v string) error {
	if f.Type == model.TypeRef {
		return nil // the desk finds records by a part of their id
	}
	f.List = false
	_, err := model.ParseField(model.SchemaOf(s.Kind), f, v, model.ParseContext{Now: s.Now, Home: s.Home, Typed: true})
	return err
}

// nearest gives the field that was probably meant.
func (s Syntax) nearest(name string) string {
	var names []string
	for _, f := range s.Fields() {
		names = append(names, f.Name)
	}
	for _, from := range slices.Sorted(maps.Keys(short)) {
		if _, ok := s.field(from); ok {
			names = append(names, from)
		}
	}
	near, _ := text.Nearest(name, names)
	return near
}
