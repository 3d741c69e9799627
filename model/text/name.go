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
	var room [16]span
	folded := AppendFold(letters[:0], s)
	words := nameWords(room[:0], folded)
	return appendJoined(to, folded, stripTrailing(folded, stripLeading(folded, words)))
}

// span is where a word stands in a text.
type span struct{ from, to int }

func (w span) of(text []byte) []byte { return text[w.from:w.to] }

// nameWords splits a folded name at all that is no letter, digit or mark, and puts
// its words behind what is in words.
func nameWords(words []span, folded []byte) []span {
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
			words = appendNameWord(words, folded, span{begin, i})
			begin = -1
		}
		i += size
	}
	if begin >= 0 {
		words = appendNameWord(words, folded, span{begin, len(folded)})
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
func appendNameWord(words []span, folded []byte, word span) []span {
	switch string(word.of(folded)) {
	case "and", "et", "und":
		return words
	}
	return append(words, word)
}

// appendJoined puts words behind what is in to, and makes one word of single letters
// in a row: J. P. is jp.
func appendJoined(to, folded []byte, words []span) []byte {
	after := false
	for i, w := range words {
		word := w.of(folded)
		single := utf8.RuneCount(word) == 1
		if i > 0 && !(single && after) {
			to = append(to, ' ')
		}
		to = append(to, word...)
		after = single
	}
	return to
}

// stripLeading takes legal forms off the front, the longest first, but never all.
func stripLeading(folded []byte, words []span) []span {
	for {
		n := 0
		for try := min(maxFormWords, len(words)-1); try > 0 && n == 0; try-- {
			if isForm(leadingForms(), folded, words[:try]) {
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
func stripTrailing(folded []byte, words []span) []span {
	for {
		n := 0
		for try := min(maxFormWords, len(words)-1); try > 0 && n == 0; try-- {
			if isForm(trailingForms(), folded, words[len(words)-try:]) {
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
func isForm(forms map[string]bool, folded []byte, words []span) bool {
	if len(words) == 1 {
		return forms[string(words[0].of(folded))]
	}
	var room [64]byte
	joined := room[:0]
	for _, word := range words {
		joined = append(joined, word.of(folded)...)
	}
	return forms[string(joined)]
}
