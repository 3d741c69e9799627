package mail

import (
	"bytes"
	"strings"
)

// Bounds of a header.
const (
	maxHeader = 1 << 20  // bytes in all
	maxField  = 64 << 10 // of one field, unfolded
	maxFields = 2000
)

// header is the fields before the text of a message or a part, unfolded and not
// decoded. Of a field that is there twice the first counts.
type header []field

type field struct{ name, value string }

func (h header) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// readHeader takes the header off raw. A line within it that is none is passed over;
// when no blank line ends the header, the text begins at the first of these.
func readHeader(raw []byte) (h header, body []byte, broken bool) {
	rest, stray := raw, -1
	for len(rest) > 0 {
		line, after := cutLine(rest)
		at := len(raw) - len(rest)
		rest = after
		switch {
		case len(line) == 0:
			return h, rest, broken || stray >= 0
		case line[0] == ' ' || line[0] == '\t':
			if len(h) > 0 {
				h[len(h)-1].unfold(line)
			}
		case at > maxHeader || len(h) == maxFields:
			broken = true
		default:
			name, value, ok := cutField(line)
			if !ok {
				if stray < 0 && !bytes.HasPrefix(line, []byte(">From ")) {
					stray = at
				}
				continue
			}
			h = append(h, field{string(name), string(value[:min(len(value), maxField)])})
		}
	}
	if stray >= 0 {
		return h, raw[stray:], true
	}
	return h, nil, broken
}

// unfold adds the next line of a field.
func (f *field) unfold(line []byte) {
	if len(f.value)+len(line) <= maxField {
		f.value += " " + strings.TrimSpace(string(line))
	}
}

// cutLine takes the first line, without its end.
func cutLine(raw []byte) (line, rest []byte) {
	if i := bytes.IndexByte(raw, '\n'); i >= 0 {
		line, rest = raw[:i], raw[i+1:]
	} else {
		line = raw
	}
	return bytes.TrimRight(line, "\r"), rest
}

// cutField takes a line of a header apart; careless programs put a blank before the
// colon.
func cutField(line []byte) (name, value []byte, ok bool) {
	i := bytes.IndexByte(line, ':')
	if i <= 0 {
		return nil, nil, false
	}
	name = bytes.TrimRight(line[:i], " \t")
	for _, b := range name {
		if b <= ' ' || b >= 0x7f {
			return nil, nil, false
		}
	}
	return name, bytes.TrimSpace(line[i+1:]), len(name) > 0
}
