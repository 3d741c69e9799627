package value

import (
	"tradedesk/model/reference"
	"tradedesk/model/refusal"
)

// Country is an alpha-2 code of ISO 3166-1 in capitals: "MA". "" is not given.
type Country string

// ParseCountry reads an alpha-2 or alpha-3 code or a name in English, French or
// Arabic, short, official or usual, however accented. An unknown name is refused
// with the nearest one, a country that is no more with what took its place.
func ParseCountry(given string) (Country, error) {
	c, err := parseCountry(given)
	if err != nil {
		return "", err
	}
	return c, nil
}

func parseCountry(given string) (Country, *Error) {
	const what = "country"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	if c, ok := reference.CountryByName(s); ok {
		return Country(c.Code), nil
	}
	if former, ok := reference.FormerCountryByName(s); ok {
		return "", &Error{Type: what, Text: given, Code: CodeObsolete, Reason: former.Reason, Hint: former.Hint,
			Meant: former.Now, Detail: DetailFormer, Parts: refusal.Parts{"Year": former.Year}}
	}
	unknown := &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not in ISO 3166", Hint: "write a code such as MA or a name such as Morocco"}
	if near, ok := reference.NearestCountry(s); ok {
		unknown.Hint, unknown.Meant = "did you mean "+near.English+" ("+near.Code+")?", []string{near.Code}
	}
	return "", unknown
}

// String gives the code.
func (c Country) String() string { return string(c) }

// IsZero reports whether no country is given.
func (c Country) IsZero() bool { return c == "" }

// Name gives the short name in a language (en, fr, ar; else English), the code
// itself when it is unknown.
func (c Country) Name(lang string) string {
	if r, ok := reference.CountryByCode(string(c)); ok {
		return r.Name(lang)
	}
	return string(c)
}

// DialCode gives the calling code, "+212", with the area code where countries
// share +1: "+1876"; "" when there is none.
func (c Country) DialCode() string {
	if r, ok := reference.CountryByCode(string(c)); ok && r.Dial != "" {
		return "+" + r.Dial
	}
	return ""
}

// Market gives the market a country is counted under: eu, north_america, africa,
// gulf, asia or other; "" when no country is given.
func (c Country) Market() string {
	if r, ok := reference.CountryByCode(string(c)); ok {
		return r.Market
	}
	if c == "" {
		return ""
	}
	return "other"
}
