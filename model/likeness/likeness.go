// Package likeness says how alike two names of firms, people or places are, by their
// letters, by their words and by their sound.
package likeness

import (
	"slices"
	"strings"

	"tradedesk/model/text"
)

// The shares of 100 from which two words, as Words compares them, or two names, as Names
// does, count as the same in other spelling. Chosen so that Argan/Argane and Freres/Frere
// are, and Atlas/Atlanta are not.
const (
	OneWord = 90
	OneName = 80
)

// Names compares two names of firms or people by their words, in any
// order, 0-100: twice the words that both have over all words (Dice), where a
// word counts as much as it resembles. A name whose words are all in the other
// ("Nord Foods" in "Nord Foods Trading") is the same name said shorter. Numbers have
// no other spelling: names that each have some, and not the same, have nothing alike.
func Names(a, b string) int {
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
				if s := Words(word, other); s > best {
					best, at = s, i
				}
			}
		}
		if best >= OneWord {
			used[at] = true
			matched++
			sum += best
		}
	}
	dice := 2 * sum / (len(short) + len(long))
	if matched == len(short) && len(strings.Join(short, "")) >= 6 {
		return max(dice, OneName+5)
	}
	// "Soft Tech" and "Softtech" differ only by a space.
	return max(dice, joined(short, long))
}

func joined(a, b []string) int {
	if s := Words(strings.Join(a, ""), strings.Join(b, "")); s >= 95 {
		return s
	}
	return 0
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
