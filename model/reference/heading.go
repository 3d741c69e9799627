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

type headingTable struct {
	all    []Heading
	folded string // " word word word\n" a heading
	starts []int  // where each heading begins in folded
}

var headings = sync.OnceValue(loadHeadings)

func loadHeadings() *headingTable {
	t := &headingTable{}
	var folded strings.Builder
	folded.Grow(sizes["headings"])
	eachLine("headings", 2, func(f []string) {
		t.all = append(t.all, Heading{Code: f[0], Description: f[1]})
		t.starts = append(t.starts, folded.Len())
		foldASCII(&folded, f[1])
	})
	t.folded = folded.String()
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
	t := headings()
	i, ok := slices.BinarySearchFunc(t.all, code, func(h Heading, code string) int { return strings.Compare(h.Code, code) })
	if !ok {
		return Heading{}, false
	}
	return t.all[i], true
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
		return headings().byPrefix(digits, limit)
	}
	return headings().byWords(strings.Fields(wordsKey(typed)), limit)
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

func (t *headingTable) byPrefix(digits string, limit int) []Heading {
	from, _ := slices.BinarySearchFunc(t.all, digits, func(h Heading, code string) int { return strings.Compare(h.Code, code) })
	to := from
	for to < len(t.all) && strings.HasPrefix(t.all[to].Code, digits) {
		to++
	}
	found := slices.Clone(t.all[from:to])
	slices.SortStableFunc(found, func(a, b Heading) int { return cmp.Compare(len(a.Code), len(b.Code)) })
	return found[:min(limit, len(found))]
}

// byWords looks for the longest word everywhere and for the others beside it.
func (t *headingTable) byWords(words []string, limit int) []Heading {
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
		i := strings.Index(t.folded[at:], longest)
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
		if at >= len(t.folded) {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(len(t.all[a.row].Code), len(t.all[b.row].Code)), cmp.Compare(a.at, b.at))
	})
	var out []Heading
	for _, m := range found[:min(limit, len(found))] {
		out = append(out, t.all[m.row])
	}
	return out
}

func (t *headingTable) line(row int) string {
	if row+1 < len(t.starts) {
		return t.folded[t.starts[row]:t.starts[row+1]]
	}
	return t.folded[t.starts[row]:]
}

// singular takes the s off an English plural, so that it begins both forms.
func singular(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		return word[:len(word)-1]
	}
	return word
}
