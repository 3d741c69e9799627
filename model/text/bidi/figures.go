package bidi

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// figures is what may be a telephone number, a date, an account or an amount: groups of
// digits with one sign between two of them.
var figures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\+?\(?[0-9]+(?:(?:[-./:\x{a0}\x{202f}]|\)? |\)?-| ?\(|, ?)[0-9]+)*\)?`)
})

// longFigures is from how many digits on a group of them is written as one.
const longFigures = 7

// Figures finds the figures that are read from left to right wherever they stand:
// "+212 539-12-34-56" turns its groups around behind Arabic letters when the algorithm
// is left alone.
func Figures(text []rune) []Span {
	s := string(text)
	var out []Span
	at, done := 0, 0 // the runes before done
	for _, found := range figures().FindAllStringIndex(s, -1) {
		if !verbatim(s[found[0]:found[1]]) || inCode(s[:found[0]]) {
			continue
		}
		at += utf8.RuneCountInString(s[done:found[0]])
		end := at + utf8.RuneCountInString(s[found[0]:found[1]])
		out = append(out, Span{at, end})
		at, done = end, found[1]
	}
	return out
}

// amounts is a number with its unit or currency behind it: 500 kg, 749,31 EUR/t, 5 %.
var amounts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[0-9]+(?: [0-9]{3})*(?:[.,\x{a0}\x{202f}][0-9]+)*[ \x{a0}\x{202f}]?(?:[A-Za-z]+(?:/[A-Za-z]+)?|[%€$£])`)
})

// Measured is Figures with the amounts that are read from left to right too: a number and
// the unit or currency that is written in Latin letters behind it.
func Measured(text []rune) []Span {
	s := string(text)
	var found []Span
	at, done := 0, 0
	for _, bytes := range amounts().FindAllStringIndex(s, -1) {
		next, _ := utf8.DecodeRuneInString(s[bytes[1]:])
		if inCode(s[:bytes[0]]) || codeSign(next) {
			continue
		}
		at += utf8.RuneCountInString(s[done:bytes[0]])
		end := at + utf8.RuneCountInString(s[bytes[0]:bytes[1]])
		found = append(found, Span{at, end})
		at, done = end, bytes[1]
	}
	return united(append(Figures(text), found...))
}

// inCode reports whether figures go on what stands before them, as those of a code do: the
// 2026 and the 27T of RFQ-2026-27T4JGS, which is in order as it is.
func inCode(before string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	if last != utf8.RuneError && strings.ContainsRune("-/._", last) {
		last, _ = utf8.DecodeLastRuneInString(before[:len(before)-size])
	}
	return codeSign(last)
}

func codeSign(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// united puts spans into order and makes one of those that overlap.
func united(spans []Span) (out []Span) {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	for _, s := range spans {
		if last := len(out) - 1; last >= 0 && s.Start < out[last].End {
			out[last].End = max(out[last].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// verbatim reports whether figures are a number with a country's code, or have three
// groups or as many digits as a number of telephone. "10-15" is a range, which Arabic
// reads from the right.
func verbatim(s string) bool {
	digits, groups, within := 0, 0, false
	for i := range len(s) {
		digit := s[i] >= '0' && s[i] <= '9'
		if digit {
			digits++
			if !within {
				groups++
			}
		}
		within = digit
	}
	unmatched := strings.Count(s, "(") != strings.Count(s, ")")
	return !unmatched && (s[0] == '+' || groups > 2 || groups > 1 && digits >= longFigures)
}
