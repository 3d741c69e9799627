package exchange

import (
	"strings"
)

// A badge's code holds a vCard, or a card of one line: MECARD (NTT DoCoMo), such
// as MECARD:N:Tremblay,Marie;TEL:+15145550101;; or BIZCARD, where every letter is
// a property.

// maxBadgeProperties bounds what is read of a card of one line.
const maxBadgeProperties = 100

// mecardProperties are the properties of MECARD as vCard calls them.
var mecardProperties = map[string]string{
	"N": "N", "SOUND": "", "TEL": "TEL", "TEL-AV": "TEL", "EMAIL": "EMAIL", "NOTE": "NOTE", "BDAY": "BDAY", "ADR": "ADR", "URL": "URL",
	"NICKNAME": "NICKNAME", "ORG": "ORG", "COMPANY": "ORG", "TITLE": "TITLE",
}

// bizcardProperties are the properties of BIZCARD; N and X are the two halves of
// a name.
var bizcardProperties = map[string]string{
	"T": "TITLE", "C": "ORG", "A": "ADR", "B": "TEL", "M": "TEL", "F": "TEL;TYPE=fax", "E": "EMAIL",
}

// badgeCard turns a card of one line into a vCard; other text is given back as it
// is.
func badgeCard(text string) string {
	text = strings.TrimSpace(text)
	switch {
	case hasPrefixFold([]byte(text), "MECARD:"):
		return mecardCard(text[len("MECARD:"):])
	case hasPrefixFold([]byte(text), "BIZCARD:"):
		return bizcardCard(text[len("BIZCARD:"):])
	}
	return text
}

func mecardCard(text string) string {
	b := newBadgeWriter()
	for _, p := range badgeProperties(text) {
		name := mecardProperties[p.name]
		switch name {
		case "":
		case "N":
			// "Last,First", or the whole name when no comma stands in it.
			last, first, both := cutBare(p.value, ',')
			if !both {
				b.put("FN", plainBadge(p.value))
				continue
			}
			b.put("FN", strings.TrimSpace(plainBadge(first)+" "+plainBadge(last)))
		case "ADR":
			b.line("ADR", mecardAddress(p.value))
		default:
			b.put(name, plainBadge(p.value))
		}
	}
	return b.end()
}

// mecardAddress gives the fields of an address: box, room, street, city, region,
// postcode, country. Few badges part them; then all of it is the street.
func mecardAddress(value string) string {
	parts := splitBare(value, ',')
	if len(parts) != 7 {
		return ";;" + escapeText(plainBadge(value)) + ";;;;"
	}
	for i, part := range parts {
		parts[i] = escapeText(plainBadge(strings.TrimSpace(part)))
	}
	return strings.Join(parts, ";")
}

func bizcardCard(text string) string {
	b := newBadgeWriter()
	first, last := "", ""
	for _, p := range badgeProperties(text) {
		switch p.name {
		case "N":
			first = plainBadge(p.value)
		case "X":
			last = plainBadge(p.value)
		case "A":
			b.line("ADR", ";;"+escapeText(plainBadge(p.value))+";;;;")
		default:
			if name := bizcardProperties[p.name]; name != "" {
				b.put(name, plainBadge(p.value))
			}
		}
	}
	b.put("FN", strings.TrimSpace(first+" "+last))
	return b.end()
}

type badgeProperty struct{ name, value string }

// badgeProperties splits NAME:value;NAME:value;; where no backslash stands before
// the semicolon.
func badgeProperties(text string) []badgeProperty {
	var out []badgeProperty
	for _, field := range splitBare(text, ';') {
		if len(out) == maxBadgeProperties {
			break
		}
		name, value, ok := strings.Cut(field, ":")
		if name = strings.ToUpper(strings.TrimSpace(name)); ok && value != "" {
			out = append(out, badgeProperty{name, value})
		}
	}
	return out
}

// splitBare splits at a byte that no backslash escapes.
func splitBare(s string, at byte) []string {
	var out []string
	for {
		before, after, found := cutBare(s, at)
		out = append(out, before)
		if !found {
			return out
		}
		s = after
	}
}

func cutBare(s string, at byte) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case at:
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// plainBadge takes the backslashes off: what follows one stands for itself.
func plainBadge(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.TrimSpace(b.String())
}

// badgeWriter writes a vCard that is read at once.
type badgeWriter struct{ b strings.Builder }

func newBadgeWriter() *badgeWriter {
	w := &badgeWriter{}
	w.b.WriteString("BEGIN:VCARD\r\nVERSION:3.0\r\n")
	return w
}

func (w *badgeWriter) put(name, text string) {
	if text != "" {
		w.line(name, escapeText(text))
	}
}

func (w *badgeWriter) line(name, value string) { w.b.WriteString(name + ":" + value + "\r\n") }

func (w *badgeWriter) end() string { return w.b.String() + "END:VCARD\r\n" }
