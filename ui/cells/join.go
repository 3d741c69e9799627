package cells

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model/text/bidi"
)

// reverse begins the style of a cursor.
const reverse = "\x1b[7m"

// apart stands between letters that are not joined though they could be.
const apart = "\u200c"

// join gives the letters of a line the forms that they have beside each other. levels are
// those of its cells; it gives them as they are then.
func (l *line) join(levels []uint8) []uint8 {
	joined := make([]bool, len(l.cells)+1) // the cell with the one before it
	for i := range l.cells {
		joined[i] = i > 0 && l.joined(l.cells[i-1], l.cells[i])
	}
	var left []int // cells that became part of the one before
	for i := range l.cells {
		c := &l.cells[i]
		letter := l.runes[c.at]
		if i > 0 && joined[i] && l.runes[l.cells[i-1].at] == lam {
			if ligature, ok := lamAlef(letter); ok {
				l.unite(i, ligature, joined[i-1])
				left = append(left, i)
				continue
			}
		}
		if form := shaped(letter, joined[i], joined[i+1]); form != letter {
			_, size := utf8.DecodeRuneInString(c.text)
			c.text = string(form) + strings.ReplaceAll(c.text[size:], apart, "")
		}
	}
	for _, i := range slices.Backward(left) {
		levels = l.shift(i, levels)
	}
	return levels
}

// joined reports whether two letters that follow each other are joined.
func (l *line) joined(c, next cell) bool {
	if c.at+c.n != next.at || strings.HasSuffix(c.text, apart) {
		return false
	}
	_, behind := joins(l.runes[c.at])
	before, _ := joins(l.runes[next.at])
	return behind && before
}

// unite draws the lam before cell i and its alef as one.
func (l *line) unite(i int, ligature rune, joined bool) {
	lam, alef := &l.cells[i-1], l.cells[i]
	if joined {
		ligature++ // the form at the end of a word
	}
	_, first := utf8.DecodeRuneInString(lam.text)
	_, second := utf8.DecodeRuneInString(alef.text)
	lam.text = string(ligature) + lam.text[first:] + alef.text[second:]
}

// shift takes the cell away that a ligature left, and puts a blank where the text ends that
// it is in, so that what stands beside that keeps its place.
func (l *line) shift(i int, levels []uint8) []uint8 {
	alef := l.cells[i]
	end, level := l.textEnd(alef)
	l.cells, levels = slices.Delete(l.cells, i, i+1), slices.Delete(levels, i, i+1)
	place := i
	for place < len(l.cells) && l.cells[place].at < end {
		place++
	}
	blank := cell{text: " ", width: 1, style: l.cells[place-1].style, at: end, in: l.cells[place-1].in}
	if strings.Contains(blank.style, reverse) {
		blank.style = alef.style // a cursor is one cell
	}
	if strings.Contains(alef.style, reverse) {
		l.cells[i-1].style = alef.style // and on the ligature where it is on a half of it
	}
	l.cells, levels = slices.Insert(l.cells, place, blank), slices.Insert(levels, place, level)
	return levels
}

// textEnd gives the rune at which the text ends that a cell is in, and the level of a blank
// there: the isolate that it is in, and those from the right around it. Where blanks follow
// that, one more stands with them. A text in no isolate ends at its next blank.
func (l *line) textEnd(c cell) (end int, level uint8) {
	in := c.in
	if in < 0 {
		for end = c.at; end < len(l.runes) && l.runes[end] != ' '; end++ {
		}
		return end, 0
	}
	for up := l.isolates[in].parent; up >= 0 && l.isolates[up].begin == bidi.IsolateRTL; up = l.isolates[up].parent {
		in = up
	}
	text := l.isolates[in]
	if text.end+1 < len(l.runes) && l.runes[text.end+1] == ' ' {
		return text.end + 1, l.level(text.parent)
	}
	return text.end, text.level
}
