package text

import "strings"

// Fold gives the search key of s.
func Fold(s string) string { folded, _ := FoldMap(s); return folded }

// FoldMap gives Fold and, for each of its bytes, the index of the rune in s.
func FoldMap(s string) (folded string, runeAt []int) {
	var b strings.Builder
	for i, r := range []rune(s) {
		n := b.Len()
		b.WriteString(strings.ToLower(string(r)))
		for ; n < b.Len(); n++ {
			runeAt = append(runeAt, i)
		}
	}
	return b.String(), runeAt
}
