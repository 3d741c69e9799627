package query

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Compare says how a field is compared in a Cond.
type Compare string

// The comparisons; those of the store, and Begins, which HS codes want.
const (
	FieldIs      Compare = "="
	FieldIsNot   Compare = "!="
	FieldLess    Compare = "<"
	FieldAtMost  Compare = "<="
	FieldMore    Compare = ">"
	FieldAtLeast Compare = ">="
	FieldHas     Compare = "~" // within a text, folded
	FieldBegins  Compare = "^" // with a text
)

// Cond is what a filter asks of one field of a kind of record, in the words of the
// schema: values as fields parse them, moments in RFC 3339. One of Values is enough
// (with FieldIsNot, none may be); "" means that the field is empty.
type Cond struct {
	Field  string
	Op     Compare
	Values []string
}

// Conds gives conditions that every record of the kind fulfils for which the filters
// hold, for an index to begin with. With exact they alone decide; else Matches must be
// asked as well. ByKind is left out: see Kinds.
func (q Query) Conds(kind model.Kind) (conds []Cond, exact bool) {
	exact = true
	for _, f := range q.Filters {
		if f.Name == ByKind {
			continue
		}
		more, sure := f.conds(kind, q.me)
		conds, exact = append(conds, more...), exact && sure
	}
	return conds, exact
}

// fieldOf gives the field in which records of a kind have what a filter looks at, ""
// when it is in none or in several.
func fieldOf(name Name, kind model.Kind) string {
	field := ""
	switch name {
	case ByStage, ByOwner, ByEvent, ByHS:
		field = string(name)
	case ByTag:
		field = "tags"
	case ByCreated, ByUpdated:
		return string(name) + "_at"
	case ByCity:
		field = "city"
	case ByCountry, ByCurrency:
		// What a sample's row does not show is not asked of it.
		if kind == model.KindSample {
			return ""
		}
		field = string(name)
	case ByIncoterm:
		if field = "incoterm"; kind == model.KindSupplier {
			field = "incoterms"
		}
	case ByProduct:
		if field = "product"; kind == model.KindSupplier {
			field = "products"
		}
	case ByDue, ByScore:
		if kind == model.KindLead {
			return map[Name]string{ByDue: "due_at", ByScore: "score"}[name]
		}
		return ""
	case ByQuantity:
		if field = "quantity"; kind == model.KindSupplier || kind == model.KindQuote {
			field = "moq"
		}
	case ByValue:
		return map[model.Kind]string{model.KindDeal: "amount", model.KindOffer: "total"}[kind]
	}
	if _, ok := model.SchemaOf(kind).Field(field); !ok {
		return ""
	}
	return field
}

func (f Filter) conds(kind model.Kind, me string) (conds []Cond, exact bool) {
	field := fieldOf(f.Name, kind)
	if field == "" {
		return nil, false
	}
	switch specOf(f.Name).sort {
	case days, amounts:
		return f.ordered(field)
	}
	c := Cond{Field: field, Op: FieldIs}
	looser := false
	for _, v := range f.Any {
		switch {
		case v.Op == Missing:
			c.Values = append(c.Values, "")
		case v.Op == Present:
			return f.present(field)
		case v.Op == Mine:
			c.Values = append(c.Values, me)
		case f.Name == ByEvent:
			for _, id := range v.events {
				c.Values = append(c.Values, id.String())
			}
		case f.Name == ByHS:
			c.Op, c.Values = FieldBegins, append(c.Values, v.Text)
		case specOf(f.Name).sort == parts:
			c.Op, c.Values = FieldHas, append(c.Values, v.Text)
			looser = looser || len(v.tokens) > 0
		case f.Name == ByStage && !slices.Contains(model.Stages(kind), model.Stage(v.Text)):
		default:
			c.Values = append(c.Values, v.Text)
		}
	}
	if len(c.Values) == 0 {
		return nil, f.Not // no record of the kind has any of these stages
	}
	return f.turnedRound(c, looser)
}

// turnedRound gives a condition, or its opposite where there is one. Beside texts that
// are looked for, "nothing is given" cannot be asked for, nor another name.
func (f Filter) turnedRound(c Cond, looser bool) ([]Cond, bool) {
	if c.Op != FieldIs {
		for _, v := range f.Any {
			if looser || f.Not || v.Op == Missing {
				return nil, false
			}
		}
		return []Cond{c}, true
	}
	if f.Not {
		c.Op = FieldIsNot
	}
	return []Cond{c}, true
}

// present asks for a value at all: any and something else is any.
func (f Filter) present(field string) ([]Cond, bool) {
	for _, v := range f.Any {
		if v.Op == Missing {
			return nil, false
		}
	}
	op := FieldIsNot
	if f.Not {
		op = FieldIs
	}
	return []Cond{{field, op, []string{""}}}, true
}

// ordered gives the ends of a period or of a range of numbers; several of them, and
// what is outside of one, are no single stretch of an index.
func (f Filter) ordered(field string) ([]Cond, bool) {
	if len(f.Any) != 1 {
		return nil, false
	}
	v := f.Any[0]
	switch {
	case f.Name == ByScore && (v.Op == Missing || v.Op == Present):
		return nil, false
	case v.Op == Present:
		return f.present(field)
	case v.Op == Missing && f.Not:
		return []Cond{{field, FieldIsNot, []string{""}}}, true
	case v.Op == Missing:
		return []Cond{{field, FieldIs, []string{""}}}, true
	case f.Not:
		return nil, false
	case v.worth != nil:
		return nil, false // an index knows each amount in its own currency
	case v.number != nil:
		return v.number.conds(field)
	}
	return v.period.conds(field), true
}

func (b bounds) conds(field string) (conds []Cond, exact bool) {
	add := func(d value.Decimal, op Compare) bool {
		if d == "" {
			return true
		}
		if field == "score" && strings.Contains(d.String(), ".") {
			return false // scores are whole numbers
		}
		conds = append(conds, Cond{field, op, []string{d.String()}})
		return true
	}
	if b.low == b.high && b.low != "" {
		return conds, add(b.low, FieldIs)
	}
	low, high := FieldAtLeast, FieldAtMost
	if b.lowOpen {
		low = FieldMore
	}
	if b.highOpen {
		high = FieldLess
	}
	lowDone, highDone := add(b.low, low), add(b.high, high)
	return conds, lowDone && highDone
}

func (p period) conds(field string) []Cond {
	var conds []Cond
	if p.from != 0 {
		conds = append(conds, Cond{field, FieldAtLeast, []string{p.from.String()}})
	}
	if p.to != 0 {
		conds = append(conds, Cond{field, FieldLess, []string{p.to.String()}})
	}
	return conds
}
