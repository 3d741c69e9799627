package reference

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"tradedesk/model/text"
)

// Names that no folding joins are joined by tokens: "@MACAS" is Casablanca, casa and
// الدار البيضاء, "@MA" Morocco, Maroc and المغرب, "@olive-oil" huile d'olive and زيت
// زيتون. Countries have their alpha-2 code, places a UN/LOCODE or a word of ours, the
// words of the trade a word of ours. A token holds no letter that a folded text has
// behind its "@": both can be kept in one index.

// Alias is a name that was found in a text.
type Alias struct {
	From, To int      // bytes of the folded text
	Tokens   []string // what it may mean, mostly one thing
}

// aliasTable has the names as phrases: words apart by blanks, small words left out.
type aliasTable struct {
	exact   map[string][]string // phrase as it is written → tokens
	stems   map[string][]string // phrase of stems → tokens
	longest map[string]int      // first stem of a phrase → words of the longest that begins so
}

var aliasNames = sync.OnceValue(loadAliases)

func loadAliases() *aliasTable {
	t := &aliasTable{map[string][]string{}, map[string][]string{}, map[string]int{}}
	for _, c := range countries() {
		for _, name := range append([]string{c.English, c.French, c.Arabic}, c.Others...) {
			if !strings.Contains(name, ",") && !notAliases[wordsKey(name)] && (utf8.RuneCountInString(name) > 2 || name == "UK") {
				t.add("@"+c.Code, name)
			}
		}
	}
	for _, p := range ports() {
		for _, name := range p.Others {
			outside, _, _ := strings.Cut(p.Name, "(")
			t.add("@"+p.Code, outside)
			t.add("@"+p.Code, name)
		}
	}
	eachLine("aliases", 2, func(f []string) {
		for _, name := range splitNames(f[1]) {
			t.add("@"+f[0], name)
		}
	})
	return t
}

// notAliases are short names of countries that are words: us, water in French.
var notAliases = map[string]bool{"us": true, "eau": true, "man": true}

func (t *aliasTable) add(token, name string) {
	name, exactly := strings.CutPrefix(name, "=")
	var words []NameWord
	for word := range text.Words(text.Fold(name)) {
		if w, ok := t.word(word); ok {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return
	}
	put(t.exact, string(appendWords(nil, words, false)), token)
	if !exactly {
		put(t.stems, string(appendWords(nil, words, true)), token)
	}
	t.longest[words[0].stem] = max(t.longest[words[0].stem], len(words))
}

func put(in map[string][]string, phrase, token string) {
	if !slices.Contains(in[phrase], token) {
		in[phrase] = append(in[phrase], token)
	}
}

// NameWord is a folded word that is no small word, as names are looked up by it.
type NameWord struct {
	word, stem string
	longest    int // words of the longest name that begins with it
}

// NameWordOf is false for a small word, which counts for no name.
func NameWordOf(word string) (w NameWord, ok bool) { return aliasNames().word(word) }

func (t *aliasTable) word(word string) (w NameWord, ok bool) {
	if len(word) <= 3 && (word == "al" || slices.Contains(smallWords, word)) {
		return w, false
	}
	its := stem(word)
	return NameWord{word, its, t.longest[its]}, true
}

// aliasRoom is how many words a text mostly has at the most.
const aliasRoom = 48

// stem takes the article off an Arabic word, also behind و ب ل ف ك, and the s off a
// plural.
func stem(word string) string {
	if word[0] < utf8.RuneSelf {
		return singular(word)
	}
	for _, article := range []string{"ال", "وال", "بال", "فال", "كال", "لل"} {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return word
}

func appendWords(to []byte, words []NameWord, stems bool) []byte {
	for i, w := range words {
		if i > 0 {
			to = append(to, ' ')
		}
		if stems {
			to = append(to, w.stem...)
		} else {
			to = append(to, w.word...)
		}
	}
	return to
}

// at gives what some words mean together.
func (t *aliasTable) at(words []NameWord) []string {
	var room [64]byte
	if tokens := t.stems[string(appendWords(room[:0], words, true))]; tokens != nil {
		return tokens
	}
	return t.exact[string(appendWords(room[:0], words, false))]
}

// Aliases finds names of countries, places and goods in a folded text, the longest
// first, none over another: what a person typed. olive oil is olive oil, not olive.
func Aliases(folded string) []Alias {
	t := aliasNames()
	var words []NameWord
	var ends []int // where each word ends in the text
	at := 0
	for word := range text.Words(folded) {
		at += strings.Index(folded[at:], word) + len(word)
		if w, ok := t.word(word); ok {
			words, ends = append(words, w), append(ends, at)
		}
	}
	var found []Alias
	for i := 0; i < len(words); {
		n := min(words[i].longest, len(words)-i)
		for ; n > 0; n-- {
			if tokens := t.at(words[i : i+n]); tokens != nil {
				found = append(found, Alias{ends[i] - len(words[i].word), ends[i+n-1], tokens})
				break
			}
		}
		i += max(n, 1)
	}
	return found
}

// AliasTokens gives the tokens of all names in a folded text, also those within
// others, each once: what a record is found by. Olive oil is olive and oil too, and
// Tanger Med is in Tanger, but South Sudan is not Sudan.
func AliasTokens(folded string) []string {
	var room [aliasRoom]NameWord
	t, words := aliasNames(), room[:0]
	for word := range text.Words(folded) {
		if w, ok := t.word(word); ok {
			words = append(words, w)
		}
	}
	return AppendTokens(nil, words)
}

// AppendTokens puts AliasTokens behind what is in tokens, for a text of which the words
// are known.
func AppendTokens(tokens []string, words []NameWord) []string {
	t, from := aliasNames(), len(tokens)
	countryEnd := 0 // the word behind the last country that was found
	for i := range words {
		for n := min(words[i].longest, len(words)-i); n > 0; n-- {
			for _, token := range t.at(words[i : i+n]) {
				country := len(token) == len("@MA")
				if country && i+n <= countryEnd || slices.Contains(tokens[from:], token) {
					continue
				}
				if tokens = append(tokens, token); country {
					countryEnd = i + n
				}
			}
		}
	}
	return tokens
}
