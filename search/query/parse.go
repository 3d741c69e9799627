package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
)

// Parse reads a line. It never fails: see Query.Problems.
func (r Reader) Parse(line string) Query {
	q := Query{Line: line, me: r.Me}
	end := len(line)
	if end > MaxLine {
		for end = MaxLine; !utf8.RuneStart(line[end]); end-- {
		}
	}
	var terms []term
	for at := 0; at < end; {
		if c, size := utf8.DecodeRuneInString(line[at:]); unicode.IsSpace(c) {
			q.addBlank(at, at+size)
			at += size
			continue
		}
		t := scanTerm(line[:end], at)
		terms = append(terms, t)
		q.Parts = append(q.Parts, Part{t.Span, PartWord})
		at = t.To
	}
	if end < len(line) {
		rest := Span{end, len(line)}
		q.Parts = append(q.Parts, Part{rest, PartWord})
		q.Problems = append(q.Problems, Problem{Span: rest, Code: CodeLong})
	}
	r.readTerms(&q, terms)
	return q
}

func (q *Query) addBlank(from, to int) {
	if n := len(q.Parts); n > 0 && q.Parts[n-1].Kind == PartBlank {
		q.Parts[n-1].To = to
		return
	}
	q.Parts = append(q.Parts, Part{Span{from, to}, PartBlank})
}

// readTerms reads the kinds first, wherever they stand: they say which stages there
// are.
func (r Reader) readTerms(q *Query, terms []term) {
	read := make([]*Filter, len(terms))
	broken := make([]bool, len(terms))
	problems := make([][]Problem, len(terms))
	filters := 0
	for _, kinds := range []bool{true, false} {
		for i, t := range terms {
			name, ok := t.filter(q.Line)
			if !ok || (name == ByKind) != kinds {
				continue
			}
			if filters++; filters > maxFilters || len(t.values) > maxValues {
				problems[i] = []Problem{{Span: t.Span, Code: CodeMany}}
				continue
			}
			f, found := r.readFilter(*q, t, name)
			if problems[i] = found; len(f.Any) == 0 {
				broken[i] = true
				continue
			}
			read[i] = &f
			if kinds {
				q.Filters = append(q.Filters, f)
			}
		}
	}
	q.Filters = nil
	for i, t := range terms {
		part := &q.Parts[slices.IndexFunc(q.Parts, func(p Part) bool { return p.Span == t.Span })]
		switch {
		case read[i] != nil:
			part.Kind = PartFilter
			q.Filters, q.order = append(q.Filters, *read[i]), append(q.order, true)
		case broken[i]:
			part.Kind = PartBroken
		default:
			part.Kind = q.addWord(t)
			if problems[i] == nil {
				problems[i] = strange(q.Line, t)
			}
		}
		q.Problems = append(problems[i], q.Problems...)
	}
	slices.SortStableFunc(q.Problems, func(a, b Problem) int { return a.From - b.From })
}

// filter reports which filter a term is.
func (t term) filter(line string) (Name, bool) {
	if t.name.To == 0 {
		return "", false
	}
	return filterName(t.name.of(line))
}

// addWord takes a term as free text.
func (q *Query) addWord(t term) PartKind {
	w := Word{Span: t.Span, Text: t.of(q.Line)}
	if w.Text[0] == '"' {
		w.Text, w.Phrase = unquote(w.Text), true
	}
	if strings.TrimSpace(w.Text) != "" {
		q.Words, q.order = append(q.Words, w), append(q.order, false)
	}
	if w.Phrase {
		return PartPhrase
	}
	return PartWord
}

// strange says that a word looks like a filter that does not exist. Addresses, times
// and the like do not; nor does a word with a colon behind it, such as Re:, unless it
// is a filter's but for a letter.
func strange(line string, t term) []Problem {
	if t.op != ":" || t.name.To-t.name.From < 2 {
		return nil
	}
	typed := t.name.of(line)
	p := Problem{Span: t.name, Code: CodeFilter, Typed: text.Clean(typed, 40), Nearest: nearestFilter(typed)}
	rest := line[t.name.To+1 : t.To]
	switch {
	case strings.HasPrefix(rest, "/"), strings.HasPrefix(rest, `\`), strings.ContainsFunc(typed, unicode.IsNumber):
		return nil
	case rest == "" && p.Nearest == "":
		return nil
	}
	for _, name := range Names() {
		p.There = append(p.There, string(name))
	}
	return []Problem{p}
}

// nearestFilter gives the word for a filter that is one edit away.
func nearestFilter(typed string) string {
	folded := text.Fold(typed)
	for _, s := range specs {
		for _, word := range strings.Fields(s.names) {
			if OneEdit(folded, text.Fold(word)) {
				return word
			}
		}
	}
	return ""
}
