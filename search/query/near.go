package query

import (
	"cmp"
	"iter"
	"slices"
	"unicode/utf8"
)

// OneEdit reports whether one word becomes the other by adding, dropping or changing
// one letter, or by swapping two neighbours; a word is not one edit from itself.
func OneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	from := 0
	for from < len(a) && a[from] == b[from] {
		from++
	}
	// Different letters may share bytes.
	for from > 0 && !(runeStart(a, from) && runeStart(b, from)) {
		from--
	}
	x, y := len(a), len(b)
	for x > from && a[x-1] == b[y-1] {
		x, y = x-1, y-1
	}
	for x < len(a) && !(runeStart(a, x) && runeStart(b, y)) {
		x, y = x+1, y+1
	}
	left, right := a[from:x], b[from:y]
	switch n, m := utf8.RuneCountInString(left), utf8.RuneCountInString(right); {
	case n <= 1 && m <= 1:
		return n+m > 0
	case n == 2 && m == 2:
		first, size := utf8.DecodeRuneInString(left)
		last, width := utf8.DecodeRuneInString(right)
		return left[size:] == right[:width] && right[width:] == left[:size] && first != last
	}
	return false
}

func runeStart(s string, i int) bool { return i >= len(s) || utf8.RuneStart(s[i]) }

// Suggestion is a word that was perhaps meant, and how many records have it.
type Suggestion struct {
	Word  string
	Count int
}

// minMeant is how many letters a word has that is corrected: two letters are one edit
// from hundreds of words.
const minMeant = 3

// Meant gives the words of a dictionary that are one edit from a folded word, those
// first that most records have, at most limit. The dictionary gives folded words with
// their counts in any order, a word more than once where several have it; nothing is given
// for a word that it has.
func Meant(word string, dictionary iter.Seq2[string, int], limit int) []Suggestion {
	if utf8.RuneCountInString(word) < minMeant || limit <= 0 {
		return nil
	}
	var best []Suggestion
	known := false
	looks := shapeOf(word)
	dictionary(func(other string, count int) bool {
		if !looks.mayBe(other) {
			return true
		}
		switch {
		case other == word:
			known = true
			return false
		case OneEdit(word, other):
			best = keepBest(best, Suggestion{other, count}, limit)
		}
		return true
	})
	if known {
		return nil
	}
	return best
}

// shape is what can be told of a word at once.
type shape struct {
	length      int // bytes
	first, last byte
}

func shapeOf(word string) shape { return shape{len(word), word[0], word[len(word)-1]} }

// mayBe leaves out what cannot be one edit away: an edit adds or drops four bytes at
// the most, and changes the beginning or the end of a word, not both.
func (s shape) mayBe(other string) bool {
	n := len(other)
	return n > 0 && n-s.length <= utf8.UTFMax && s.length-n <= utf8.UTFMax && (other[0] == s.first || other[n-1] == s.last)
}

func keepBest(best []Suggestion, s Suggestion, limit int) []Suggestion {
	if had := slices.IndexFunc(best, func(had Suggestion) bool { return had.Word == s.Word }); had >= 0 {
		s.Count += best[had].Count
		best = slices.Delete(best, had, had+1)
	}
	at, _ := slices.BinarySearchFunc(best, s, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	if at >= limit {
		return best
	}
	if best = slices.Insert(best, at, s); len(best) > limit {
		best = best[:limit]
	}
	return best
}
