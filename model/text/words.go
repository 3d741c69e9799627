package text

import (
	"iter"
	"unicode/utf8"
)

// Words gives the words of a folded text: runs of letters, digits and marks.
func Words(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		begin := -1 // of the word at hand, -1 between words
		for i := 0; i < len(folded); {
			r, size := rune(folded[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(folded[i:])
			}
			switch in := inNameWord(r); {
			case in && begin < 0:
				begin = i
			case !in && begin >= 0:
				if !yield(folded[begin:i]) {
					return
				}
				begin = -1
			}
			i += size
		}
		if begin >= 0 {
			yield(folded[begin:])
		}
	}
}
