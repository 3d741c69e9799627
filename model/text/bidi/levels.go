// Package bidi resolves in which order letters of both directions stand in a line, by the
// Unicode Bidirectional Algorithm (UAX #9), for papers and for screens.
package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Base is the direction of a paragraph as a whole.
type Base uint8

// FirstStrong takes the direction of the first letter, and without one LTR. AnyRTL is RTL
// when one letter is: for a text in Arabic that begins with a Latin name.
const (
	LTR Base = iota
	RTL
	FirstStrong
	AnyRTL
)

// What begins an isolate, a stretch of a text that has an order of its own and is one
// neutral character to what is around it, and what ends it.
const (
	IsolateLTR   = '\u2066'
	IsolateRTL   = '\u2067'
	IsolateFirst = '\u2068' // by its first letter
	EndIsolate   = '\u2069'
)

// Span is a range of runes.
type Span struct{ Start, End int }

// maxLevel bounds how deep isolates lie in each other: max_depth of UAX #9.
const maxLevel = 125

// Levels resolves the embedding levels of a paragraph: rules P2, P3, W1–W7, N0–N2, I1, I2
// and, for isolates, X5a–X6a. There are no embeddings and overrides to obey: no text of the
// desk has any. What is in kept, spans in order, is left to right, as between IsolateLTR and
// EndIsolate.
func Levels(text []rune, base Base, kept []Span) []uint8 {
	whole := newParagraph(text, Span{0, len(text)}, kept)
	out, level := make([]uint8, len(text)), whole.level(base)
	whole.embed(text, kept, level, out)
	return trailing(text, out, level)
}

// level is that of the paragraph as a whole: rules P2 and P3.
func (p *paragraph) level(base Base) uint8 {
	if base == RTL || base == FirstStrong && p.firstStrong() == bidi.R || base == AnyRTL && p.anyRTL() {
		return 1
	}
	return 0
}

// embed resolves the levels of a paragraph, or of what is in an isolate.
func (p *paragraph) embed(text []rune, kept []Span, level uint8, out []uint8) {
	p.resolve(level)
	for i, unit := range p.units {
		own := implicit(p.class[i], level)
		for at := unit.Start; at < unit.End; at++ {
			out[at] = own
		}
		switch {
		case unit.kept:
			for at := unit.Start; at < unit.End; at++ {
				out[at] = Deeper(level, LTR)
			}
		case unit.isolate:
			inside := newParagraph(text, unit.inside(text), kept)
			inside.embed(text, kept, Deeper(level, inside.begunBy(text[unit.Start])), out)
		}
	}
}

// begunBy gives the direction of an isolate by the character that begins it.
func (p *paragraph) begunBy(r rune) Base {
	if r == IsolateRTL || r == IsolateFirst && p.firstStrong() == bidi.R {
		return RTL
	}
	return LTR
}

// Deeper is the next level of a direction: rules X5a to X5c.
func Deeper(level uint8, base Base) uint8 {
	next := level + 1 + (level+1+uint8(base))%2
	if next > maxLevel {
		return level
	}
	return next
}

// implicit is the level of a resolved class: rules I1 and I2.
func implicit(class bidi.Class, level uint8) uint8 {
	switch {
	case level%2 == 0 && class == bidi.R, level%2 == 1 && (class == bidi.L || class == bidi.EN || class == bidi.AN):
		return level + 1
	case level%2 == 0 && (class == bidi.EN || class == bidi.AN):
		return level + 2
	}
	return level
}

// trailing gives separators, and blanks before them and at the end, the paragraph's
// level: rule L1.
func trailing(text []rune, levels []uint8, level uint8) []uint8 {
	open := true
	for i := len(text) - 1; i >= 0; i-- {
		switch classOf(text[i]) {
		case bidi.B, bidi.S:
			open = true
			levels[i] = level
		case bidi.WS, bidi.BN, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
			if open {
				levels[i] = level
			}
		default:
			open = false
		}
	}
	return levels
}

// Order gives which character stands at each place of a line from left to right, by the
// levels of all its characters: rule L2.
func Order(levels []uint8) []int {
	order := make([]int, len(levels))
	highest, lowest := uint8(0), uint8(maxLevel+2)
	for i, level := range levels {
		order[i] = i
		highest = max(highest, level)
		if level%2 == 1 {
			lowest = min(lowest, level)
		}
	}
	for level := highest; level >= lowest; level-- {
		for i := 0; i < len(order); {
			end := i
			for end < len(order) && levels[order[end]] >= level {
				end++
			}
			slices.Reverse(order[i:end])
			i = max(end, i+1)
		}
	}
	return order
}

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// RightToLeft reports whether a rune is a letter of a script written from the right.
func RightToLeft(r rune) bool {
	class := classOf(r)
	return class == bidi.R || class == bidi.AL
}

// LeftToRight reports whether a rune is a letter of a script written from the left.
func LeftToRight(r rune) bool { return classOf(r) == bidi.L }
