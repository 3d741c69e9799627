package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// unit is what the rules see as one character: a rune, or a whole isolate.
type unit struct {
	Span
	r       rune // 0 of what is kept, and of an isolate
	kept    bool
	isolate bool
}

// inside gives what is in an isolate, without the characters that begin and end it.
func (u unit) inside(text []rune) Span {
	end := u.End
	if u.End > u.Start+1 && text[u.End-1] == EndIsolate && closes(text[u.Start:u.End]) {
		end--
	}
	return Span{u.Start + 1, end}
}

// paragraph is a text on its way through the rules.
type paragraph struct {
	units []unit
	first []bidi.Class // as the characters are
	class []bidi.Class // as the rules have made them
}

func newParagraph(text []rune, part Span, kept []Span) *paragraph {
	p := &paragraph{}
	for i := part.Start; i < part.End; {
		for len(kept) > 0 && kept[0].Start < i {
			kept = kept[1:]
		}
		u, class := unit{Span: Span{i, i + 1}, r: text[i]}, classOf(text[i])
		switch {
		case len(kept) > 0 && kept[0].Start == i && kept[0].End <= part.End:
			u, class = unit{Span: kept[0], kept: true}, bidi.ON
		case begins(text[i]):
			u, class = unit{Span: Span{i, i + length(text[i:part.End])}, isolate: true}, bidi.ON
		case class == bidi.PDI:
			class = bidi.ON // it ends nothing
		}
		p.units, p.first = append(p.units, u), append(p.first, class)
		i = u.End
	}
	p.class = slices.Clone(p.first)
	return p
}

func begins(r rune) bool { return r == IsolateLTR || r == IsolateRTL || r == IsolateFirst }

// length gives how many runes an isolate has that begins a text: rule BD9.
func length(text []rune) int {
	depth := 0
	for i, r := range text {
		switch {
		case begins(r):
			depth++
		case r == EndIsolate:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// closes reports whether the last rune of an isolate ends it, and not one within.
func closes(isolate []rune) bool {
	depth := 0
	for _, r := range isolate {
		switch {
		case begins(r):
			depth++
		case r == EndIsolate:
			depth--
		}
	}
	return depth == 0
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
