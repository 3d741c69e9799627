package cells

import (
	"strings"
	"unicode/utf8"

	"tradedesk/model/text/bidi"
)

// Base is the direction of a text as a whole.
type Base int

// The bases: that of the text's first letter, from the left, from the right.
const (
	ByLetters Base = iota
	FromLeft
	FromRight
)

const (
	fromLeft   = string(bidi.IsolateLTR)
	fromRight  = string(bidi.IsolateRTL)
	endIsolate = string(bidi.EndIsolate)
)

// Isolate keeps the order of a text to itself: what stands beside it on the screen neither
// changes it nor is changed by it. In a line from the left a text that is not made of
// several has the base of its first letter; in one from the right Arabic may begin with a
// Latin name. Isolates take no cells; Paint takes them away. A text without a letter from
// the right needs none.
func Isolate(s string, base Base) string {
	mixed, isolates := mixes(s)
	if !mixed || isolates && isOne(s) {
		return s
	}
	if base == ByLetters || base == FromLeft && !isolates {
		base = BaseOf(s)
	}
	return begin(base) + s + endIsolate
}

// Within keeps a text, or a part of one, from a base whatever its letters are.
func Within(base Base, s string) string {
	if mixed, _ := mixes(s); !mixed && base == FromLeft {
		return s
	}
	return begin(base) + s + endIsolate
}

// Mixed reports whether a text has letters from the right, and so an order of its own.
func Mixed(s string) bool {
	mixed, _ := mixes(s)
	return mixed
}

// Apart keeps a text of its own base from what stands around it, whatever its letters are.
func Apart(s string) string { return begin(BaseOf(s)) + s + endIsolate }

func begin(base Base) string {
	if base == FromRight {
		return fromRight
	}
	return fromLeft
}

// Placed keeps parts of a line that stand at their places from left to right, whatever they
// hold.
func Placed(s string) string {
	if mixed, _ := mixes(s); mixed {
		return fromLeft + s + endIsolate
	}
	return s
}

// mixes reports whether s has letters that are written from the right, or had some before
// it was cut, and isolates, which hold some.
func mixes(s string) (mixed, isolates bool) {
	for i := 0; i < len(s); {
		if s[i] < 0xd6 { // no letter from the right begins with less
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isIsolate(r):
			return true, true
		case !mixed && (r == beginSeen || bidi.RightToLeft(r)):
			mixed = true
		}
		i += size
	}
	return mixed, false
}

// isOne reports whether s is one isolate and nothing beside it.
func isOne(s string) bool {
	depth := 0
	for i, r := range s {
		switch {
		case beginsIsolate(r):
			depth++
		case r == bidi.EndIsolate:
			depth--
			if depth <= 0 {
				return i+len(endIsolate) == len(s) && depth == 0
			}
		case depth == 0:
			return false
		}
	}
	return false
}

// BaseOf gives the base that a text has alone: the direction of its first letter outside of
// isolates and of escape sequences; without one that of the first isolate.
func BaseOf(s string) Base {
	depth, escape, seen, isolate := 0, false, false, FromLeft
	for _, r := range s {
		switch {
		case escape:
			escape = r == '[' || r < '@' // of a sequence that begins with ESC [
		case r == '\x1b':
			escape = true
		case beginsIsolate(r):
			if r == bidi.IsolateRTL && depth == 0 && !seen {
				isolate = FromRight
			}
			depth, seen = depth+1, true
		case r == bidi.EndIsolate:
			depth--
		case depth > 0:
		case bidi.RightToLeft(r):
			return FromRight
		case bidi.LeftToRight(r):
			return FromLeft
		}
	}
	return isolate
}

func isIsolate(r rune) bool { return r >= bidi.IsolateLTR && r <= bidi.EndIsolate }

func beginsIsolate(r rune) bool { return r >= bidi.IsolateLTR && r <= bidi.IsolateFirst }

// maxDepth and maxIsolates are more than the words of the desk have in one text: what has
// more was made to be slow.
const (
	maxDepth    = 8
	maxIsolates = 64
)

// isolated reports whether s has isolates, each with its end. One from the right around no
// letter from there is none of the desk's: only who deceives turns .pdf and .exe around.
func isolated(s string) bool {
	var lettered []bool // of the isolates that are open
	begun := 0
	for _, r := range s {
		switch {
		case beginsIsolate(r):
			lettered, begun = append(lettered, r == bidi.IsolateLTR), begun+1
		case r == bidi.EndIsolate:
			last := len(lettered) - 1
			if last < 0 || !lettered[last] {
				return false
			}
			lettered = lettered[:last]
		case bidi.RightToLeft(r):
			for i := range lettered {
				lettered[i] = true
			}
		}
		if len(lettered) > maxDepth || begun > maxIsolates {
			return false
		}
	}
	return begun > 0 && len(lettered) == 0
}

// open gives the isolates that s begins and does not end, the outermost first.
func open(s string) (begun []string) {
	if !strings.Contains(s, "\u2066"[:2]) { // what all of them begin with
		return nil
	}
	for _, r := range s {
		switch {
		case beginsIsolate(r):
			begun = append(begun, string(r))
		case r == bidi.EndIsolate && len(begun) > 0:
			begun = begun[:len(begun)-1]
		}
	}
	return begun
}

// closed ends the isolates that s leaves open.
func closed(s string) string {
	return s + strings.Repeat(endIsolate, len(open(s)))
}
