package cells

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/model/text/bidi"
)

// A stretch that stands between these is in the order in which it is seen already, and its
// letters are joined. They are Unicode's overrides, which no data and no word has.
const (
	beginSeen = '\u202d'
	endSeen   = '\u202c'
)

// standIn is a letter from the left that is in no text: in the place of one that is seen
// where it stands already.
const standIn = '\u01c0'

// cell is a grapheme of a line, and how it is drawn.
type cell struct {
	text  string
	width int
	style string // the escape sequences since the last that ended all
	seen  bool
	at, n int // the runes of the line that it is
	in    int // the isolate that it is in, -1 for none
}

// isolate is a stretch of a line's runes.
type isolate struct {
	begin  rune
	parent int // the isolate that it is in, -1 for none
	level  uint8
	end    int // the rune that ends it
}

// line is a line of the screen, taken apart.
type line struct {
	cells    []cell
	runes    []rune // of the text, with what begins and ends its isolates
	isolates []isolate
}

// parse takes a line apart.
func parse(s string) (l line) {
	style, seen, in := "", false, -1
	state := byte(0)
	for s != "" {
		seq, width, n, next := ansi.DecodeSequence(s, state, nil)
		state, s = next, s[n:]
		r, _ := utf8.DecodeRuneInString(seq)
		switch {
		case r == '\x1b':
			style += seq
			if seq == reset || seq == "\x1b[0m" {
				style = ""
			}
		case isIsolate(r):
			in = l.isolate(r, in)
		case r == beginSeen, r == endSeen:
			seen = r == beginSeen
		case width > 0:
			text := []rune(seq)
			if seen {
				text = []rune{standIn}
			}
			l.cells = append(l.cells, cell{seq, width, style, seen, len(l.runes), len(text), in})
			l.runes = append(l.runes, text...)
		}
	}
	for i := range l.isolates {
		if l.isolates[i].end == 0 {
			l.isolates[i].end = len(l.runes)
		}
	}
	return l
}

// isolate takes in what begins or ends one, and gives the one that is open then.
func (l *line) isolate(r rune, in int) int {
	switch {
	case r != bidi.EndIsolate:
		base := bidi.LTR
		if r == bidi.IsolateRTL {
			base = bidi.RTL
		}
		l.isolates = append(l.isolates, isolate{begin: r, parent: in, level: bidi.Deeper(l.level(in), base)})
		in = len(l.isolates) - 1
	case in >= 0:
		l.isolates[in].end = len(l.runes)
		in = l.isolates[in].parent
	}
	l.runes = append(l.runes, r)
	return in
}

// level is that of an isolate, or of the line.
func (l *line) level(in int) uint8 {
	if in < 0 {
		return 0
	}
	return l.isolates[in].level
}

// String puts a line together again.
func (l line) String() string {
	var b strings.Builder
	style, seen := "", false
	for _, c := range append(l.cells, cell{}) {
		if c.seen != seen {
			b.WriteRune(map[bool]rune{true: beginSeen, false: endSeen}[c.seen])
			seen = c.seen
		}
		if c.style != style {
			if style != "" {
				b.WriteString(reset)
			}
			b.WriteString(c.style)
			style = c.style
		}
		b.WriteString(c.text)
	}
	return b.String()
}

// cut gives the cells from x on, w wide; half of a wide one is a blank.
func (l line) cut(x, w int) line {
	var out line
	at := 0
	for _, c := range l.cells {
		from, to := max(at, x), min(at+c.width, x+w)
		if to > from {
			if to-from < c.width {
				c = cell{text: Spaces(to - from), width: to - from, style: c.style}
			}
			out.cells = append(out.cells, c)
		}
		at += c.width
	}
	return out
}

func (l line) width() (w int) {
	for _, c := range l.cells {
		w += c.width
	}
	return w
}
