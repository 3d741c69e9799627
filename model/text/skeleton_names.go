package text

import (
	"iter"
	"slices"
	"strings"
)

// Names that are written in one word or in several: Benjelloun, Ben Jelloun and بن جلون;
// Abdelkader, Abd El Kader and عبد القادر.

// joiners begin such a name.
var joiners = setOf(`
	abd abdel abdal abdul abdoul abder abdes abden abou abu ait ben bin ibn bou oulad ould
	عبد ابو ابي ايت بن ابن بو اولاد ولد`)

// articles stand in the middle of one.
var articles = setOf("el al ul er ur es en ed ez")

func setOf(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

// BeginsName reports whether a folded word may begin a name in several words.
func BeginsName(word string) bool { return joiners[word] || isArticle(word) }

// JoinName gives the name that the first of some folded words begins as one word, and
// of how many words it is; "" when they begin no such name.
func JoinName(words []string) (joined string, n int) {
	if len(words) < 2 || !joiners[words[0]] {
		return "", 0
	}
	n = 1
	for n < len(words)-1 && (joiners[words[n]] || articles[words[n]]) {
		n++
	}
	return strings.Join(words[:n+1], ""), n + 1
}

// Skeletons gives the skeletons of the words of a folded text, and of the names that
// they make, each once, in order: what a record is found by.
func Skeletons(folded string) []string {
	all := make([]string, 0, 16)
	for s := range EachSkeleton(folded) {
		if !slices.ContainsFunc(all, func(had string) bool { return had == string(s) }) {
			all = append(all, string(s))
		}
	}
	return all
}

// EachSkeleton gives what Skeletons does as it comes, some more than once; each is valid
// until the next.
func EachSkeleton(folded string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var room [48]string
		words := slices.AppendSeq(room[:0], Words(folded))
		var letters [32]byte
		give := func(word string) bool {
			s := AppendSkeleton(letters[:0], word)
			return len(s) == 0 || yield(s)
		}
		for i, word := range words {
			if !give(word) {
				return
			}
			if joined, n := JoinName(words[i:]); n > 0 && !give(joined) {
				return
			}
			if s := ArticleSkeleton(words[i:]); s != "" && !yield([]byte(s)) {
				return
			}
		}
	}
}

// withoutSunL drops the l of عبد ال before a letter that takes its place: عبد الرحيم is
// Abderrahim, and Abdelrahim.
func withoutSunL(sounds []sound) []sound {
	if len(sounds) < 4 || sounds[0] != silent || sounds[1] != 'b' || sounds[2] != 'd' {
		return sounds
	}
	at := 3
	for at < len(sounds) && sounds[at] == silent {
		at++
	}
	if at+1 < len(sounds) && sounds[at] == 'l' && strings.IndexByte(sunLetters, byte(sounds[at+1])) >= 0 {
		sounds[at] = silent
	}
	return sounds
}
