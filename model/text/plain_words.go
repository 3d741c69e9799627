package text

import (
	"unicode"
	"unicode/utf8"
)

// PlainWords folds a phrase and leaves only its letters and digits, a single
// space between words.
func PlainWords(phrase string) string {
	var room [96]byte
	return string(AppendPlainWords(room[:0], phrase))
}

// AppendPlainWords puts PlainWords(phrase) behind what is in to.
func AppendPlainWords(to []byte, phrase string) []byte {
	var room [128]byte
	folded := AppendFold(room[:0], phrase)
	begin, apart := len(to), false
	for i := 0; i < len(folded); {
		r, size := rune(folded[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(folded[i:])
		}
		if BetweenWords(r) {
			apart = true
		} else {
			if apart && len(to) > begin {
				to = append(to, ' ')
			}
			to, apart = append(to, folded[i:i+size]...), false
		}
		i += size
	}
	return to
}

// BetweenWords reports whether a letter of a folded text is none of a word.
func BetweenWords(r rune) bool {
	if r < utf8.RuneSelf {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
