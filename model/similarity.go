package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
)

// Shares of 100 from which two words, or two names, count as the same in other
// spelling. Chosen so that Argan/Argane and Freres/Frere are, and Atlas/Atlanta
// are not.
const (
	sameWord = 90
	sameName = 80
)

// nameSimilarity compares two names of firms or people by their words, in any
// order, 0-100: twice the words that both have over all words (Dice), where a
// word counts as much as it resembles. A name whose words are all in the other
// ("Nord Foods" in "Nord Foods Trading") is the same name said shorter. Numbers have
// no other spelling: names that each have some, and not the same, have nothing alike.
func nameSimilarity(a, b string) int {
	a, b = text.Name(a), text.Name(b)
	if a == "" || b == "" || otherNumbers(a, b) {
		return 0
	}
	if a == b {
		return 100
	}
	short, long := strings.Fields(a), strings.Fields(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	matched, sum := 0, 0
	used := make([]bool, len(long))
	for _, word := range short {
		best, at := 0, -1
		for i, other := range long {
			if !used[i] {
				if s := jaroWinkler(word, other); s > best {
					best, at = s, i
				}
			}
		}
		if best >= sameWord {
			used[at] = true
			matched++
			sum += best
		}
	}
	dice := 2 * sum / (len(short) + len(long))
	if matched == len(short) && len(strings.Join(short, "")) >= 6 {
		return max(dice, sameName+5)
	}
	// "Soft Tech" and "Softtech" differ only by a space.
	return max(dice, joined(short, long))
}

func joined(a, b []string) int {
	if s := jaroWinkler(strings.Join(a, ""), strings.Join(b, "")); s >= 95 {
		return s
	}
	return 0
}

// nameSkeleton gives what spellings of a folded name have in common: its words in
// the order of the alphabet, each without the vowels behind its first letter and
// without doubled letters, but with all its digits. Names with one skeleton need not
// be alike.
func nameSkeleton(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		words[i] = skeleton(word)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// skeleton leaves words of up to three letters as they are: little would be left.
func skeleton(word string) string {
	if utf8.RuneCountInString(word) <= 3 {
		return word
	}
	var b strings.Builder
	last := rune(-1)
	for i, r := range word {
		if i > 0 && (r == last && !isDigit(r) || strings.ContainsRune("aeiouyاويى", r)) {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// isDigit knows the digits that are left in a folded text.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// otherNumbers reports whether two folded names both have numbers in them, and not
// the same ones. In which order they stand does not count.
func otherNumbers(a, b string) bool {
	if !strings.ContainsFunc(a, isDigit) || !strings.ContainsFunc(b, isDigit) {
		return false
	}
	x, y := strings.FieldsFunc(a, notDigit), strings.FieldsFunc(b, notDigit)
	slices.Sort(x)
	slices.Sort(y)
	return !slices.Equal(x, y)
}

func notDigit(r rune) bool { return !isDigit(r) }

// jaroWinkler compares two words by their letters, 0-100 (Winkler 1990: Jaro's
// measure plus a tenth of the rest for each of the first four letters that
// agree).
func jaroWinkler(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	matchesX, matchesY := jaroMatches(x, y)
	m := len(matchesX)
	if m == 0 {
		return 0
	}
	swapped := 0
	for i := range matchesX {
		if matchesX[i] != matchesY[i] {
			swapped++
		}
	}
	// In millionths, so that no float takes part.
	const whole = 1_000_000
	jaro := (whole*m/len(x) + whole*m/len(y) + whole*(m-swapped/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return (jaro + prefix*(whole-jaro)/10 + whole/200) / (whole / 100)
}

// jaroMatches gives the letters that agree, each in its word's order: equal and
// not farther apart than half of the longer word.
func jaroMatches(x, y []rune) (inX, inY []rune) {
	window := max(max(len(x), len(y))/2-1, 0)
	used := make([]bool, len(y))
	for i, r := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !used[j] && y[j] == r {
				used[j] = true
				inX = append(inX, r)
				break
			}
		}
	}
	for j, ok := range used {
		if ok {
			inY = append(inY, y[j])
		}
	}
	return inX, inY
}

// sameScript reports whether two texts have letters of one script in common, so
// that comparing their spelling means something.
func sameScript(a, b string) bool {
	return hasScript(a, unicode.Arabic) && hasScript(b, unicode.Arabic) ||
		hasScript(a, unicode.Latin) && hasScript(b, unicode.Latin) ||
		!hasScript(a, unicode.Arabic, unicode.Latin) && !hasScript(b, unicode.Arabic, unicode.Latin)
}

func hasScript(s string, tables ...*unicode.RangeTable) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsOneOf(tables, r) })
}
