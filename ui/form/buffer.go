package form

import (
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
)

// buffer is text as a person sees it: grapheme clusters (UAX 29), and a cursor
// that stands between two of them.
type buffer struct {
	cells   []string
	at      int // 0 … len(cells)
	size    int // bytes of cells
	limit   int // bytes that typing and pasting may fill
	version int // grows with every change of the text
}

func split(s string) []string {
	var out []string
	for g := graphemes.FromString(s); g.Next(); {
		out = append(out, g.Value())
	}
	return out
}

func (b *buffer) string() string { return strings.Join(b.cells, "") }

func (b *buffer) set(s string) {
	b.cells = split(s)
	b.at = len(b.cells)
	b.size = len(s)
	b.version++
}

// replace puts s in the place of cells[from:to] and the cursor behind it. What is
// beside it is split again, since a mark or a joiner may bind to its neighbours;
// nothing binds across the end of a line.
func (b *buffer) replace(from, to int, s string) {
	lo, hi := b.lineStart(from), b.lineEnd(to)
	before := strings.Join(b.cells[lo:from], "") + s
	fresh := split(before + strings.Join(b.cells[to:hi], ""))
	for _, c := range b.cells[from:to] {
		b.size -= len(c)
	}
	b.size += len(s)
	b.cells = slices.Replace(b.cells, lo, hi, fresh...)
	b.version++
	b.at = lo
	for n := 0; n < len(before); b.at++ {
		n += len(b.cells[b.at])
	}
}

// insert puts as many whole graphemes of s at the cursor as the limit leaves room for.
func (b *buffer) insert(s string) {
	fits := 0
	for g := graphemes.FromString(s); g.Next() && g.End() <= b.limit-b.size; {
		fits = g.End()
	}
	if fits > 0 {
		b.replace(b.at, b.at, s[:fits])
	}
}

// typed inserts what a key typed. It is cleaned together with the grapheme before
// it, since a vowel mark is a key of its own and means nothing alone.
func (b *buffer) typed(s string) {
	if strings.Trim(s, " ") == "" {
		b.insert(s)
		return
	}
	before := ""
	if b.at > 0 {
		before = b.cells[b.at-1]
	}
	if rest, ok := strings.CutPrefix(text.Clean(before+s, model.MaxText), before); ok {
		b.insert(rest)
	} else {
		b.insert(text.Clean(s, model.MaxText))
	}
}

func (b *buffer) move(to int) { b.at = max(0, min(to, len(b.cells))) }

// lineStart and lineEnd are the bounds of the hard line that i is in.
func (b *buffer) lineStart(i int) int {
	for i > 0 && b.cells[i-1] != "\n" {
		i--
	}
	return i
}

func (b *buffer) lineEnd(i int) int {
	for i < len(b.cells) && b.cells[i] != "\n" {
		i++
	}
	return i
}

func (b *buffer) wordLeft() int {
	i := b.at
	for i > 0 && blank(b.cells[i-1]) {
		i--
	}
	for i > 0 && !blank(b.cells[i-1]) {
		i--
	}
	return i
}

func (b *buffer) wordRight() int {
	i := b.at
	for i < len(b.cells) && blank(b.cells[i]) {
		i++
	}
	for i < len(b.cells) && !blank(b.cells[i]) {
		i++
	}
	return i
}

func blank(cell string) bool {
	return strings.IndexFunc(cell, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}

// fromRight reports whether the text of the cursor's line begins at the right.
func (b *buffer) fromRight() bool {
	line := strings.Join(b.cells[b.lineStart(b.at):b.lineEnd(b.at)], "")
	return cells.BaseOf(line) == cells.FromRight
}

// turned gives the key that goes the same way in a text from the left: what follows stands on
// the left there.
func turned(stroke string) string {
	switch stroke {
	case "left":
		return "right"
	case "right":
		return "left"
	case "ctrl+left", "alt+left":
		return "ctrl+right"
	case "ctrl+right", "alt+right":
		return "ctrl+left"
	}
	return stroke
}

// key does the editing keys that are the same in a line and in an area.
func (b *buffer) key(stroke string) bool {
	if other := turned(stroke); other != stroke && b.fromRight() {
		stroke = other
	}
	switch stroke {
	case "left", "ctrl+b":
		b.move(b.at - 1)
	case "right", "ctrl+f":
		b.move(b.at + 1)
	case "home", "ctrl+a":
		b.move(b.lineStart(b.at))
	case "end", "ctrl+e":
		b.move(b.lineEnd(b.at))
	case "ctrl+left", "alt+left", "alt+b":
		b.move(b.wordLeft())
	case "ctrl+right", "alt+right", "alt+f":
		b.move(b.wordRight())
	case "backspace", "shift+backspace", "ctrl+h":
		b.replace(max(0, b.at-1), b.at, "")
	case "delete", "ctrl+d":
		b.replace(b.at, min(len(b.cells), b.at+1), "")
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		b.replace(b.wordLeft(), b.at, "")
	case "ctrl+u":
		b.replace(b.lineStart(b.at), b.at, "")
	case "ctrl+k":
		b.replace(b.at, b.lineEnd(b.at), "")
	default:
		return false
	}
	return true
}

// shown gives how a grapheme is drawn and its width in cells. What would take
// no cell (a mark with nothing before it) stands on a dotted circle, so that
// the cursor always has a cell to be on.
func shown(cell string) (string, int) {
	if cell == "\n" {
		return " ", 1
	}
	if len(cell) == 1 {
		return cell, 1
	}
	if w := ansi.StringWidth(cell); w > 0 {
		return cell, w
	}
	return "◌" + cell, 1
}
