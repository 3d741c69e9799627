package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name gives the key under which the names of companies are compared: folded,
// punctuation as spaces, "and" and "&" dropped, legal forms (SARL, Ltd, GmbH,
// ش.م.م, شركة, …) taken off both ends, though never the last word. It is "" only when s holds no letter and no digit.
func Name(s string) string {
	return strings.Join(joinInitials(stripTrailing(stripLeading(nameWords(Fold(s))))), " ")
}

// nameWords splits a folded name at all that is no letter, digit or mark.
func nameWords(folded string) []string {
	words := strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(conjunctions, w) })
}

// joinInitials makes one word of single letters in a row: J. P. is jp.
func joinInitials(words []string) []string {
	joined := make([]string, 0, len(words))
	after := false
	for _, w := range words {
		single := utf8.RuneCountInString(w) == 1
		if single && after {
			joined[len(joined)-1] += w
		} else {
			joined = append(joined, w)
		}
		after = single
	}
	return joined
}

var conjunctions = []string{"and", "et", "und"}

// stripLeading takes legal forms off the front, the longest first, but never all.
func stripLeading(words []string) []string {
	for {
		n := 0
		for try := min(maxFormWords, len(words)-1); try > 0 && n == 0; try-- {
			if isForm(leadingForms(), words[:try]) {
				n = try
			}
		}
		if n == 0 {
			return words
		}
		words = words[n:]
	}
}

// stripTrailing takes legal forms off the end, the longest first, but never all.
func stripTrailing(words []string) []string {
	for {
		n := 0
		for try := min(maxFormWords, len(words)-1); try > 0 && n == 0; try-- {
			if isForm(trailingForms(), words[len(words)-try:]) {
				n = try
			}
		}
		if n == 0 {
			return words
		}
		words = words[:len(words)-n]
	}
}

// isForm looks words up as one, without making one of them.
func isForm(forms map[string]bool, words []string) bool {
	if len(words) == 1 {
		return forms[words[0]]
	}
	var room [64]byte
	joined := room[:0]
	for _, word := range words {
		joined = append(joined, word...)
	}
	return forms[string(joined)]
}
