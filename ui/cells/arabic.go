package cells

import (
	"sync"

	"golang.org/x/text/unicode/norm"
)

// forms is how an Arabic letter is drawn: alone, at the end of a word, at its beginning and
// within it. A letter that does not join the one behind it has the first two only.
type forms struct{ alone, last, first, within rune }

// joinsNext reports whether the letter is joined to the one behind it.
func (f forms) joinsNext() bool { return f.first != 0 }

// presentation is the letters' forms, as a terminal's font has them: Unicode's Arabic
// Presentation Forms A and B, in which the forms of a letter follow each other, and which
// decompose to the letter.
var presentation = sync.OnceValue(func() map[rune]forms {
	all := map[rune]forms{}
	for _, block := range [][2]rune{{0xFB50, 0xFBB1}, {0xFBD3, 0xFBE7}, {0xFBFC, 0xFBFF}, {0xFE80, 0xFEF4}} {
		for r := block[0]; r <= block[1]; r++ {
			letter, ok := decomposed(r)
			if !ok {
				continue
			}
			f := all[letter]
			switch {
			case f.alone == 0:
				f.alone = r
			case f.last == 0:
				f.last = r
			case f.first == 0:
				f.first = r
			case f.within == 0:
				f.within = r
			}
			all[letter] = f
		}
	}
	return all
})

// decomposed gives the one letter that a form stands for.
func decomposed(form rune) (rune, bool) {
	letters := []rune(norm.NFKC.String(string(form)))
	return letters[0], len(letters) == 1 && letters[0] != form
}

const (
	lam     = '\u0644'
	tatweel = '\u0640'
)

// lamAlef gives the ligature of lam and an alef, alone; it is a ligature in every font, and
// the one that follows it in Unicode is the form at the end of a word.
func lamAlef(alef rune) (ligature rune, ok bool) {
	switch alef {
	case '\u0622':
		return '\uFEF5', true
	case '\u0623':
		return '\uFEF7', true
	case '\u0625':
		return '\uFEF9', true
	case '\u0627':
		return '\uFEFB', true
	}
	return 0, false
}

// joins reports whether a letter joins the one before it, and the one behind it.
func joins(r rune) (before, behind bool) {
	if r == tatweel {
		return true, true
	}
	f, ok := presentation()[r]
	return ok && f.last != 0, ok && f.joinsNext()
}

// shaped gives the form of a letter that is joined on these sides; any other rune as it is.
func shaped(r rune, before, behind bool) rune {
	f, ok := presentation()[r]
	switch {
	case !ok:
		return r
	case before && behind && f.within != 0:
		return f.within
	case behind && f.first != 0:
		return f.first
	case before && f.last != 0:
		return f.last
	}
	return f.alone
}
