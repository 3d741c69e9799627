package text

import (
	"sync"
	"unicode"
)

// class is what Clean does with a rune.
type class uint8

const (
	dropped class = iota
	other         // kept as it is
	letter
	mark // combining: needs something to sit on
	space
	tab
	lineEnd
	joiner // U+200C and U+200D
)

const (
	nonJoiner = '\u200c'
	zeroJoin  = '\u200d'
)

func isJoiner(r rune) bool { return r == nonJoiner || r == zeroJoin }

// classTableSize covers Latin, Greek, Cyrillic, Hebrew and Arabic.
const classTableSize = 0x0700

var classTable = sync.OnceValue(func() *[classTableSize]class {
	var table [classTableSize]class
	for r := range rune(classTableSize) {
		table[r] = findClass(r)
	}
	return &table
})

func classify(r rune) class {
	if r < classTableSize {
		return classTable()[r]
	}
	return findClass(r)
}

func findClass(r rune) class {
	switch {
	case r < 0xa0:
		return classifyLow(r)
	case isJoiner(r):
		return joiner
	case r == '\u2028', r == '\u2029':
		return lineEnd
	case invisible(r):
		return dropped
	case unicode.Is(unicode.Zs, r):
		return space
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.Is(unicode.L, r):
		return letter
	case unicode.In(r, unicode.N, unicode.P, unicode.S):
		return other
	}
	// Cc, Cf, Co, Cs and what Unicode has not assigned.
	return dropped
}

// classifyLow is findClass below U+00A0.
func classifyLow(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return letter
	case r == ' ':
		return space
	case r == '\t':
		return tab
	case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85:
		return lineEnd
	case r > ' ' && r < 0x7f:
		return other
	}
	return dropped
}

// invisible: letters and symbols that show nothing, used to fake empty or equal
// names: Hangul fillers, the object replacement, the blank Braille pattern; and
// variation selectors that no terminal has a glyph for.
func invisible(r rune) bool {
	switch r {
	case 0x115f, 0x1160, 0x3164, 0xffa0, 0xfffc, 0x2800, 0x034f, 0x17b4, 0x17b5:
		return true
	}
	return r >= 0xfe00 && r <= 0xfe0d || r >= 0xe0100 && r <= 0xe01ef
}

// joinScripts write joiners between letters to choose their shape.
var joinScripts = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari,
	unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// joinable reports whether r is a letter of such a script.
func joinable(r rune) bool { return unicode.In(r, joinScripts...) && unicode.Is(unicode.L, r) }
