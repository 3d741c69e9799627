package text

import "strings"

// Names whose article is written with the name or apart, in front of a vowel: Elwazzani,
// El Ouazzani and الوزاني. In one word nobody can tell that from a word that begins so,
// Alimentaire, so that Skeleton leaves the article on, and a name has a skeleton of its own
// besides: e and the consonants behind the article, ezn. Only a name with an article has
// and asks for one.

// ArticleSkeleton gives that skeleton of the name that some folded words begin, "" when they
// begin none. The article is the first word, or in front of it.
func ArticleSkeleton(words []string) string {
	if isArticle(words[0]) {
		if len(words) == 1 || smallWords[words[1]] {
			return ""
		}
		return behindVowel(words[1])
	}
	for _, article := range []string{"el", "al", "ال"} {
		if name, ok := strings.CutPrefix(words[0], article); ok && !notArticled[words[0]] {
			return behindVowel(name)
		}
	}
	return ""
}

// notArticled are words of the trade that begin as if with an article.
var notArticled = setOf(`
	aliment aliments alimentaire alimentaires alimentation alimentacion alimentari alimentos aluminium aluminum
	electric electrical electrique electriques electronic electronics electronique element elements elegance elite`)

func isArticle(word string) bool { return word == "el" || word == "al" }

// SeekArticle gives what such a skeleton that is typed finds among those of records: itself
// or, with prefix, all that begin so. A name that is typed without its article finds those
// with one when it begins as French writes w: Ouazzani. Of other words that begin with a vowel,
// argan, most are no names.
func SeekArticle(words []string) (skeleton string, prefix bool) {
	s := ArticleSkeleton(words)
	if s == "" && beginsWithOua(words[0]) {
		s = behindVowel(words[0])
	}
	return s, len(s) > wholeSkeleton
}

func beginsWithOua(word string) bool {
	rest, ok := strings.CutPrefix(word, "ou")
	return ok && rest != "" && strings.IndexByte("aeiy", rest[0]) >= 0 && !ouaWords[word]
}

// ouaWords begin so and are no names.
var ouaWords = setOf("oui ouest ouate ouie ouies")

// behindVowel gives the skeleton of a name behind its article, "" when it does not begin with
// a vowel or says little.
func behindVowel(name string) string {
	var room [64]sound
	s, ok := spell(room[:0], name)
	if !ok || s.sounds[0] != silent || s.latin && s.arabic {
		return ""
	}
	var letters [32]byte
	skeleton := appendConsonants(append(letters[:0], 'e'), s.sounds)
	if len(skeleton) < len("e")+2 {
		return ""
	}
	return string(skeleton)
}
