package model

import (
	"bytes"
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
func nameSkeleton(name string) string { return string(appendSkeleton(nil, []byte(name))) }

// appendSkeleton puts nameSkeleton(name) behind what is in to.
func appendSkeleton(to, name []byte) []byte {
	var letters [128]byte
	var room [16][2]int // where each word stands in bones
	bones, words := letters[:0], room[:0]
	for len(name) > 0 {
		word, rest, _ := bytes.Cut(name, []byte{' '})
		if name = rest; len(word) == 0 {
			continue
		}
		begin := len(bones)
		bones = appendBones(bones, word)
		words = append(words, [2]int{begin, len(bones)})
	}
	slices.SortFunc(words, func(a, b [2]int) int { return bytes.Compare(bones[a[0]:a[1]], bones[b[0]:b[1]]) })
	for i, word := range words {
		if i > 0 {
			to = append(to, ' ')
		}
		to = append(to, bones[word[0]:word[1]]...)
	}
	return to
}

// appendBones leaves words of up to three letters as they are: little would be left.
func appendBones(to, word []byte) []byte {
	if utf8.RuneCount(word) <= 3 {
		return append(to, word...)
	}
	last := rune(-1)
	for i := 0; i < len(word); {
		r, size := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[i:])
		}
		if i == 0 || (r != last || isDigit(r)) && !isVowel(r) {
			to = append(to, word[i:i+size]...)
			last = r
		}
		i += size
	}
	return to
}

func isVowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'ا', 'و', 'ي', 'ى':
		return true
	}
	return false
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
	var roomA, roomB [48]rune
	x, y := appendRunes(roomA[:0], a), appendRunes(roomB[:0], b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	m, swapped := jaroMatches(x, y)
	if m == 0 {
		return 0
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

func appendRunes(to []rune, s string) []rune {
	for _, r := range s {
		to = append(to, r)
	}
	return to
}

// jaroMatches counts the letters that agree, equal and not farther apart than half of
// the longer word, and how many of them stand in another order.
func jaroMatches(x, y []rune) (matches, swapped int) {
	window := max(max(len(x), len(y))/2-1, 0)
	var usedRoom [48]bool
	var inRoom [48]rune
	used, inX := append(usedRoom[:0], make([]bool, len(y))...), inRoom[:0]
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
			if inX[matches] != y[j] {
				swapped++
			}
			matches++
		}
	}
	return matches, swapped
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
