package text

import "strings"

// maxMistyped bounds the words that Nearest looks at, in bytes.
const maxMistyped = 60

// Nearest gives the candidate that a mistyped word most probably means: at most
// a third of its letters differ, or it is the beginning of the only one.
func Nearest(word string, candidates []string) (string, bool) {
	word = strings.ToLower(word)
	if len(word) > maxMistyped {
		return "", false
	}
	best, bestDistance := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if d := editDistance(word, c); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	if best != "" {
		return best, true
	}
	for _, c := range candidates {
		if len(word) >= 3 && strings.HasPrefix(c, word) {
			if best != "" {
				return "", false
			}
			best = c
		}
	}
	return best, best != ""
}

// editDistance counts the letters to insert, drop, replace or swap with their
// neighbour (optimal string alignment).
func editDistance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
