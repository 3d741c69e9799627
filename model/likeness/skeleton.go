package likeness

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Skeleton gives what spellings of a folded name have in common: its words in
// the order of the alphabet, each without the vowels behind its first letter and
// without doubled letters, but with all its digits. Names with one skeleton need not
// be alike.
func Skeleton(name string) string { return string(AppendSkeleton(nil, []byte(name))) }

// AppendSkeleton puts Skeleton(name) behind what is in to.
func AppendSkeleton(to, name []byte) []byte {
	var letters [128]byte
	var room [16][2]int // where each word stands in bones
	bones, words := letters[:0], room[:0]
	for len(name) > 0 {
		word, rest, _ := bytes.Cut(name, []byte{' '})
		if name = rest; len(word) == 0 {
			continue
		}
		begin := len(bones)
		bones = appendBones(bones, word)
		words = append(words, [2]int{begin, len(bones)})
	}
	slices.SortFunc(words, func(a, b [2]int) int { return bytes.Compare(bones[a[0]:a[1]], bones[b[0]:b[1]]) })
	for i, word := range words {
		if i > 0 {
			to = append(to, ' ')
		}
		to = append(to, bones[word[0]:word[1]]...)
	}
	return to
}

// appendBones leaves words of up to three letters as they are: little would be left.
func appendBones(to, word []byte) []byte {
	if utf8.RuneCount(word) <= 3 {
		return append(to, word...)
	}
	last := rune(-1)
	for i := 0; i < len(word); {
		r, size := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[i:])
		}
		if i == 0 || (r != last || isDigit(r)) && !isVowel(r) {
			to = append(to, word[i:i+size]...)
			last = r
		}
		i += size
	}
	return to
}

func isVowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'ا', 'و', 'ي', 'ى':
		return true
	}
	return false
}
