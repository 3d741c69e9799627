package exchange

import (
	"encoding/hex"
	"strings"
	"tradedesk/exchange/charset"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// decode gives the property its value: quoted-printable undone, and in UTF-8.
// What does not say its charset is UTF-8, or else of the file's.
func (p *property) decode(raw []byte, fileCharset string) {
	if p.has("ENCODING", "QUOTED-PRINTABLE") || p.has("TYPE", "QUOTED-PRINTABLE") {
		raw = unquotePrintable(raw)
	}
	p.value = string(raw)
	switch enc, name, said := p.charset(); {
	case !said && !utf8.Valid(raw):
		p.value = charset.GuessText(raw, fileCharset)
	case !said || name == charset.UTF8 && utf8.Valid(raw):
	case name == charset.UTF8:
		p.value = charset.GuessText(raw, fileCharset)
	case charset.Single(enc) && utf8.Valid(raw):
		// What says that it is Latin and is whole UTF-8 is UTF-8.
	default:
		p.value = charset.Decode(enc, raw)
	}
	if !utf8.ValidString(p.value) {
		p.value, p.broken = strings.ToValidUTF8(p.value, "\uFFFD"), true
	}
}

// charset gives what the property says of its charset, if that is known.
func (p *property) charset() (enc encoding.Encoding, name string, said bool) {
	if names := p.params["CHARSET"]; len(names) > 0 {
		return charset.Find(names[0])
	}
	return nil, "", false
}

// unquotePrintable undoes =XX of quoted-printable text; what is no such code
// stays as it is, since cards are often cut in the middle of one.
func unquotePrintable(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '=' {
			out = append(out, raw[i])
			continue
		}
		if i+2 < len(raw) {
			if b, err := hex.DecodeString(string(raw[i+1 : i+3])); err == nil {
				out = append(out, b[0])
				i += 2
				continue
			}
		}
		if i+1 < len(raw) {
			out = append(out, '=')
		}
	}
	return out
}

// unescape undoes the backslashes of a text value (RFC 6350, section 3.4), and
// those before a colon that some programs write.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ',', ';', ':', '"':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// text gives the value as one text.
func (p *property) text() string { return strings.TrimSpace(unescape(p.value)) }

// parts splits a value at a separator that has no backslash before it.
func (p *property) parts(separator byte) []string {
	var out []string
	start := 0
	for i := 0; i < len(p.value); i++ {
		switch p.value[i] {
		case '\\':
			i++
		case separator:
			out = append(out, strings.TrimSpace(unescape(p.value[start:i])))
			start = i + 1
		}
		if len(out) > maxColumns {
			return out
		}
	}
	return append(out, strings.TrimSpace(unescape(p.value[start:])))
}

// part gives one of several parts, "" when there are not so many.
func part(parts []string, i int) string {
	if i < len(parts) {
		return parts[i]
	}
	return ""
}
