package terms

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"tradedesk/model/text"
)

const (
	// maxSnippetText is how many bytes of a text are looked through for terms.
	maxSnippetText = 1 << 20
	// snippetPiece is how many bytes are folded at a time.
	snippetPiece = 4 << 10
	// maxSnippetHits bounds the hits from which the best place is chosen.
	maxSnippetHits = 1 << 10
	// maxSnippetWidth bounds a snippet, in cells.
	maxSnippetWidth = 2000
	// longestWord is how far a place to cut between words is looked for, in bytes.
	longestWord = 64
)

const ellipsis = "…"

// Snippet gives the place of body, as it was written, that says most about why terms found
// it: the one with the most different terms, the first of several. It is one line of at
// most width terminal cells, with spaces of any kind made one, without control or bidi
// control characters, cut between graphemes, with "…" where body goes on. marks are the hits
// in it, from and to in runes. Terms are folded, as they were searched; of a prefix what was
// typed is marked. Without a hit in the first megabyte it is the beginning of body.
func Snippet(body string, terms []Term, width int) (snippet string, marks [][2]int) {
	width = min(width, maxSnippetWidth)
	if width <= 0 {
		return "", nil
	}
	m := newMatcher(terms)
	from, to := m.place(body, width)
	snippet = lineAround(body, from, to, width).cut(m, width)
	for _, h := range m.find(snippet) {
		marks = append(marks, [2]int{h.from, h.to})
	}
	return snippet, marks
}

// place gives the best hits of body that are about width from each other, in bytes; its
// beginning when there are none. It looks no further than where all terms are met.
func (m matcher) place(body string, width int) (from, to int) {
	var hits []hit
	best := 0
	limit := min(len(body), maxSnippetText)
	for at := 0; at < limit && len(hits) < maxSnippetHits && best < len(m); {
		piece := body[at : at+endOfPiece(body[at:limit])]
		found := m.find(piece)
		for i, offset := range bytesOf(piece, found) {
			hits = append(hits, hit{at + offset[0], at + offset[1], found[i].term})
		}
		if len(found) > 0 {
			from, to, best = densest(hits, 2*width)
		}
		at += len(piece)
	}
	return from, to
}

// endOfPiece gives where to end a piece of s: behind a space when there is one near.
func endOfPiece(s string) int {
	if len(s) <= snippetPiece {
		return len(s)
	}
	for end := snippetPiece; end > snippetPiece-longestWord; end-- {
		if s[end-1] == ' ' || s[end-1] == '\n' {
			return end
		}
	}
	return runeBefore(s, snippetPiece)
}

// runeBefore gives the last place up to at where no rune is cut.
func runeBefore(s string, at int) int {
	for back := range utf8.UTFMax {
		if at-back <= 0 || at-back >= len(s) || utf8.RuneStart(s[at-back]) {
			return at - back
		}
	}
	return at
}

// bytesOf gives hits in runes of s, in order, as bytes of it.
func bytesOf(s string, hits []hit) [][2]int {
	out := make([][2]int, len(hits))
	runes, next := 0, 0 // next counts the ends of hits, two for each
	for i := range s {
		for next < 2*len(hits) && hits[next/2].end(next%2) == runes {
			out[next/2][next%2] = i
			next++
		}
		runes++
	}
	for ; next < 2*len(hits); next++ {
		out[next/2][next%2] = len(s)
	}
	return out
}

func (h hit) end(which int) int {
	if which == 0 {
		return h.from
	}
	return h.to
}

// line is a part of a body as one line, and whether the body has more before and after it.
type line struct {
	text          string
	before, after bool
}

// lineAround makes a line of what stands around a place of body, some times more than
// width cells of it.
func lineAround(body string, from, to, width int) line {
	around := 3*width + 3*longestWord
	begin, end := max(0, from-around), min(len(body), to+around)
	if begin > 0 {
		begin = runeBefore(body, begin)
		if at := strings.IndexAny(body[begin:min(from, begin+longestWord)], " \n"); at >= 0 {
			begin += at
		}
	}
	if end < len(body) {
		end = runeBefore(body, end)
		if at := strings.LastIndexAny(body[max(to, end-longestWord):end], " \n"); at >= 0 {
			end = max(to, end-longestWord) + at
		}
	}
	words := strings.Fields(text.Clean(body[begin:end], math.MaxInt-1))
	return line{
		text:   strings.Join(words, " "),
		before: strings.TrimSpace(body[:begin]) != "", after: strings.TrimSpace(body[end:]) != "",
	}
}

// grapheme is where a grapheme begins.
type grapheme struct{ byte, rune, cell int }

// graphemes gives those of a line, and as the last its end.
func graphemes(s string) []grapheme {
	var out []grapheme
	var at grapheme
	rest, state := s, -1
	for len(rest) > 0 {
		var cluster string
		var cells int
		cluster, rest, cells, state = uniseg.FirstGraphemeClusterInString(rest, state)
		out = append(out, at)
		at = grapheme{at.byte + len(cluster), at.rune + utf8.RuneCountInString(cluster), at.cell + cells}
	}
	return append(out, at)
}

// cut gives the best part of the line that takes at most width cells.
func (l line) cut(m matcher, width int) string {
	all := graphemes(l.text)
	whole := all[len(all)-1].cell
	if whole+cells(l.before)+cells(l.after) <= width {
		return mark(l.before) + l.text + mark(l.after)
	}
	first, last := l.best(m, all, width-2)
	begin := l.begin(all, first, last, width)
	before := l.before || begin > 0
	room := width - cells(before)
	end := len(all) - 1
	if all[end].cell-all[begin].cell > room-cells(l.after) {
		end = l.end(all, begin, last, room-1)
	}
	if end <= begin {
		return ellipsis
	}
	part := strings.TrimSpace(l.text[all[begin].byte:all[end].byte])
	return mark(before) + part + mark(l.after || end < len(all)-1)
}

// cells is what an ellipsis takes, when there is one.
func cells(there bool) int { return len(mark(there)) / len(ellipsis) }

func mark(there bool) string {
	if there {
		return ellipsis
	}
	return ""
}

// best gives the graphemes from and to which the densest hits of the line reach.
func (l line) best(m matcher, all []grapheme, room int) (first, last int) {
	hits := m.find(l.text)
	at := 0
	graphemeOf := func(rune int) int {
		for at > 0 && all[at].rune > rune {
			at--
		}
		for at+1 < len(all) && all[at+1].rune <= rune {
			at++
		}
		return at
	}
	for i, h := range hits {
		hits[i].from, hits[i].to = all[graphemeOf(h.from)].cell, all[graphemeOf(h.to-1)+1].cell
	}
	from, to, _ := densest(hits, room)
	for first+1 < len(all) && all[first+1].cell <= from {
		first++
	}
	last = first
	for last+1 < len(all) && all[last].cell < to {
		last++
	}
	return first, last
}

// begin gives the grapheme with which the part begins: some words before the hits, the
// beginning of the line when they are near it, more when the line ends soon.
func (l line) begin(all []grapheme, first, last, width int) int {
	if !l.before && all[last].cell <= width-1 {
		return 0
	}
	from, to := all[first].cell, all[last].cell
	spare := max(0, width-2-(to-from))
	cell := max(0, min(from-spare/3, all[len(all)-1].cell-(width-1-cells(l.after))))
	begin := 0
	for begin < first && all[begin].cell < cell {
		begin++
	}
	for at := begin; at < first; at++ {
		if at == 0 || l.text[all[at].byte-1] == ' ' {
			return at
		}
	}
	if begin < first && l.text[all[first].byte-1] == ' ' {
		return first
	}
	return begin
}

// end gives the grapheme before which the part ends: behind a word when that leaves the
// hits whole.
func (l line) end(all []grapheme, begin, last, room int) int {
	end := begin
	for end+1 < len(all) && all[end+1].cell-all[begin].cell <= room {
		end++
	}
	for at := end; at > max(last-1, begin); at-- {
		if l.text[all[at].byte] == ' ' {
			return at
		}
	}
	return end
}
