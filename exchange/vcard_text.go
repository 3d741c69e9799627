package exchange

import (
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// charsets are those that cards name in their CHARSET parameter, beside UTF-8.
var charsets = map[string]encoding.Encoding{
	"iso-8859-1": charmap.ISO8859_1, "latin1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15,
	"iso-8859-6": charmap.ISO8859_6, "windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251,
	"windows-1252": charmap.Windows1252, "windows-1254": charmap.Windows1254, "windows-1256": charmap.Windows1256,
	"cp1252": charmap.Windows1252, "cp1256": charmap.Windows1256,
}

// decode gives the property its value: quoted-printable undone, and in UTF-8.
func (p *property) decode(raw []byte) error {
	if p.has("ENCODING", "QUOTED-PRINTABLE") || p.has("TYPE", "QUOTED-PRINTABLE") {
		plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(raw))))
		if err != nil {
			return fmt.Errorf("%s: reading quoted-printable text: %w", p.shownName(), err)
		}
		raw = plain
	}
	p.value = string(raw)
	if names := p.params["CHARSET"]; len(names) > 0 {
		if charset, ok := charsets[strings.ToLower(names[0])]; ok {
			decoded, err := charset.NewDecoder().String(p.value)
			if err != nil {
				return fmt.Errorf("%s: reading %.20s text: %w", p.shownName(), names[0], err)
			}
			p.value = decoded
		}
	}
	if !utf8.ValidString(p.value) {
		p.value, p.broken = strings.ToValidUTF8(p.value, "\uFFFD"), true
	}
	return nil
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
