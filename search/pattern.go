package search

import (
	"bytes"
	"math/bits"
	"unicode/utf8"

	"tradedesk/search/query"
)

// letter is one character of a pattern as it stands in a folded text: its last byte,
// which tells it apart best, and those before it.
type letter struct {
	last   byte
	before string // empty for ASCII
	first  byte   // its first byte
}

func (l letter) size() int { return len(l.before) + 1 }

// maxLetters is how many letters of a pattern count for the score: each that follows the last is worth
// three times as much, and what sahilm/fuzzy gives for one more than this overflows.
const maxLetters = 38

// pattern is a folded query, ready to be scored against folded texts.
type pattern struct {
	text    string
	letters []letter
	classes []class  // of each letter
	rest    []letter // beyond those that count for the score: a text must have them, too
	seps    uint64   // a bit for each letter but the last that separates words
	phrases []string // that a text must have in one piece
}

func newPattern(folded string) pattern {
	p := pattern{text: folded}
	for at, r := range folded {
		size := utf8.RuneLen(r)
		l := letter{folded[at+size-1], folded[at : at+size-1], folded[at]}
		if len(p.letters) == maxLetters {
			p.rest = append(p.rest, l)
			continue
		}
		p.letters = append(p.letters, l)
		p.classes = append(p.classes, classOf(r))
	}
	for i, l := range p.letters[:max(0, len(p.letters)-1)] {
		if l.size() == 1 && isSeparator[l.last] {
			p.seps |= 1 << i
		}
	}
	return p
}

// separated gives how many of the letters behind one stand behind a separator.
func (p *pattern) separated(i int) int { return bits.OnesCount64(p.seps >> i) }

// patternOf gives the pattern of the free words of a line, phrases in one piece.
func patternOf(q query.Query) pattern {
	p := newPattern(foldTyped(q.Text()))
	for _, word := range q.Words {
		if folded := foldTyped(word.Text); word.Phrase && folded != "" {
			p.phrases = append(p.phrases, folded)
		}
	}
	return p
}

// whole reports whether a text has all phrases.
func (p *pattern) whole(text []byte) bool {
	for _, phrase := range p.phrases {
		if !bytes.Contains(text, []byte(phrase)) {
			return false
		}
	}
	return true
}

// isSeparator says behind which bytes a word begins, as sahilm/fuzzy has it.
var isSeparator = [256]bool{' ': true, '-': true, '/': true, '_': true, '.': true, '\\': true}
