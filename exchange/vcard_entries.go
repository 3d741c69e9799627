package exchange

import (
	"slices"
	"strconv"
	"strings"
)

// cardFields are the properties whose one text goes straight into a field.
var cardFields = map[string]role{
	"TITLE": "title", "URL": "website", "NOTE": roleNotes, "LANG": "language", "CATEGORIES": roleTags,
}

// cardCustom are the properties that are kept under a name of their own.
var cardCustom = map[string]string{"NICKNAME": "Nickname", "BDAY": "Birthday", "ROLE": "Role", "AGENT": "Agent"}

// cardEntries gives what a card says, what is preferred first.
func cardEntries(props []property) []entry {
	out := nameEntries(props)
	for _, p := range preferred(props, "EMAIL") {
		out = append(out, p.entry(roleEmail, p.text()))
	}
	out = append(out, phoneEntries(props)...)
	for i, p := range preferred(props, "ADR") {
		if i == 0 {
			out = append(out, addressEntries(p)...)
			continue
		}
		e := p.entry(roleNone, joinParts(addressLines(p.parts(';'))...))
		e.label = "Address"
		out = append(out, e)
	}
	for _, name := range []string{"TITLE", "URL", "LANG", "NOTE", "CATEGORIES"} {
		for _, p := range preferred(props, name) {
			out = append(out, p.entry(cardFields[name], p.fieldText()))
		}
	}
	for _, p := range props {
		if label, ok := cardCustom[p.name]; ok {
			e := p.entry(roleNone, inlineName(p.text()))
			e.label = label
			out = append(out, e)
		}
	}
	return out
}

// inlineName gives the name of a card that is the value of a property, as
// version 3 writes an AGENT; other texts stay as they are.
func inlineName(text string) string {
	if !hasPrefixFold([]byte(text), "BEGIN:VCARD") {
		return text
	}
	for line := range strings.Lines(text) {
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "FN") {
			return strings.TrimSpace(unescape(value))
		}
	}
	return ""
}

func (p *property) entry(r role, text string) entry {
	return entry{role: r, label: p.name, text: text, line: p.line}
}

// fieldText gives the text for the field; categories are a list.
func (p *property) fieldText() string {
	if p.name == "CATEGORIES" {
		return strings.Join(p.parts(','), ";")
	}
	return p.text()
}

// preferred gives the properties of a name: by their PREF, 1 first, else those of
// type "pref" first, else as the card has them.
func preferred(props []property, name string) []property {
	var out []property
	for _, p := range props {
		if p.name == name && p.value != "" {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b property) int { return a.preference() - b.preference() })
	return out
}

// preference is 1 to 100 as RFC 6350, section 5.3 has it; 101 is none.
func (p *property) preference() int {
	if values := p.params["PREF"]; len(values) > 0 {
		if n, err := strconv.Atoi(values[0]); err == nil && n >= 1 && n <= 100 {
			return n
		}
	}
	if p.has("TYPE", "pref") {
		return 1
	}
	return 101
}

// nameEntries gives the person and the firm. A card of an organisation has its
// name in FN.
func nameEntries(props []property) []entry {
	var out []entry
	org, whole, parts := first(props, "ORG"), first(props, "FN"), first(props, "N")
	kind := first(props, "KIND")
	show := first(props, "X-ABSHOWAS")
	ofFirm := kind != nil && strings.EqualFold(kind.text(), "org") || show != nil && strings.EqualFold(show.text(), "COMPANY")
	if org != nil {
		units := org.parts(';')
		out = append(out, org.entry(roleCompany, units[0]))
		e := org.entry(roleNone, joinParts(units[1:]...))
		e.label = "Department"
		out = append(out, e)
	}
	switch {
	case whole != nil && whole.text() != "" && ofFirm:
		if org == nil || org.parts(';')[0] == "" {
			out = append(out, whole.entry(roleCompany, whole.text()))
		}
	case whole != nil && whole.text() != "":
		out = append(out, whole.entry(rolePerson, whole.text()))
	case parts != nil:
		n := parts.parts(';')
		out = append(out, parts.entry(rolePerson, joinWords(part(n, 3), part(n, 1), part(n, 2), part(n, 0), part(n, 4))))
	}
	return out
}

// phoneEntries gives the numbers that people answer; a fax or a pager is kept
// under its own name.
func phoneEntries(props []property) []entry {
	var out []entry
	for _, p := range preferred(props, "TEL") {
		number := p.text()
		if hasPrefixFold([]byte(number), "tel:") {
			number = number[len("tel:"):]
		}
		e := p.entry(rolePhone, number)
		switch {
		case p.has("TYPE", "fax"):
			e.role, e.label = roleNone, "Fax"
		case p.has("TYPE", "pager"):
			e.role, e.label = roleNone, "Pager"
		}
		out = append(out, e)
	}
	return out
}

// The parts of ADR (RFC 6350, section 6.3.1).
const (
	adrBox = iota
	adrExtended
	adrStreet
	adrCity
	adrRegion
	adrPostcode
	adrCountry
)

func addressEntries(p property) []entry {
	parts := p.parts(';')
	for i := range parts {
		parts[i] = joinParts(strings.Split(strings.ReplaceAll(parts[i], "\r", "\n"), "\n")...)
	}
	street := joinParts(part(parts, adrExtended), part(parts, adrStreet), part(parts, adrBox))
	out := []entry{
		p.entry(roleStreet, street), p.entry("city", part(parts, adrCity)), p.entry(roleRegion, part(parts, adrRegion)),
		p.entry(rolePostcode, part(parts, adrPostcode)), p.entry("country", part(parts, adrCountry)),
	}
	out[len(out)-1].label = "Country"
	return out
}

func addressLines(parts []string) []string {
	var lines []string
	for _, p := range parts {
		lines = append(lines, strings.FieldsFunc(p, func(r rune) bool { return r == '\n' || r == '\r' })...)
	}
	return lines
}
