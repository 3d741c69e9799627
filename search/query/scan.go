package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// term is what stands between two blanks: free text, or a name, a comparison and
// values. All places are bytes of the line.
type term struct {
	Span
	not    bool
	name   Span   // empty for free text
	op     string // as typed: : = != < <= > >=
	values []piece
}

// piece is one of the values of a term, with its quotation marks.
type piece struct {
	Span
	op     string // < <= > >= in front of it
	quoted bool
	text   string // without op and marks
}

// quoteEnd gives where a quotation that begins at i ends, behind its closing mark or
// at the end of the line. Two marks within it are one that is meant.
func quoteEnd(line string, i int) int {
	for i++; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			i++
			continue
		}
		return i + 1
	}
	return len(line)
}

// unquote takes the marks off a quotation.
func unquote(s string) string {
	s = s[1:]
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		s = s[:i] + s[i+1:]
		break
	}
	return strings.ReplaceAll(s, `""`, `"`)
}

// scanTerm reads the term that begins at a place that is no blank.
func scanTerm(line string, from int) term {
	t := term{Span: Span{from, from}}
	at := from
	if line[at] == '"' {
		t.To = quoteEnd(line, at)
		return t
	}
	if line[at] == '-' {
		at++
	}
	nameTo := wordEnd(line, at)
	op := comparison(line[nameTo:])
	if nameTo == at || op == "" {
		t.To = blankFrom(line, from)
		return t
	}
	t.not, t.name, t.op = at > from, Span{at, nameTo}, op
	t.values, t.To = scanValues(line, nameTo+len(op))
	return t
}

// wordEnd gives where the letters, digits and underscores that begin at i end; a
// name begins with a letter.
func wordEnd(line string, i int) int {
	for n, r := range line[i:] {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && (n == 0 || r != '_' && !unicode.IsNumber(r)) {
			return i + n
		}
	}
	return len(line)
}

// blankFrom gives where the next blank begins.
func blankFrom(line string, i int) int {
	if n := strings.IndexFunc(line[i:], unicode.IsSpace); n >= 0 {
		return i + n
	}
	return len(line)
}

// comparisons come with the longer first.
var comparisons = []string{":", "!=", "<=", ">=", "=", "<", ">"}

func comparison(s string) string {
	for _, op := range comparisons {
		if strings.HasPrefix(s, op) {
			return op
		}
	}
	return ""
}

// scanValues reads values up to the next blank that is not quoted.
func scanValues(line string, at int) (values []piece, end int) {
	for {
		p := piece{Span: Span{at, at}}
		if p.op = comparison(line[at:]); p.op == ":" || p.op == "!=" {
			p.op = ""
		}
		text := at + len(p.op)
		if text < len(line) && line[text] == '"' {
			p.To = quoteEnd(line, text)
			p.quoted, p.text = true, unquote(line[text:p.To])
		} else {
			p.To = valueEnd(line, text)
			p.text = line[text:p.To]
		}
		if p.To > p.From {
			values = append(values, p)
		}
		at = p.To
		switch size := commaSize(line[at:]); {
		case size > 0:
			at += size
		case at == len(line) || blankFrom(line, at) == at:
			return values, at
		}
		// What follows a quotation without a blank is a value of its own.
	}
}

// valueEnd gives where a value ends that begins at i: at a comma, a blank, or a
// quotation behind its first letter.
func valueEnd(line string, i int) int {
	for n, r := range line[i:] {
		if unicode.IsSpace(r) || commaSize(line[i+n:]) > 0 || r == '"' && n > 0 {
			return i + n
		}
	}
	return len(line)
}

// commaSize is how many bytes a comma has that a text begins with, 0 for none.
func commaSize(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r == ',' || r == '،' || r == '，' {
		return size
	}
	return 0
}
