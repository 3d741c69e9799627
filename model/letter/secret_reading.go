package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
)

// span is a stretch of a text in runes; the zero value is none.
type span struct{ from, to int }

// reading is a text as secrets are looked for in it.
type reading struct {
	folded string
	at     []int // of each byte of folded, the rune it comes from
	tokens []token
}

type token struct {
	text string
	span
}

func read(written string) *reading {
	r := &reading{}
	r.folded, r.at = text.FoldMap(written)
	begin := -1
	for i, c := range r.folded + " " {
		in := unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c)
		switch {
		case in && begin < 0:
			begin = i
		case !in && begin >= 0:
			r.tokens = append(r.tokens, token{r.folded[begin:i], r.span(begin, i)})
			begin = -1
		}
	}
	return r
}

// span gives the runes that bytes of the folded text come from.
func (r *reading) span(from, to int) span { return span{r.at[from], r.at[to-1] + 1} }

// letters finds a text as it is.
func (r *reading) letters(key string, yield func(span) bool) {
	for from := 0; ; {
		i := strings.Index(r.folded[from:], key)
		if i < 0 || !yield(r.span(from+i, from+i+len(key))) {
			return
		}
		from += i + len(key)
	}
}

// words finds a name whose words are put together, at the bounds of words. A word of
// Arabic may have a particle before it: "for Nord" is one word there.
func (r *reading) words(key string, yield func(span) bool) {
	for i, first := range r.tokens {
		starts := []string{first.text}
		if c, size := utf8.DecodeRuneInString(first.text); strings.ContainsRune("لبوكف", c) {
			starts = append(starts, first.text[size:])
		}
		for _, begun := range starts {
			if last := r.spells(key, begun, i); last >= 0 && !yield(span{first.from, r.tokens[last].to}) {
				return
			}
		}
	}
}

// spells gives the word that ends a name of which so much stands at word i; -1 when it
// does not stand there.
func (r *reading) spells(key, begun string, i int) int {
	for strings.HasPrefix(key, begun) {
		if begun == key {
			return i
		}
		if i++; i == len(r.tokens) {
			break
		}
		if next := r.tokens[i].text; next != "and" && next != "et" && next != "und" {
			begun += next
		}
	}
	return -1
}

// digits finds a number by its last digits, with whatever stands between them. What may be
// its beginning belongs to it.
func (r *reading) digits(key string, yield func(span) bool) {
	var run []byte
	var from []int // of each digit, its byte
	for i := 0; i <= len(r.folded); i++ {
		switch {
		case i < len(r.folded) && r.folded[i] >= '0' && r.folded[i] <= '9':
			run, from = append(run, r.folded[i]), append(from, i)
		case i < len(r.folded) && strings.IndexByte(" .-()/+", r.folded[i]) >= 0:
		default:
			before := len(key) - leastDigits
			if at := strings.Index(string(run), key[before:]); at >= 0 && !yield(r.span(from[max(at-before, 0)], from[at+leastDigits-1]+1)) {
				return
			}
			run, from = run[:0], from[:0]
		}
	}
}
