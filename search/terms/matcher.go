package terms

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model/text"
)

// hit is a term in a text, from and to in bytes, runes or cells.
type hit struct{ from, to, term int }

// maxSnippetTerms bounds the terms that are looked for.
const maxSnippetTerms = 64

// matcher finds terms among the words of a text.
type matcher []Term

func newMatcher(terms []Term) matcher {
	var m matcher
	for _, term := range terms {
		term.Word = cutWord(term.Word)
		if term.Word != "" && len(m) < maxSnippetTerms && !slices.Contains(m, term) {
			m = append(m, term)
		}
	}
	return m
}

// in gives the term that a word, or a number in it, is or begins with, and where; term is
// -1 when there is none.
func (m matcher) in(word string) (from, to, term int) {
	if to, term = m.of(word); term >= 0 {
		return 0, to, term
	}
	for from, end := range numbersIn(cutWord(word)) {
		if size, term := m.of(word[from:end]); term >= 0 {
			return from, from + size, term
		}
	}
	return 0, 0, -1
}

// of gives the term that a word is, else the longest that it begins with.
func (m matcher) of(word string) (size, term int) {
	counts := cutWord(word)
	size, term = 0, -1
	for i, its := range m {
		if counts == its.Word {
			return len(word), i
		}
		if its.Prefix && len(its.Word) > size && strings.HasPrefix(counts, its.Word) {
			size, term = len(its.Word), i
		}
	}
	return size, term
}

// find gives the hits in a text, in runes of it.
func (m matcher) find(s string) []hit {
	if !m.any(s) {
		return nil
	}
	var hits []hit
	folded, runeAt := text.FoldMap(s)
	runeAt = append(runeAt, utf8.RuneCountInString(s))
	for from, to := range runsOf(folded) {
		if begin, end, term := m.in(folded[from:to]); term >= 0 {
			// Up to the next letter that counts, so that a mark goes with its letter.
			last := max(runeAt[from+end-1]+1, runeAt[from+end])
			hits = append(hits, hit{runeAt[from+begin], last, term})
		}
	}
	return hits
}

// any reports whether there are hits, which costs less than to say where.
func (m matcher) any(s string) bool {
	if len(m) == 0 {
		return false
	}
	folded := text.Fold(s)
	for from, to := range runsOf(folded) {
		if _, _, term := m.in(folded[from:to]); term >= 0 {
			return true
		}
	}
	return false
}

// densest gives the window of at most width around hits that has the most different
// terms, the first of several, and how many it has.
func densest(hits []hit, width int) (from, to, terms int) {
	var in [maxSnippetTerms]int // hits of each term in the window
	different, first := 0, 0
	for _, last := range hits {
		if in[last.term]++; in[last.term] == 1 {
			different++
		}
		for hits[first] != last && last.to-hits[first].from > width {
			if in[hits[first].term]--; in[hits[first].term] == 0 {
				different--
			}
			first++
		}
		if different > terms {
			from, to, terms = hits[first].from, last.to, different
		}
	}
	return from, to, terms
}
