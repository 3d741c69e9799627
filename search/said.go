package search

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/search/terms"
)

// said answers what one record is found by as a teller tells it, and works out no more of that
// than is asked: who looks through all records asks each.
type said struct {
	folded  string
	excerpt model.Excerpt
	record  model.Record

	more   string   // the text with what else the record is found by, "" before it is needed
	tokens []string // nil before they are needed
}

// which gives the first of what is asked that the record says, -1 for none.
func (s *said) which(asked [][][]terms.Term) int {
	return slices.IndexFunc(asked, func(groups [][]terms.Term) bool {
		return !slices.ContainsFunc(groups, func(group []terms.Term) bool { return !slices.ContainsFunc(group, s.has) })
	})
}

// has reports whether a term is among the words that a teller tells.
func (s *said) has(t terms.Term) bool {
	if s.more == "" {
		s.more = string(appendMore(nil, s.folded, s.excerpt, s.record))
	}
	switch rest := t; t.Word[:1] {
	case saidSkeleton:
		for skeleton := range text.EachSkeleton(s.more) {
			if string(skeleton) == t.Word[1:] || t.Prefix && strings.HasPrefix(string(skeleton), t.Word[1:]) {
				return true
			}
		}
		return false
	case saidAlias:
		if s.tokens == nil {
			s.tokens = append([]string{}, reference.AliasTokens(s.more)...)
		}
		return slices.Contains(s.tokens, t.Word)
	case saidPhone:
		rest.Word = t.Word[1:]
		return slices.ContainsFunc(phoneKeysOf(s.record), func(key string) bool { return is(key, rest) })
	case saidMore:
		rest.Word = t.Word[1:]
		return hasWord(s.more[len(s.folded):], rest)
	}
	return hasWord(s.folded, t)
}

// hasWord reports whether a folded text has a word.
func hasWord(folded string, t terms.Term) bool {
	if !strings.Contains(folded, t.Word) {
		return false
	}
	for word := range text.Words(folded) {
		if is(word, t) {
			return true
		}
	}
	return false
}

// is reports whether a word is a term.
func is(word string, t terms.Term) bool {
	return word == t.Word || t.Prefix && strings.HasPrefix(word, t.Word)
}
