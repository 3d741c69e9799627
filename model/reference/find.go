package reference

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/text"
)

func notWordRune(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

// wordsKey folds a text to its words, one space between.
func wordsKey(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), notWordRune), " ")
}

// writeWords writes wordsKey of s, without memory of its own where s is printable ASCII.
func writeWords(b *strings.Builder, s string) {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
		b.WriteString(wordsKey(s))
		return
	}
	written, between := false, false
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			between = written
			continue
		}
		if between {
			b.WriteByte(' ')
		}
		written, between = true, false
		b.WriteByte(c)
	}
}

// index completes what is typed to rows of a small table, by looking at each key.
type index struct {
	keys  []key
	shown map[int][3]string // row → its key in English, French, Arabic, for the order of equals
}

type key struct {
	text string
	row  int
	kind int
}

// Kinds of key: the three languages, other names, codes.
const (
	english = iota
	french
	arabic
	otherName
	code
)

func (ix *index) code(row int, text string) {
	if k := wordsKey(text); k != "" {
		ix.keys = append(ix.keys, key{k, row, code})
	}
}

func (ix *index) names(row int, en, fr, ar string, others []string) {
	if ix.shown == nil {
		ix.shown = map[int][3]string{}
	}
	shown := [3]string{wordsKey(en), wordsKey(fr), wordsKey(ar)}
	ix.shown[row] = shown
	for kind, k := range shown {
		if k != "" {
			ix.keys = append(ix.keys, key{k, row, kind})
		}
	}
	for _, n := range others {
		if k := wordsKey(n); k != "" && !slices.Contains(shown[:], k) {
			ix.keys = append(ix.keys, key{k, row, otherName})
		}
	}
}

func languageKind(lang string) int {
	switch {
	case isLanguage(lang, "fr"):
		return french
	case isLanguage(lang, "ar"):
		return arabic
	}
	return english
}

// find gives the rows that match, best first.
func (ix *index) find(typed, lang string, limit int) []int {
	if limit <= 0 {
		return nil
	}
	q, own := wordsKey(typed), languageKind(lang)
	best := map[int]int{}
	for _, k := range ix.keys {
		rank, ok := matchRank(k, q, own)
		if was, seen := best[k.row]; ok && (!seen || rank < was) {
			best[k.row] = rank
		}
	}
	rows := make([]int, 0, len(best))
	for row := range best {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b int) int {
		return cmp.Or(cmp.Compare(best[a], best[b]), strings.Compare(ix.shownKey(a, own), ix.shownKey(b, own)), cmp.Compare(a, b))
	})
	return rows[:min(limit, len(rows))]
}

func (ix *index) shownKey(row, lang int) string {
	return cmp.Or(ix.shown[row][lang], ix.shown[row][english])
}

// matchRank says how well a key matches, 0 best: the whole code, the whole name,
// the beginning of it in the own language, in another, the beginning of a code,
// of a word.
func matchRank(k key, q string, own int) (int, bool) {
	switch {
	case q == "":
		return 0, true
	case k.text == q && k.kind == code:
		return 0, true
	case k.text == q:
		return 1, true
	case strings.HasPrefix(k.text, q):
		switch k.kind {
		case own:
			return 2, true
		case code:
			return 4, true
		}
		return 3, true
	case strings.Contains(k.text, " "+q):
		if k.kind == own {
			return 5, true
		}
		return 6, true
	}
	return 0, false
}

// pick gives the rows of a table.
func pick[T any](table []T, rows []int) []T {
	var out []T
	for _, row := range rows {
		out = append(out, table[row])
	}
	return out
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance counts the runes to insert, drop or change to make b of a
// (Levenshtein); it gives limit+1 as soon as it is more than limit.
func distance(a, b string, limit int) int {
	from, to := []rune(a), []rune(b)
	if len(from)-len(to) > limit || len(to)-len(from) > limit || len(from) > maxDistanceRunes {
		return limit + 1
	}
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j, s := range to {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(to)]
}

// maxDistanceRunes bounds the work on a hostile text.
const maxDistanceRunes = 80
