package terms

import (
	"iter"
	"unicode"
	"unicode/utf8"
)

// MaxWords is how many words of one text are given; what comes after them is not found.
const MaxWords = 50_000

// Words gives the words of a folded text: runs of letters and digits, of each the first
// MaxWord bytes. A word of letters and digits is given whole, and each number in it too:
// msku1234567 is found by 1234567. What stands between is left out, so that an address or
// a number with separators is found by each of its parts.
func Words(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		given := 0
		give := func(word string) bool {
			given++
			return yield(word) && given < MaxWords
		}
		for from, to := range runsOf(folded) {
			word := cutWord(folded[from:to])
			if !give(word) {
				return
			}
			for from, to := range numbersIn(word) {
				if !give(word[from:to]) {
					return
				}
			}
		}
	}
}

// runsOf gives where each run of letters and digits begins and ends.
func runsOf(folded string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		begin := -1
		for i := 0; i < len(folded); {
			r, size := rune(folded[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(folded[i:])
			}
			switch in := inWord(r); {
			case in && begin < 0:
				begin = i
			case !in && begin >= 0:
				if !yield(begin, i) {
					return
				}
				begin = -1
			}
			i += size
		}
		if begin >= 0 {
			yield(begin, len(folded))
		}
	}
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	if r >= 'ء' && r <= 'ي' {
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// numbersIn gives where runs of digits are in a word that is not one itself.
func numbersIn(word string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for from := 0; from < len(word); {
			to := from
			for to < len(word) && word[to] >= '0' && word[to] <= '9' {
				to++
			}
			if to == from {
				from++
				continue
			}
			if to-from == len(word) || !yield(from, to) {
				return
			}
			from = to
		}
	}
}
