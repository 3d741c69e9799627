package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the key under which s is searched and compared: compatibility
// decomposed (NFKD), marks and invisible characters dropped, lower case, Arabic
// letters that people interchange made one, all digits ASCII, ligatures spelled
// out, every kind of space a plain one. Fold(Fold(s)) is Fold(s). Files keep such
// keys: what it gives for a letter must not change without making them anew.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	var room [80]byte
	return string(AppendFold(room[:0], s))
}

// FoldMap gives Fold and, for each byte of it, the index in s of the rune that
// the byte comes from: what a highlight of a match needs.
func FoldMap(s string) (folded string, runeAt []int) {
	runeAt = make([]int, 0, len(s))
	key := make([]byte, 0, len(s))
	var pages foldPages
	i := 0
	for _, r := range s {
		from := len(key)
		key = pages.append(key, r)
		for range len(key) - from {
			runeAt = append(runeAt, i)
		}
		i++
	}
	return string(key), runeAt
}

// folded reports whether s is ASCII that Fold leaves alone.
func folded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

// computeFold gives the key of one rune; the pages of fold_table.go remember it.
func computeFold(r rune) string {
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.IsSpace(d) || d == 0x7f {
			b.WriteByte(' ')
			continue
		}
		if drops(d) {
			continue
		}
		d = unicode.ToLower(d)
		if spelled, ok := spellings[d]; ok {
			b.WriteString(spelled)
			continue
		}
		b.WriteRune(asciiDigit(d))
	}
	return b.String()
}

// drops reports whether a decomposed rune is no part of a key: marks (all that
// canonical ordering could move), controls, and invisible characters.
func drops(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc) || invisible(r) ||
		norm.NFKD.PropertiesString(string(r)).CCC() != 0
}

// spellings: letters that decomposition leaves whole, as people type them.
var spellings = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h",
	'ı': "i", 'ŋ': "ng", 'ς': "σ", '’': "'", '‘': "'", 'ʼ': "'",
	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ې': "ي", 'ة': "ه", 'ہ': "ه", 'ە': "ه", 'ھ': "ه", 'ک': "ك",
	'گ': "ك", 'ڭ': "ك", 'ݣ': "ك", 'ݢ': "ك", 'پ': "ب", 'ڤ': "ف", 'ڥ': "ف", 'ء': "", 'ـ': "",
}

// asciiDigit gives the ASCII digit of any decimal digit, else r. Unicode puts
// the ten digits of a script one after the other from its zero.
func asciiDigit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.Is(unicode.Nd, r) {
		return r
	}
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + r - zero
}
