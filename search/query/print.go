package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/text"
)

// String writes the query as a line that is read as the same: words and filters in
// their order, filters by their English names. What did not hold is left out.
func (q Query) String() string {
	terms := make([]string, 0, len(q.order))
	words, filters := 0, 0
	for _, filter := range q.order {
		if filter {
			terms = append(terms, q.Filters[filters].String())
			filters++
			continue
		}
		terms = append(terms, q.Words[words].String())
		words++
	}
	return strings.Join(terms, " ")
}

// Saying gives the query with another free text in the place of its words.
func (q Query) Saying(text string) Query {
	said := Query{Words: []Word{{Text: text}}, Filters: q.Filters, order: []bool{false}}
	for range q.Filters {
		said.order = append(said.order, true)
	}
	return said
}

// Replacing gives the query, folded, with another word in the place of a folded one.
func (q Query) Replacing(word, by string) Query {
	q.Words = slices.Clone(q.Words)
	for i, w := range q.Words {
		q.Words[i].Text = replaceWord(text.Fold(w.Text), word, by)
	}
	return q
}

func replaceWord(folded, word, by string) string {
	var out strings.Builder
	rest := folded
	for is := range text.Words(folded) {
		before, behind, _ := strings.Cut(rest, is)
		out.WriteString(before)
		if is == word {
			is = by
		}
		out.WriteString(is)
		rest = behind
	}
	return out.String() + rest
}

// String writes a word as it is typed.
func (w Word) String() string {
	if w.Phrase {
		return quote(w.Text)
	}
	return w.Text
}

// String writes a filter as it is typed: -tag:siam,"cold pressed".
func (f Filter) String() string {
	var b strings.Builder
	if f.Not {
		b.WriteByte('-')
	}
	b.WriteString(string(f.Name))
	// A comma would be taken for a part of a number.
	mark := quoted
	if len(f.Any) > 1 && specOf(f.Name).sort == amounts {
		mark = quote
	}
	for i, v := range f.Any {
		if i == 0 {
			b.WriteByte(':')
		} else {
			b.WriteByte(',')
		}
		b.WriteString(v.write(mark))
	}
	return b.String()
}

// Key is the same of filters that let the same records through, give or take a minute:
// what is written alike means other days tomorrow.
func (f Filter) Key() string {
	key := []byte(f.String())
	for _, v := range f.Any {
		if v.period != (period{}) {
			key = fmt.Appendf(key, " %d %d", v.period.from.Time().Unix()/60, v.period.to.Time().Unix()/60)
		}
	}
	return string(key)
}

// String writes a value as it is typed.
func (v Value) String() string { return v.write(quoted) }

func (v Value) write(mark func(string) string) string {
	switch v.Op {
	case Missing, Present, Mine:
		return string(v.Op)
	case Between:
		if v.To == "" {
			return mark(v.Text + v.Currency.String() + "..")
		}
		return mark(v.Text + ".." + v.To + v.Currency.String())
	case Less, AtMost, More, AtLeast:
		return string(v.Op) + mark(v.Text+v.Currency.String())
	}
	return mark(v.Text + v.Currency.String())
}

// quoted puts quotation marks around what would be read as something else.
func quoted(s string) string {
	folded := text.Fold(s)
	plain := s != "" && strings.IndexAny(s, ":!<>=\"") != 0 && !isMe(s) &&
		!slices.Contains(missingWords, folded) && !slices.Contains(presentWords, folded) &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '"' || commaSize(string(r)) > 0 })
	if plain {
		return s
	}
	return quote(s)
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
