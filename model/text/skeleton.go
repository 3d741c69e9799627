package text

import (
	"slices"
	"strings"
)

// A skeleton is what a word keeps whoever writes it, in Latin or in Arabic letters:
// its consonants, those made one that people interchange. Karkoubi, qarqoubi and
// الكرقوبي are krkb. The rules, on a folded word:
//
//   - vowels, w, y and و ي ا ع are dropped
//   - each consonant becomes its sound (skeleton_letters.go)
//   - a doubled sound is one, h behind t or d and at the end is lost: Fatima and
//     Fatimah, Fathi and فتحي, Abdellah and عبد الله
//   - ال, el and al in front go when at least two consonants are left
//   - a name in several words has the skeleton of one too (skeleton_names.go)
//
// Under three consonants a word says little, so that its skeleton also says whether
// it begins with a vowel (a) and in which letters it is written (Arabic in capitals):
// it stands for words in the other letters alone. Casa is not case, yet Fès is فاس.

// shortSkeleton and wholeSkeleton: with fewer consonants a skeleton is short; with
// fewer it must be that of the whole word, so that argan is not organic.
const (
	shortSkeleton = 3
	wholeSkeleton = 4
)

// Skeleton gives the skeleton of a folded word, "" when it has none: small words,
// numbers, words with letters that are neither Latin nor Arabic.
func Skeleton(word string) string {
	var room [32]byte
	return string(AppendSkeleton(room[:0], word))
}

// AppendSkeleton puts Skeleton(word) behind what is in to.
func AppendSkeleton(to []byte, word string) []byte {
	var room [64]sound
	s, ok := spell(room[:0], word)
	if !ok || smallWords[word] {
		return to
	}
	from := len(to)
	vowelFirst := s.sounds[0] == silent && !s.elided
	if rest := s.behindArticle(); rest != nil {
		if to = appendConsonants(to, rest); len(to)-from >= 2 {
			vowelFirst = rest[0] == silent
		} else {
			to = appendConsonants(to[:from], s.sounds)
		}
	} else {
		to = appendConsonants(to, s.sounds)
	}
	switch n := len(to) - from; {
	case n >= shortSkeleton:
		return to
	case n == 0, n == 1 && !vowelFirst, s.latin && s.arabic:
		return to[:from]
	}
	if vowelFirst {
		to = slices.Insert(to, from, 'a')
	}
	if s.arabic {
		for i := from; i < len(to); i++ {
			to[i] -= 'a' - 'A'
		}
	}
	return to
}

// SeekSkeleton gives what a typed folded word finds among the Skeletons of records:
// a whole skeleton or, with prefix, all that begin so. It is "" when the word finds
// nothing that way.
func SeekSkeleton(word string) (skeleton string, prefix bool) {
	s := Skeleton(word)
	short := strings.TrimLeft(s, "aA")
	switch {
	case len(short) >= wholeSkeleton:
		return s, true
	case len(short) >= shortSkeleton || s == "":
		return s, false
	case s[0] >= 'a':
		return strings.ToUpper(s), false
	}
	return strings.ToLower(s), false
}

// appendConsonants puts the sounds of a word without vowels behind what is in to.
func appendConsonants(to []byte, sounds []sound) []byte {
	from := len(to)
	for i, is := range sounds {
		var before byte
		if len(to) > from {
			before = to[len(to)-1]
		}
		switch {
		case is == silent, byte(is) == before:
		case is == 'h' && (i == len(sounds)-1 || before == 't' || before == 'd'):
		default:
			to = append(to, byte(is))
		}
	}
	return to
}

// SmallWord reports whether a folded word stands between others and says nothing:
// the, de, في.
func SmallWord(word string) bool { return smallWords[word] }

// smallWords stand between others in three languages and say nothing.
var smallWords = setOf(`
	a an and as at by for from in is it of on or the to with
	al au aux avec d dans de des du el en est et l la le les par pour sur un une
	من الي عن في او و مع بن ابن`)
