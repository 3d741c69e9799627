package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// maxPropertyBytes bounds one property of a card, unfolded.
const maxPropertyBytes = 1 << 20

// unwanted properties are pictures, sounds and keys: passed over without being
// kept in memory.
var unwanted = []string{"PHOTO", "LOGO", "SOUND", "KEY"}

// cardLine is one property of a card as its line has it, unfolded.
type cardLine struct {
	line int    // where it begins
	text []byte // valid until the next line is read
	over bool   // longer than maxPropertyBytes: text is only its beginning
	skip bool   // unwanted: text is only what stands before the value

	named  bool // its name was read
	valued bool // the colon before the value was read
}

// maxHead bounds what stands before the value of a property that is passed over.
const maxHead = 400

// cardLines reads the content lines of RFC 6350, section 3.2: a line that begins
// with a space or a tab goes on with the one before.
type cardLines struct {
	src  *byteSource
	text []byte
	// old is set in a card of version 2.1, where the blank of a fold is text.
	old bool
}

// next gives the next line that is not empty; false at the end.
func (l *cardLines) next() (cardLine, bool) {
	for {
		if _, ok := l.src.peek(); !ok {
			return cardLine{}, false
		}
		out := cardLine{line: l.src.line}
		l.text = l.text[:0]
		l.physical(&out)
		for l.continues(&out) {
			l.physical(&out)
		}
		out.text = l.text
		if len(bytes.TrimSpace(l.text)) > 0 {
			return out, true
		}
	}
}

var cardStops = stopAt(":;\r\n")

// physical takes one line of the file, without its end.
func (l *cardLines) physical(out *cardLine) {
	for {
		plain := l.src.run(cardStops)
		l.keep(out, plain...)
		b, ok := l.src.next()
		if !ok {
			return
		}
		if b == '\n' || b == '\r' {
			l.src.endLine(b)
			return
		}
		l.keep(out, b)
		if !out.named {
			name := nameIn(l.text)
			out.named = true
			out.skip = slices.ContainsFunc(unwanted, func(n string) bool { return len(n) == len(name) && hasPrefixFold(name, n) })
		}
		out.valued = out.valued || b == ':'
	}
}

// keep adds to the text what belongs to it.
func (l *cardLines) keep(out *cardLine, more ...byte) {
	if out.over || out.skip && (out.valued || len(l.text) > maxHead) {
		return
	}
	l.text = append(l.text, more...)
	out.over = len(l.text) > maxPropertyBytes
}

// continues reports whether the next line belongs to this one, and takes what
// joins them: the blank of a fold, or the "=" of a quoted-printable line that
// goes on (vCard 2.1). Lines of base64 need no blank.
func (l *cardLines) continues(out *cardLine) bool {
	b, ok := l.src.peek()
	if !ok {
		return false
	}
	if l.softBreak() {
		l.text = l.text[:len(l.text)-1]
		return true
	}
	if b != ' ' && b != '\t' {
		return out.valued && l.says("BASE64") && l.base64Next()
	}
	if next := bytes.TrimLeft(l.src.sample(maxHead), " \t"); hasPrefixFold(next, "BEGIN:VCARD") || hasPrefixFold(next, "END:VCARD") {
		return false
	}
	l.src.skip(1)
	if l.old && !l.says("BASE64") {
		l.keep(out, ' ')
	}
	return true
}

// says reports whether the parameters name an encoding.
func (l *cardLines) says(encoding string) bool {
	head, _, _ := bytes.Cut(l.text[:min(len(l.text), maxHead)], []byte(":"))
	for ; len(head) >= len(encoding); head = head[1:] {
		if hasPrefixFold(head, encoding) {
			return true
		}
	}
	return false
}

// base64Next reports whether the next line is base64 from its first letter to
// its end, as far as that is seen.
func (l *cardLines) base64Next() bool {
	line := l.src.sample(100)
	if end := bytes.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	return len(line) > 0 && bytes.IndexFunc(line, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' || r == '=')
	}) < 0
}

func (l *cardLines) softBreak() bool {
	return len(l.text) > 0 && l.text[len(l.text)-1] == '=' && l.says("QUOTED-PRINTABLE")
}

// propertyName gives the name that a line begins with, in upper case.
func propertyName(line []byte) string { return strings.ToUpper(string(nameIn(line))) }

// nameIn gives the name that a line begins with as it is written, without its group.
func nameIn(line []byte) []byte {
	name := line[:min(len(line), 100)]
	if end := bytes.IndexAny(name, ":;"); end >= 0 {
		name = name[:end]
	}
	if dot := bytes.LastIndexByte(name, '.'); dot >= 0 {
		name = name[dot+1:]
	}
	return bytes.TrimSpace(name)
}

// property is one line of a card, taken apart.
type property struct {
	line   int
	group  string
	name   string              // upper case
	params map[string][]string // names in upper case
	value  string              // decoded to UTF-8, still with its backslashes
	broken bool                // bytes that are not of its charset were replaced
}

// parseProperty takes a line apart.
func parseProperty(in cardLine, fileCharset string) (property, error) {
	p := property{line: in.line, params: map[string][]string{}}
	name, rest, found := cutAny(in.text, ":;")
	if !found {
		return p, errNoProperty.With(refusal.Parts{"Text": text.Clean(string(in.text[:min(len(in.text), 160)]), 40)})
	}
	p.name = propertyName(in.text)
	if dot := bytes.IndexByte(name, '.'); dot >= 0 {
		p.group = strings.ToLower(string(name[:dot]))
	}
	if in.text[len(name)] == ';' {
		var err error
		if rest, err = p.readParams(rest); err != nil {
			return p, err
		}
	}
	p.decode(rest, fileCharset)
	return p, nil
}

func cutAny(text []byte, any string) (before, after []byte, found bool) {
	i := bytes.IndexAny(text, any)
	if i < 0 {
		return text, nil, false
	}
	return text[:i], text[i+1:], true
}

// maxParams bounds the parameters of one property.
const maxParams = 100

// readParams reads NAME=value,value;…: and gives what follows the colon. A
// parameter without a name is a type, as vCard 2.1 has it.
func (p *property) readParams(text []byte) (rest []byte, err error) {
	for n := 0; n < maxParams; n++ {
		name, end := scanParam(text)
		if end >= len(text) {
			return nil, errNoColon.With(refusal.Parts{"Name": p.shownName()})
		}
		p.addParam(string(name))
		if text[end] == ':' {
			return text[end+1:], nil
		}
		text = text[end+1:]
	}
	return nil, errManyParams.With(refusal.Parts{"Name": p.shownName(), "Most": strconv.Itoa(maxParams)})
}

func (p *property) shownName() string { return fmt.Sprintf("%.40s", p.name) }

// scanParam finds the end of one parameter: a ';' or ':' outside quotes.
func scanParam(text []byte) (param []byte, end int) {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case (b == ';' || b == ':') && !quoted:
			return text[:i], i
		}
	}
	// A quote that nobody closed does not swallow the value.
	if i := bytes.IndexByte(text, ':'); quoted && i >= 0 {
		return text[:i], i
	}
	return text, len(text)
}

func (p *property) addParam(param string) {
	name, values, named := strings.Cut(param, "=")
	if !named {
		name, values = "TYPE", param
	}
	name = strings.ToUpper(strings.TrimSpace(name))
	for _, v := range strings.Split(strings.ReplaceAll(values, `"`, ""), ",") {
		if v = strings.TrimSpace(v); v != "" && len(p.params[name]) < maxParams {
			p.params[name] = append(p.params[name], v)
		}
	}
}

// has reports whether a parameter has a value, in any case.
func (p *property) has(name, wanted string) bool {
	for _, v := range p.params[name] {
		if strings.EqualFold(v, wanted) {
			return true
		}
	}
	return false
}
