package typeset

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

// levels resolves the embedding levels of a paragraph by the Unicode Bidirectional
// Algorithm (UAX #9): rules P2, P3, W1–W7, N0–N2, I1 and I2. There are no explicit
// controls to obey, since documents have none; what stands in isolates is kept left to
// right and counts as one neutral character, as between LRI and PDI.
func levels(text []rune, base Base, isolates []span) []uint8 {
	p := newParagraph(text, isolates)
	level := uint8(0)
	if base == RTL || base == FirstStrong && p.firstStrong() == bidi.R || base == AnyRTL && p.anyRTL() {
		level = 1
	}
	p.resolve(level)
	out := make([]uint8, len(text))
	for i, unit := range p.units {
		own := implicit(p.class[i], level)
		if unit.isolated {
			own = level + 2 - level%2
		}
		for at := unit.start; at < unit.end; at++ {
			out[at] = own
		}
	}
	return trailing(text, out, level)
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

// trailing gives separators, and spaces before them and at the end, the paragraph's
// level: rule L1.
func trailing(text []rune, levels []uint8, level uint8) []uint8 {
	open := true
	for i := len(text) - 1; i >= 0; i-- {
		switch classOf(text[i]) {
		case bidi.B, bidi.S:
			open = true
			levels[i] = level
		case bidi.WS:
			if open {
				levels[i] = level
			}
		case bidi.BN:
			if open {
				levels[i] = level
			}
		default:
			open = false
		}
	}
	return levels
}

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// span is a range of runes.
type span struct{ start, end int }

// unit is what the rules see as one character: a rune, or a whole isolate.
type unit struct {
	span
	r        rune // 0 of an isolate
	isolated bool
}

// paragraph is a text on its way through the rules.
type paragraph struct {
	units []unit
	first []bidi.Class // as the characters are
	class []bidi.Class // as the rules have made them
}

func newParagraph(text []rune, isolates []span) *paragraph {
	p := &paragraph{}
	for i := 0; i < len(text); {
		u, class := unit{span: span{i, i + 1}, r: text[i]}, classOf(text[i])
		if len(isolates) > 0 && isolates[0].start == i {
			u, class = unit{span: isolates[0], isolated: true}, bidi.ON
			isolates = isolates[1:]
		}
		p.units, p.first = append(p.units, u), append(p.first, class)
		i = u.end
	}
	p.class = append([]bidi.Class(nil), p.first...)
	return p
}

// firstStrong gives the direction of the first strong character, else L: rules P2, P3.
func (p *paragraph) firstStrong() bidi.Class {
	for _, class := range p.first {
		switch class {
		case bidi.L:
			return bidi.L
		case bidi.R, bidi.AL:
			return bidi.R
		}
	}
	return bidi.L
}

func (p *paragraph) anyRTL() bool {
	return slices.ContainsFunc(p.first, func(class bidi.Class) bool { return class == bidi.R || class == bidi.AL })
}

func (p *paragraph) resolve(level uint8) {
	embedding := bidi.L
	if level%2 == 1 {
		embedding = bidi.R
	}
	p.marks(embedding)
	p.numbers(embedding)
	p.brackets(embedding)
	p.neutrals(embedding)
}
