package value

import (
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
)

// Unit is a code of UN/ECE Recommendation 20, or of Recommendation 21 for
// packages: "KGM", "CT". "" is not given.
type Unit string

// ParseUnit reads a code, a symbol or a usual name in English, French or Arabic,
// in any case: kg, tonnes, pcs, pièces, كغ. "ton" is refused, as it could be
// metric, short or long; so are gallons and their like without US or UK.
func ParseUnit(given string) (Unit, error) {
	u, err := parseUnit(given)
	if err != nil {
		return "", err
	}
	return u, nil
}

func parseUnit(given string) (Unit, *Error) {
	const what = "unit"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	if hint, ok := sharedUnits[strings.TrimSuffix(strings.Trim(text.Fold(s), ". "), "s")]; ok {
		return "", &Error{Type: what, Text: given, Code: CodeAmbiguous, Reason: hint.reason, Hint: hint.hint, Meant: hint.meant}
	}
	if u, ok := reference.UnitByName(s); ok {
		return Unit(u.Code), nil
	}
	return "", &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not a known unit", Hint: "write one such as kg, t, pcs, L or carton"}
}

type unitHint struct {
	reason, hint string
	meant        []string
}

// sharedUnits are names of several units, folded and in the singular.
var sharedUnits = map[string]unitHint{
	"ton":           {"could be metric, short (US) or long (UK)", "write t, short ton or long ton", []string{"t", "short ton", "long ton"}},
	"gallon":        {"could be of the US or the UK", "write US gal or UK gal", []string{"US gal", "UK gal"}},
	"gal":           {"could be of the US or the UK", "write US gal or UK gal", []string{"US gal", "UK gal"}},
	"pint":          {"could be of the US or the UK", "write US pint or UK pint", []string{"US pint", "UK pint"}},
	"bushel":        {"could be of the US or the UK", "write US bushel or UK bushel", []string{"US bushel", "UK bushel"}},
	"bu":            {"could be of the US or the UK", "write US bushel or UK bushel", []string{"US bushel", "UK bushel"}},
	"hundredweight": {"could be of the US or the UK", "write US cwt or UK cwt", []string{"US cwt", "UK cwt"}},
	"cwt":           {"could be of the US or the UK", "write US cwt or UK cwt", []string{"US cwt", "UK cwt"}},
	"fl oz":         {"could be of the US or the UK", "write US fl oz or UK fl oz", []string{"US fl oz", "UK fl oz"}},
	"fluid ounce":   {"could be of the US or the UK", "write US fl oz or UK fl oz", []string{"US fl oz", "UK fl oz"}},
}

// String gives the code.
func (u Unit) String() string { return string(u) }

// IsZero reports whether no unit is given.
func (u Unit) IsZero() bool { return u == "" }

// Symbol gives what people write behind a number: "kg"; the code itself when it
// is unknown.
func (u Unit) Symbol() string {
	if r, ok := reference.UnitByCode(string(u)); ok {
		return r.Symbol
	}
	return string(u)
}

// Name gives the name in a language (en, fr, ar; else English), the code itself
// when it is unknown.
func (u Unit) Name(lang string) string {
	if r, ok := reference.UnitByCode(string(u)); ok {
		return r.Name(lang)
	}
	return string(u)
}

// Dimension gives mass, volume, length, area, count, energy, time, or pack and
// set, whose units convert into no other; "" when the unit is unknown.
func (u Unit) Dimension() string {
	r, _ := reference.UnitByCode(string(u))
	dimension, _, _ := strings.Cut(r.Dimension, " ")
	return dimension
}
