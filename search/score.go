package search

import (
	"bytes"
	"math"
)

// The points that sahilm/fuzzy gives on folded text, which has no capitals.
const (
	firstBonus     = 10 // the text begins with it
	separatorBonus = 20 // a word begins with it
	adjacentBonus  = 5  // it follows the letter before; each further one counts thrice the last
	leadPenalty    = -5 // for a byte before the first letter
	worstLead      = -15
)

// score gives the points that sahilm/fuzzy gives a folded text for a pattern, and
// whether it matches at all.
//
// It reads only what can count. Each letter is looked for behind the one before, so that
// the letter i is in the window from its first place to the first place of the letter
// i+1; within it the first place is taken, unless that has less than a word's start
// and a later one is such a start: no later one can follow the letter before.
func (p *pattern) score(text []byte, has holds) (points int, ok bool) {
	points, how := p.scoreFrom(text, has, math.MinInt)
	return points, how == matches
}

// holds says what the columns know of a text.
type holds struct {
	begins uint64 // a bit for each letter that a word of the text may begin with
	pairs  uint64 // a bit for each letter that may be followed by the next
	led    bool   // it may begin with a separator
}

// anything is what is known of a text without columns.
var anything = holds{^uint64(0), ^uint64(0), true}

// How a text is scored.
const (
	differs = iota // it does not match
	below          // it has fewer points than were asked for, if it matches, or not the phrases
	matches
)

// scoreFrom is score that ends when a text cannot have so many points any more.
func (p *pattern) scoreFrom(text []byte, has holds, least int) (points, how int) {
	last := len(p.letters) - 1
	at := p.letters[0].find(text, 0)
	if at < 0 {
		return 0, differs
	}
	length := len(p.letters) - len(text)
	run, before := 0, -1 // what adjacent letters have had, and where the one before ends
	for i := range p.letters {
		l := &p.letters[i]
		next := len(text)
		if i < last {
			if next = p.letters[i+1].find(text, at+l.size()); next < 0 {
				return 0, differs
			}
		}
		if i == last && !p.ends(text, at+l.size()) {
			return 0, differs
		}
		best, place := 0, at
		switch {
		case at == 0:
			best = firstBonus
		case isSeparator[text[at-1]]:
			best = separatorBonus
		}
		if before == at {
			bonus := 2*run + adjacentBonus
			best += bonus
			run += bonus
		}
		if best < separatorBonus && has.begins>>i&1 != 0 {
			if start := l.start(text, at+l.size(), next); start >= 0 {
				best, place = separatorBonus, start
			}
		}
		if i == 0 {
			best += max(place*leadPenalty, worstLead)
		}
		points += best
		before, at = place+l.size(), next
		if least > math.MinInt && points+length+p.behind(i, run, has) < least {
			return 0, below
		}
	}
	if len(p.phrases) > 0 && !p.whole(text) {
		return 0, below
	}
	return points + length, matches
}

// ends reports whether a text has the letters that do not count, from a place on.
func (p *pattern) ends(text []byte, from int) bool {
	for i := range p.rest {
		at := p.rest[i].find(text, from)
		if at < 0 {
			return false
		}
		from = at + p.rest[i].size()
	}
	return true
}

// powers of three.
var powers = func() (of [maxLetters]int) {
	of[0] = 1
	for i := 1; i < len(of); i++ {
		of[i] = 3 * of[i-1]
	}
	return of
}()

// find gives the first place of a letter in a text from a place on, -1 for none.
func (l *letter) find(text []byte, from int) int {
	if len(l.before) == 0 {
		// The next byte is often the one.
		if from < len(text) && text[from] == l.last {
			return from
		}
		at := bytes.IndexByte(text[from:], l.last)
		if at < 0 {
			return -1
		}
		return from + at
	}
	ahead := len(l.before)
	for at := from + ahead; at < len(text); at++ {
		next := bytes.IndexByte(text[at:], l.last)
		if next < 0 {
			return -1
		}
		at += next
		if string(text[at-ahead:at]) == l.before {
			return at - ahead
		}
	}
	return -1
}

// start gives the first place between two where a word starts with the letter.
func (l *letter) start(text []byte, from, to int) int {
	for at := from; at < to; at++ {
		next := bytes.IndexByte(text[at:to], l.first)
		if next < 0 {
			return -1
		}
		at += next
		if isSeparator[text[at-1]] && (len(l.before) == 0 || l.here(text, at)) {
			return at
		}
	}
	return -1
}

func (l *letter) here(text []byte, at int) bool {
	end := at + len(l.before)
	return end < len(text) && string(text[at:end]) == l.before && text[end] == l.last
}

// fits reports whether a folded text has the letters in their order, and the phrases.
func (p *pattern) fits(text []byte) bool {
	at := 0
	for i := range p.letters {
		l := &p.letters[i]
		if at = l.find(text, at); at < 0 {
			return false
		}
		at += l.size()
	}
	return p.ends(text, at) && p.whole(text)
}
