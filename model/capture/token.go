package capture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
)

// token is a word of the line.
type token struct {
	from, to int    // bytes of the line, with what stands around the word
	text     string // the word without brackets and stops around it
	fold     string // text.Fold of it
	apart    bool   // a separator or the line's beginning stands before it
	quoted   bool
	before   int  // bytes of a quoted text that stand before the quotes: its label
	used     bool // understood already
}

// tokenize splits a line at spaces and separators, and gives the note behind it.
func tokenize(line string) (tokens []token, note int) {
	apart := true
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case beginsNote(line, i):
			return tokens, i
		case separates(line, i, r):
			apart = true
			i += size
		case unicode.IsSpace(r):
			i += size
		default:
			t := scan(line, i)
			t.apart = apart
			apart = false
			i = t.to
			if strings.Trim(t.text, "-–—·/&+*=~") == "" && !t.quoted && t.text != "&" {
				// A sign alone parts what stands around it.
				apart = true
				continue
			}
			tokens = append(tokens, t)
		}
	}
	return tokens, len(line)
}

// beginsNote: // or -- at the beginning of a word.
func beginsNote(line string, i int) bool {
	if !strings.HasPrefix(line[i:], "//") && !strings.HasPrefix(line[i:], "--") {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	return i == 0 || unicode.IsSpace(before)
}

// separates: a comma between digits belongs to their number.
func separates(line string, i int, r rune) bool {
	switch r {
	case ';', '|', '\t', '\n', '\r', '؛', '\u2028', '\u2029':
		return true
	case ',', '،':
		before, _ := utf8.DecodeLastRuneInString(line[:i])
		after, _ := utf8.DecodeRuneInString(line[i+utf8.RuneLen(r):])
		return !unicode.IsDigit(before) || !unicode.IsDigit(after)
	}
	return false
}

// scan reads the word that begins at from. The text of a label may stand in
// quotes, which hold it together; a quote in it is written twice.
func scan(line string, from int) token {
	to := from
	for to < len(line) {
		r, size := utf8.DecodeRuneInString(line[to:])
		if r == '"' && (to == from || line[to-1] == ':') {
			if content, end, closed := quoted(line, to); closed {
				label := line[from:to]
				return token{from: from, to: end, text: label + content, fold: text.Fold(label), quoted: true, before: len(label)}
			}
		}
		if unicode.IsSpace(r) || separates(line, to, r) || to > from && beginsNote(line, to) {
			break
		}
		to += size
	}
	word := strings.TrimFunc(line[from:to], around)
	return token{from: from, to: to, text: word, fold: text.Fold(word)}
}

// quoted reads from an opening quote to the closing one.
func quoted(line string, from int) (content string, to int, closed bool) {
	var b strings.Builder
	for i := from + 1; i < len(line); i++ {
		if line[i] != '"' {
			b.WriteByte(line[i])
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return "", from, false
}

// around reports what stands around a word and is none of it.
func around(r rune) bool {
	return strings.ContainsRune(`()[]{}<>«»“”"!?؟…`, r) || r == '\u200e' || r == '\u200f'
}

// keyOf folds a name to its words, one space between.
func keyOf(name string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " ")
}

func wordsOf(key string) int {
	if key == "" {
		return 0
	}
	return strings.Count(key, " ") + 1
}

// isWord reports whether a token has letters and no digits, as names do.
func (t token) isWord() bool {
	letters := false
	for _, r := range t.text {
		if unicode.IsDigit(r) || r == '@' {
			return false
		}
		letters = letters || unicode.IsLetter(r)
	}
	return letters
}
