package likeness

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
)

// Letters that are enough to tell a name: of one said shorter than the other, and the
// consonants of a word that is compared by its sound, in two scripts and in one.
const (
	tellingLetters = 6
	soundScripts   = 3
	soundSpelling  = 4
)

// longest bounds the characters of a name that are compared.
const longest = 120

// SameName reports whether two firms or people are called the same, in whatever letters
// and order: Karkoubi and شركة الكرقوبي للتوزيع are. That makes no duplicate of them, as
// many are called alike; who types one may want to know of the other.
func SameName(a, b string) bool {
	a, b = text.Name(text.First(a, longest)), text.Name(text.First(b, longest))
	if a == "" || b == "" || otherNumbers(a, b) {
		return false
	}
	short, long := strings.Fields(a), strings.Fields(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	matched, letters := 0, 0
	left := slices.Clone(long)
	for _, word := range short {
		at := slices.IndexFunc(left, func(other string) bool { return sameWordOrSound(word, other) })
		if at < 0 {
			continue
		}
		matched++
		letters += min(utf8.RuneCountInString(word), utf8.RuneCountInString(left[at]))
		left = slices.Delete(left, at, at+1)
	}
	switch {
	case matched == len(long), matched == len(short) && letters >= tellingLetters:
		return true
	case 200*matched >= OneName*(len(short)+len(long)):
		return true
	}
	// "Soft Tech" and "Softtech", بن جلون and "Benjelloun".
	return joined(short, long) > 0 || sameSound(strings.Join(short, ""), strings.Join(long, ""))
}

// sameWordOrSound reports whether two folded words are one, spelled or written otherwise.
func sameWordOrSound(a, b string) bool {
	return a == b || Words(a, b) >= OneWord && !strings.ContainsFunc(a+b, isDigit) || sameSound(a, b)
}

func sameSound(a, b string) bool {
	enough := soundScripts
	if ShareScript(a, b) {
		enough = soundSpelling
	}
	sound := text.Skeleton(a)
	return len(sound) >= enough && sound == text.Skeleton(b)
}

// ShareScript reports whether two texts have letters of one script in common, so
// that comparing their spelling means something.
func ShareScript(a, b string) bool {
	return hasScript(a, unicode.Arabic) && hasScript(b, unicode.Arabic) ||
		hasScript(a, unicode.Latin) && hasScript(b, unicode.Latin) ||
		!hasScript(a, unicode.Arabic, unicode.Latin) && !hasScript(b, unicode.Arabic, unicode.Latin)
}

func hasScript(s string, tables ...*unicode.RangeTable) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsOneOf(tables, r) })
}
