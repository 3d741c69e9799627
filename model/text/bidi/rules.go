package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// marks lets combining marks be what they sit on, numbers behind Arabic letters Arabic
// numbers, and Arabic letters right to left: rules W1–W3.
func (p *paragraph) marks(embedding bidi.Class) {
	before := embedding
	for i, class := range p.class {
		switch class {
		case bidi.NSM:
			p.class[i] = before
		case bidi.BN:
		default:
			before = class
		}
	}
	strong := embedding
	for i, class := range p.class {
		switch class {
		case bidi.L, bidi.R, bidi.AL:
			strong = class
		case bidi.EN:
			if strong == bidi.AL {
				p.class[i] = bidi.AN
			}
		}
	}
	for i, class := range p.class {
		if class == bidi.AL {
			p.class[i] = bidi.R
		}
	}
}

// numbers joins separators and signs with the numbers they stand by: rules W4–W7.
func (p *paragraph) numbers(embedding bidi.Class) {
	for i := 1; i+1 < len(p.class); i++ {
		left, right := p.class[i-1], p.class[i+1]
		if left == right && (p.class[i] == bidi.CS && (left == bidi.EN || left == bidi.AN) || p.class[i] == bidi.ES && left == bidi.EN) {
			p.class[i] = left
		}
	}
	for i := 0; i < len(p.class); i++ {
		end := i
		for end < len(p.class) && (p.class[end] == bidi.ET || p.class[end] == bidi.BN) {
			end++
		}
		if end == i {
			continue
		}
		if i > 0 && p.class[i-1] == bidi.EN || end < len(p.class) && p.class[end] == bidi.EN {
			for at := i; at < end; at++ {
				p.class[at] = bidi.EN
			}
		}
		i = end
	}
	strong := embedding
	for i, class := range p.class {
		switch class {
		case bidi.ES, bidi.ET, bidi.CS:
			p.class[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = class
		case bidi.EN:
			if strong == bidi.L {
				p.class[i] = bidi.L
			}
		}
	}
}

// maxOpen is how many brackets may be open at once: rule BD16.
const maxOpen = 63

// brackets gives both of a pair the direction of what is in it, or around it: rule N0.
func (p *paragraph) brackets(embedding bidi.Class) {
	for _, pair := range p.pairs() {
		inside, found := bidi.ON, false
		for i := pair.Start + 1; i < pair.End; i++ {
			if strong := direction(p.class[i]); strong == embedding {
				inside, found = strong, true
				break
			} else if strong != bidi.ON {
				inside, found = strong, true
			}
		}
		if !found {
			continue
		}
		if inside != embedding && p.strongBefore(pair.Start, embedding) != inside {
			inside = embedding
		}
		p.setBracket(pair.Start, inside)
		p.setBracket(pair.End, inside)
	}
}

// setBracket gives a bracket and the marks on it a direction.
func (p *paragraph) setBracket(at int, class bidi.Class) {
	p.class[at] = class
	for i := at + 1; i < len(p.class) && (p.first[i] == bidi.NSM || p.first[i] == bidi.BN); i++ {
		p.class[i] = class
	}
}

func (p *paragraph) strongBefore(at int, embedding bidi.Class) bidi.Class {
	for i := at - 1; i >= 0; i-- {
		if strong := direction(p.class[i]); strong != bidi.ON {
			return strong
		}
	}
	return embedding
}

// direction gives L or R, as which numbers count too; ON for neutrals.
func direction(class bidi.Class) bidi.Class {
	switch class {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// pairs finds brackets that belong together, by where they open.
func (p *paragraph) pairs() []Span {
	type opened struct {
		at     int
		closer rune
	}
	var open []opened
	var out []Span
	for i, u := range p.units {
		properties, _ := bidi.LookupRune(u.r)
		if u.isolate || u.kept || p.class[i] != bidi.ON || !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(open) == maxOpen {
				return nil
			}
			open = append(open, opened{i, canonicalBracket(closing(u.r))})
			continue
		}
		for at := len(open) - 1; at >= 0; at-- {
			if open[at].closer == canonicalBracket(u.r) {
				out = append(out, Span{open[at].at, i})
				open = open[:at]
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b Span) int { return a.Start - b.Start })
	return out
}

// closing gives what closes a bracket (Unicode, BidiBrackets.txt).
func closing(open rune) rune {
	switch open {
	case '[', '{', 0xFF3B, 0xFF5B:
		return open + 2
	case 0x298D:
		return 0x2990
	case 0x298F:
		return 0x298E
	}
	return open + 1
}

// canonicalBracket makes one of brackets that are canonically equivalent.
func canonicalBracket(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232A:
		return 0x3009
	}
	return r
}

// neutrals gives what has no direction that of its surroundings where both sides agree,
// else the paragraph's: rules N1 and N2.
func (p *paragraph) neutrals(embedding bidi.Class) {
	before := embedding
	for i := 0; i < len(p.class); {
		if strong := direction(p.class[i]); strong != bidi.ON {
			before = strong
			i++
			continue
		}
		end := i
		for end < len(p.class) && direction(p.class[end]) == bidi.ON {
			end++
		}
		after := embedding
		if end < len(p.class) {
			after = direction(p.class[end])
		}
		if before != after {
			after = embedding
		}
		for ; i < end; i++ {
			p.class[i] = after
		}
	}
}
