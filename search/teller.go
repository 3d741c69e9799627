package search

import (
	"iter"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// teller tells what records are found by as whole words: the words of their texts and what
// these come to. It is for one goroutine.
type teller struct {
	lexicon lexicon
	more    []byte
	words   []string // of the text, then of what else the record is found by
	own     int      // words of the text
	names   []reference.NameWord
	told    []byte // the words that were told, one after the other
	ends    []int  // where each ends
}

// toldRoom is how many bytes a record's words mostly take.
const toldRoom = 1 << 10

// tell gives the words of a text, their skeletons, other names of what it names, the codes
// and headings of its goods, its phone numbers, what filters ask for and the words of longer
// texts, some more than once.
func (t *teller) tell(folded string, e model.Excerpt, r model.Record) iter.Seq[string] {
	t.told, t.ends = slices.Grow(t.told[:0], toldRoom), slices.Grow(t.ends[:0], toldRoom/8)
	t.tellText(folded, e, r)
	for _, phone := range phonesOf(r) {
		for _, key := range query.PhoneKeys(phone) {
			t.put(saidPhone, key)
		}
	}
	eachFacet(e, r, func(name query.Name, value string) {
		t.told = appendFacet(t.told, name, value)
		t.end()
	})
	for word := range terms.Words(text.Fold(within(r))) {
		t.put(saidWithin, word)
	}
	told, ends := string(t.told), t.ends
	return func(yield func(string) bool) {
		from := 0
		for _, end := range ends {
			if !yield(told[from:end]) {
				return
			}
			from = end
		}
	}
}

// read takes up the words of a text and of what else the record is found by.
func (t *teller) read(folded string, e model.Excerpt, r model.Record) {
	t.more = appendMore(t.more[:0], folded, e, r)
	t.words = slices.AppendSeq(t.words[:0], text.Words(folded))
	t.own = len(t.words)
	t.words = slices.AppendSeq(t.words, text.Words(string(t.more[len(folded):])))
}

// eachSkeleton gives the skeletons of the words, and of the names that they make, some more
// than once.
func (t *teller) eachSkeleton(yield func(string) bool) {
	give := func(skeleton string) bool { return skeleton == "" || yield(skeleton) }
	for i, word := range t.words {
		its := t.lexicon.look(word)
		if !give(its.skeleton) || !give(its.article) {
			return
		}
		if !its.begins {
			continue
		}
		if joined, n := text.JoinName(t.words[i:]); n > 0 && !give(t.lexicon.look(joined).skeleton) || !give(text.ArticleSkeleton(t.words[i:])) {
			return
		}
	}
}

// tokens gives the other names of what the words name.
func (t *teller) tokens() []string {
	t.names = t.names[:0]
	for _, word := range t.words {
		if its := t.lexicon.look(word); its.named {
			t.names = append(t.names, its.name)
		}
	}
	return reference.AppendTokens(nil, t.names)
}

// tellText tells the words of a text, and of what else the record is found by, with their
// skeletons and other names.
func (t *teller) tellText(folded string, e model.Excerpt, r model.Record) {
	t.read(folded, e, r)
	for i, word := range t.words {
		if i < t.own {
			t.put("", word)
		} else {
			t.put(saidMore, word)
		}
	}
	for skeleton := range t.eachSkeleton {
		t.put(saidSkeleton, skeleton)
	}
	for _, token := range t.tokens() {
		t.put("", token)
	}
}

// put tells a word of a kind.
func (t *teller) put(kind, word string) {
	t.told = append(append(t.told, kind...), word...)
	t.end()
}

func (t *teller) end() { t.ends = append(t.ends, len(t.told)) }

// lexeme is what a folded word comes to.
type lexeme struct {
	skeleton string
	article  string // its skeleton as a name with an article
	name     reference.NameWord
	named    bool // it counts for names
	begins   bool // it may begin a name in several words
}

func lexemeOf(word string) (l lexeme) {
	l.skeleton, l.begins = text.Skeleton(word), text.BeginsName(word)
	l.article = text.ArticleSkeleton([]string{word})
	l.name, l.named = reference.NameWordOf(word)
	return l
}

// lexicon remembers words: records share most of theirs. One that is nil remembers nothing.
type lexicon map[string]lexeme

// A lexicon holds so many words at the most, some 3 MB.
const (
	mostKnown    = 16 << 10
	longestKnown = 32
)

// look gives what a word comes to.
func (l lexicon) look(word string) lexeme {
	its, ok := l[word]
	if ok {
		return its
	}
	if l == nil || len(word) > longestKnown {
		return lexemeOf(word)
	}
	if len(l) == mostKnown {
		clear(l)
	}
	word = strings.Clone(word)
	its = lexemeOf(word)
	l[word] = its
	return its
}
