package text

import (
	"unicode"
	"unicode/utf8"
)

// Name gives the key under which the names of companies are compared: folded,
// punctuation as spaces, "and" and "&" dropped, legal forms (SARL, Ltd, GmbH,
// ش.م.م, شركة, …) taken off both ends, though never the last word. It is "" only when s holds no letter and no digit.
func Name(s string) string {
	var room [96]byte
	return string(AppendName(room[:0], s))
}

// AppendName puts Name(s) behind what is in to.
func AppendName(to []byte, s string) []byte {
	var letters [128]byte
	var room [16][]byte
	words := nameWords(room[:0], AppendFold(letters[:0], s))
	return appendJoined(to, stripTrailing(stripLeading(words)))
}

// nameWords splits a folded name at all that is no letter, digit or mark, and puts
// its words behind what is in words.
func nameWords(words [][]byte, folded []byte) [][]byte {
	begin := -1 // of the word at hand, -1 between words
	for i := 0; i < len(folded); {
		r, size := rune(folded[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(folded[i:])
		}
		switch inWord := inNameWord(r); {
		case inWord && begin < 0:
			begin = i
		case !inWord && begin >= 0:
			words = appendNameWord(words, folded[begin:i])
			begin = -1
		}
		i += size
	}
	if begin >= 0 {
		words = appendNameWord(words, folded[begin:])
	}
	return words
}

func inNameWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// appendNameWord leaves conjunctions out.
func appendNameWord(words [][]byte, word []byte) [][]byte {
	switch string(word) {
	case "and", "et", "und":
		return words
	}
	return append(words, word)
}

// appendJoined puts words behind what is in to, and makes one word of single letters
// in a row: J. P. is jp.
func appendJoined(to []byte, words [][]byte) []byte {
	after := false
	for i, w := range words {
		single := utf8.RuneCount(w) == 1
		if i > 0 && !(single && after) {
			to = append(to, ' ')
		}
		to = append(to, w...)
		after = single
	}
	return to
}

// stripLeading takes legal forms off the front, the longest first, but never all.
func stripLeading(words [][]byte) [][]byte {
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
func stripTrailing(words [][]byte) [][]byte {
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
func isForm(forms map[string]bool, words [][]byte) bool {
	if len(words) == 1 {
		return forms[string(words[0])]
	}
	var room [64]byte
	joined := room[:0]
	for _, word := range words {
		joined = append(joined, word...)
	}
	return forms[string(joined)]
}
