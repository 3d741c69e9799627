package value

import (
	"strings"

	"tradedesk/model/reference"
)

// Port is a code of UN/LOCODE without the space: "MAPTM". "" is not given.
type Port string

// ParsePort reads a code, with or without the space, or a name that one port
// bears alone: "Tanger Med", "Montréal", "طنجة المتوسط". The country may follow:
// "Valencia, Spain", "Valencia (ES)". Where no port bears the name, any other
// place of UN/LOCODE may. A name of several is refused with up to three codes.
func ParsePort(given string) (Port, error) {
	const what = "port"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	if p, ok := portByCode(s); ok {
		return p, nil
	}
	name, country := splitPlace(s)
	found := reference.PlacesByName(s, "")
	if len(found) != 1 && country != "" {
		found = reference.PlacesByName(name, string(country))
	}
	switch len(found) {
	case 0:
		return "", &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not in UN/LOCODE", Hint: "write a code such as MAPTM or a name such as Tanger Med"}
	case 1:
		return Port(found[0].Code), nil
	}
	return "", &Error{Type: what, Text: given, Code: CodeAmbiguous, Reason: "could be " + placeChoices(found), Hint: "write the code", Meant: placesMeant(found)}
}

func portByCode(s string) (Port, bool) {
	code := strings.ToUpper(s)
	if len(code) == 6 && (code[2] == ' ' || code[2] == '-') {
		code = code[:2] + code[3:]
	}
	p, ok := reference.PlaceByCode(code)
	return Port(p.Code), ok
}

// splitPlace parts "Valencia, Spain" and "Valencia (ES)".
func splitPlace(s string) (name string, country Country) {
	at := strings.LastIndexAny(s, ",(،")
	if at < 0 {
		return s, ""
	}
	c, err := parseCountry(strings.Trim(s[at:], ",()، "))
	if err != nil {
		return s, ""
	}
	return s[:at], c
}

func placeChoices(places []reference.Place) string {
	var choices []string
	for _, p := range places[:min(3, len(places))] {
		choices = append(choices, p.Code+" ("+Country(p.Country()).Name("en")+")")
	}
	if len(places) > 3 {
		return strings.Join(choices, ", ") + " or another"
	}
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}

// placesMeant gives the codes of what a name could be, as many as placeChoices says.
func placesMeant(places []reference.Place) []string {
	var codes []string
	for _, p := range places[:min(3, len(places))] {
		codes = append(codes, p.Code)
	}
	return codes
}

// String gives the code.
func (p Port) String() string { return string(p) }

// IsZero reports whether no port is given.
func (p Port) IsZero() bool { return p == "" }

// Name gives the name in UN/LOCODE, the code itself when it is unknown.
func (p Port) Name() string {
	if r, ok := reference.PlaceByCode(string(p)); ok {
		return r.Name
	}
	return string(p)
}

// Country gives the country that the code begins with, "" when it is no code.
func (p Port) Country() Country {
	if len(p) != 5 {
		return ""
	}
	return Country(p[:2])
}

// Sea reports whether the place is known to be a seaport.
func (p Port) Sea() bool {
	r, _ := reference.PlaceByCode(string(p))
	return r.Sea
}
