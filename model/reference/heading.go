package reference

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Heading is one line of the Harmonized System 2022.
type Heading struct {
	Code        string // 2, 4 or 6 digits
	Description string // English
}

// Parent gives the code of the heading above, "" for a chapter.
func (h Heading) Parent() string { return h.Code[:max(len(h.Code)-2, 0)] }

var headings = sync.OnceValue(loadHeadings)

func loadHeadings() []Heading {
	content := unpack("headings")
	all := make([]Heading, 0, strings.Count(content, "\n"))
	for line := range strings.Lines(content) {
		code, description, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, Heading{Code: code, Description: description})
	}
	return all
}

// foldedTable is the words of all descriptions, for finding.
type foldedTable struct {
	text   string // " word word word\n" a heading
	starts []int  // where each heading begins in text
}

var foldedHeadings = sync.OnceValue(loadFoldedHeadings)

func loadFoldedHeadings() *foldedTable {
	t := &foldedTable{starts: make([]int, 0, len(headings()))}
	var b strings.Builder
	b.Grow(sizes["headings"])
	for _, h := range headings() {
		t.starts = append(t.starts, b.Len())
		foldASCII(&b, h.Description)
	}
	t.text = b.String()
	return t
}

// foldASCII writes the words of an ASCII text in lower case, each with a space
// before it, and a line end.
func foldASCII(b *strings.Builder, s string) {
	b.WriteByte(' ')
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteByte(c)
		default:
			b.WriteByte(' ')
		}
	}
	b.WriteByte('\n')
}

// HeadingByCode finds a code of 2, 4 or 6 digits.
func HeadingByCode(code string) (Heading, bool) {
	all := headings()
	i, ok := slices.BinarySearchFunc(all, code, func(h Heading, code string) int { return strings.Compare(h.Code, code) })
	if !ok {
		return Heading{}, false
	}
	return all[i], true
}

// FindHeadings gives up to limit headings for what was typed so far: digits (with
// or without points) are the beginning of a code, anything else words of the
// description, whole or begun; words of one or two letters do not count.
// Headings of fewer digits come first.
func FindHeadings(typed string, limit int) []Heading {
	if limit <= 0 {
		return nil
	}
	if digits := codeDigits(typed); digits != "" {
		return headingsByPrefix(digits, limit)
	}
	return headingsByWords(strings.Fields(wordsKey(typed)), limit)
}

// codeDigits gives the digits of a code as typed, "" if it has letters.
func codeDigits(typed string) string {
	var b strings.Builder
	for _, r := range wordsKey(typed) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r != ' ':
			return ""
		}
	}
	return b.String()
}

func headingsByPrefix(digits string, limit int) []Heading {
	all := headings()
	from, _ := slices.BinarySearchFunc(all, digits, func(h Heading, code string) int { return strings.Compare(h.Code, code) })
	to := from
	for to < len(all) && strings.HasPrefix(all[to].Code, digits) {
		to++
	}
	found := slices.Clone(all[from:to])
	slices.SortStableFunc(found, func(a, b Heading) int { return cmp.Compare(len(a.Code), len(b.Code)) })
	return found[:min(limit, len(found))]
}

// headingsByWords looks for the longest word everywhere and for the others beside it.
func headingsByWords(words []string, limit int) []Heading {
	all, t := headings(), foldedHeadings()
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 3 })
	if len(words) == 0 {
		return nil
	}
	for i, w := range words {
		words[i] = " " + singular(w)
	}
	longest := slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	type match struct{ row, at int }
	var found []match
	for at := 0; ; {
		i := strings.Index(t.text[at:], longest)
		if i < 0 {
			break
		}
		row, exact := slices.BinarySearch(t.starts, at+i)
		if !exact {
			row--
		}
		line := t.line(row)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			found = append(found, match{row, strings.Index(line, words[0])})
		}
		at = t.starts[row] + len(line)
		if at >= len(t.text) {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(len(all[a.row].Code), len(all[b.row].Code)), cmp.Compare(a.at, b.at))
	})
	var out []Heading
	for _, m := range found[:min(limit, len(found))] {
		out = append(out, all[m.row])
	}
	return out
}

func (t *foldedTable) line(row int) string {
	if row+1 < len(t.starts) {
		return t.text[t.starts[row]:t.starts[row+1]]
	}
	return t.text[t.starts[row]:]
}

// singular takes the s off an English plural, so that it begins both forms.
func singular(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		return word[:len(word)-1]
	}
	return word
}
