package exchange

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"tradedesk/model/text"
)

// headerWords gives the folded words of a header: "E-mail 1 - Value" is e, mail,
// 1, value, and "firstName" is first, name.
func headerWords(header string) []string {
	return strings.FieldsFunc(text.Fold(splitCamel(header)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '#' && r != '°'
	})
}

func splitCamel(header string) string {
	var b strings.Builder
	lower := false
	for _, r := range header {
		if lower && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

// headerPattern gives the words with "#" for numbers, as presets have them.
func headerPattern(header string) string {
	words := headerWords(header)
	for i, w := range words {
		if onlyDigits(w) {
			words[i] = "#"
		}
	}
	return strings.Join(words, " ")
}

// headerKey gives the words as one, without a number behind: "Phone 2" is
// "phone". All of it stays when it is only a number.
func headerKey(header string) string {
	words := headerWords(header)
	if n := len(words); n > 1 && onlyDigits(words[n-1]) {
		words = words[:n-1]
	}
	return strings.Join(words, "")
}

// vocabulary is the synonyms, ready to look up.
type vocabulary struct {
	roles      map[string]role  // by headerKey
	keys       map[int][]string // by their length in runes, each list sorted
	qualifiers map[string]bool
}

var vocabularyOf = sync.OnceValue(func() vocabulary {
	v := vocabulary{roles: map[string]role{}, keys: map[int][]string{}, qualifiers: map[string]bool{}}
	for r, words := range synonyms {
		for _, word := range words {
			v.roles[headerKey(word)] = r
		}
	}
	for _, key := range slices.Sorted(maps.Keys(v.roles)) {
		n := utf8.RuneCountInString(key)
		v.keys[n] = append(v.keys[n], key)
	}
	for _, word := range qualifiers {
		v.qualifiers[text.Fold(word)] = true
	}
	return v
})

// many says which roles several columns may have.
func many(r role) bool {
	switch r {
	case roleNone, roleIgnore, roleEmail, rolePhone, roleTags, roleNotes:
		return true
	}
	return false
}

// guessRoles finds what columns mean by their headers: first by the very words,
// then without words that change nothing, then by likeness. A role that only one
// column can have goes to the surest. sure is false for what is only alike.
func guessRoles(headers []string) (roles []role, sure []bool) {
	v := vocabularyOf()
	roles, sure = make([]role, len(headers)), make([]bool, len(headers))
	found := make([]bool, len(headers))
	claimed := map[role]bool{}
	for stage, guess := range []func(string) (role, bool){v.exact, v.qualified, v.similar} {
		for i, header := range headers {
			if found[i] {
				continue
			}
			r, ok := guess(header)
			if !ok || claimed[r] && !many(r) {
				continue
			}
			roles[i], sure[i], found[i], claimed[r] = r, stage < 2, true, true
		}
	}
	return roles, sure
}

func (v vocabulary) exact(header string) (role, bool) {
	r, ok := v.roles[headerKey(header)]
	return r, ok
}

// qualified looks the header up without the words that do not change its meaning:
// one less at a time, the first of them first.
func (v vocabulary) qualified(header string) (role, bool) {
	words := headerWords(header)
	for len(words) > 1 {
		at := slices.IndexFunc(words, func(w string) bool { return v.qualifiers[w] || onlyDigits(w) })
		if at < 0 {
			break
		}
		words = slices.Delete(words, at, at+1)
		r, ok := v.roles[strings.Join(words, "")]
		if ok && r != roleIgnore && r != roleName && r != roleOrigin {
			return r, true
		}
	}
	return roleNone, false
}

// Bounds of a guess by likeness: short words are like too many others.
const (
	similarLength  = 5
	similarMissing = 2
)

// similar finds a synonym that the header is but for one or two letters that are
// missing from either: "Adress", "Compagny name".
func (v vocabulary) similar(header string) (role, bool) {
	key := headerKey(header)
	n := utf8.RuneCountInString(key)
	if n < similarLength {
		return roleNone, false
	}
	for missing := 1; missing <= similarMissing; missing++ {
		if found := fuzzy.Find(key, v.keys[n+missing]); len(found) > 0 {
			return v.roles[found[0].Str], true
		}
		for _, synonym := range v.keys[n-missing] {
			if n-missing >= similarLength && len(fuzzy.Find(synonym, []string{key})) > 0 {
				return v.roles[synonym], true
			}
		}
	}
	return roleNone, false
}
