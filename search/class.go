package search

import "unicode/utf8"

// class sorts the characters of folded text: those that names are written in have one
// of their own, all others are one.
type class uint8

const (
	ownClasses = 64 // a-z, 0-9 and the letters of Arabic
	other      = class(ownClasses)
	allClasses = ownClasses + 1
)

const arabicLetters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

// The classes of ASCII, and of the block of Arabic by what follows U+0600.
var asciiClass, arabicClass = classTables()

func classTables() (ascii [utf8.RuneSelf]class, arabic [256]class) {
	for i := range ascii {
		ascii[i] = other
	}
	for i := range arabic {
		arabic[i] = other
	}
	next := class(0)
	for c := 'a'; c <= 'z'; c++ {
		ascii[c] = next
		next++
	}
	for c := '0'; c <= '9'; c++ {
		ascii[c] = next
		next++
	}
	for _, r := range arabicLetters {
		arabic[r-0x600] = next
		next++
	}
	return ascii, arabic
}

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case r >= 0x600 && r < 0x700:
		return arabicClass[r-0x600]
	}
	return other
}

// appendClasses gives the classes of a folded text's characters.
func appendClasses(to []class, text []byte) []class {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			to = append(to, asciiClass[c])
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		to = append(to, classOf(r))
		i += size
	}
	return to
}
