package cells

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model/text/bidi"
)

// Order says who puts the letters of a line into the order in which they are read.
type Order int

// The desk does, and joins the letters; the terminal does, of each word that the desk has
// put at its place; nobody does, and letters stand as they are stored.
const (
	ByDesk Order = iota
	ByTerminal
	ByNobody
)

// Paint makes of a line what is sent to the terminal. Texts that are isolated are in order
// within themselves; what is beside them stands from left to right.
func (o Order) Paint(s string) string {
	mixed, _ := mixes(s)
	if !mixed {
		return s
	}
	if o == ByNobody {
		return unmarked(s)
	}
	s = o.seen(s)
	if o == ByTerminal {
		return forTerminal(s)
	}
	return unmarked(s)
}

// Plain gives a text that leaves the screen, without isolates.
func Plain(s string) string { return unmarked(s) }

// unmarked takes isolates and the marks of what is seen away.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if isIsolate(r) || r == beginSeen || r == endSeen {
			return -1
		}
		return r
	}, s)
}

// seen puts a line into the order in which it is seen, and marks what was put so, so that
// doing it again changes nothing.
func (o Order) seen(s string) string {
	mixed, _ := mixes(s)
	if !mixed || o == ByNobody {
		return s
	}
	l := parse(s)
	// A letter behind the last keeps the blanks before it where they are, as those of a cursor.
	levels := bidi.Levels(append(l.runes, standIn), bidi.LTR, bidi.Measured(l.runes))
	of := make([]uint8, len(l.cells))
	for i, c := range l.cells {
		of[i] = levels[c.at]
	}
	if o == ByDesk {
		of = l.join(of)
	}
	ordered := make([]cell, len(l.cells))
	for place, at := range l.order(of, levels) {
		c := l.cells[at]
		if of[at]%2 == 1 && !c.seen {
			c.text = mirrored(c.text)
		}
		c.seen = c.seen || of[at] > 0 && c.text != " "
		ordered[place] = c
	}
	return line{cells: ordered}.String()
}

// order gives which cell stands at each place. What begins and ends an isolate takes no cell
// and keeps two of them apart: beside each other they stand as their line does. of is the
// levels of the cells, all those of the runes.
func (l line) order(of, all []uint8) []int {
	var levels []uint8
	var cells []int // -1 where an isolate begins or ends
	next := 0
	for i, c := range l.cells {
		for ; next < c.at; next++ {
			if isIsolate(l.runes[next]) {
				levels, cells = append(levels, all[next]), append(cells, -1)
			}
		}
		levels, cells = append(levels, of[i]), append(cells, i)
	}
	order := make([]int, 0, len(of))
	for _, at := range bidi.Order(levels) {
		if cells[at] >= 0 {
			order = append(order, cells[at])
		}
	}
	return order
}

// mirrored gives the sign that a bracket is from the right (Unicode, BidiMirroring.txt).
func mirrored(s string) string {
	const signs = "()[]{}<>«»‹›≤≥"
	if at := strings.Index(signs, s); at >= 0 && s != "" {
		pairs := []rune(signs)
		i := utf8.RuneCountInString(signs[:at])
		return string(pairs[i^1])
	}
	return s
}

// Codes that a terminal with an order of its own obeys: an embedding from the right, its
// end, and a mark that keeps two of them apart.
const (
	embedFromRight = "\u202b"
	endEmbedding   = "\u202c"
	leftMark       = "\u200e"
)

// forTerminal gives each word from the right in the order in which it is stored, for a
// terminal that turns it around.
func forTerminal(s string) string {
	l := parse(s)
	var out []cell // none of them marked as seen
	for i := range l.cells {
		l.cells[i].seen = false
	}
	for i := 0; i < len(l.cells); {
		end := i
		for end < len(l.cells) && l.cells[end].fromRight() {
			end++
		}
		if end == i {
			out = append(out, l.cells[i])
			i++
			continue
		}
		word := slices.Clone(l.cells[i:end])
		slices.Reverse(word)
		word[0].text = embedFromRight + word[0].text
		word[len(word)-1].text += endEmbedding + leftMark
		out = append(out, word...)
		i = end
	}
	return line{cells: out}.String()
}

func (c cell) fromRight() bool {
	first, _ := utf8.DecodeRuneInString(c.text)
	return bidi.RightToLeft(first)
}
