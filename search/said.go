package search

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/search/terms"
)

// said answers what one record is found by as its teller tells it, and works out no more of
// that than is asked: who looks through all records asks each.
type said struct {
	*teller
	folded  string
	excerpt model.Excerpt
	record  model.Record
	known   []string // the tokens, once they are asked for
	read    bool     // the teller has the words
	named   bool
}

// which gives the first of what is asked that the record says, -1 for none.
func (s *said) which(asked [][][]terms.Term) int {
	return slices.IndexFunc(asked, func(groups [][]terms.Term) bool {
		return !slices.ContainsFunc(groups, func(group []terms.Term) bool { return !slices.ContainsFunc(group, s.has) })
	})
}

// has reports whether a term is among the words that a teller tells.
func (s *said) has(t terms.Term) bool {
	if !s.read {
		s.teller.read(s.folded, s.excerpt, s.record)
		s.read = true
	}
	rest := terms.Term{Word: t.Word[1:], Prefix: t.Prefix}
	has := func(word string) bool { return is(word, rest) }
	switch t.Word[:1] {
	case saidSkeleton:
		for skeleton := range s.eachSkeleton {
			if has(skeleton) {
				return true
			}
		}
		return false
	case saidAlias:
		if !s.named {
			s.known, s.named = s.tokens(), true
		}
		return slices.Contains(s.known, t.Word)
	case saidPhone:
		return slices.ContainsFunc(phoneKeysOf(s.record), has)
	case saidMore:
		return slices.ContainsFunc(s.words[s.own:], has)
	}
	return slices.ContainsFunc(s.words[:s.own], func(word string) bool { return is(word, t) })
}

// is reports whether a word is a term.
func is(word string, t terms.Term) bool {
	return word == t.Word || t.Prefix && strings.HasPrefix(word, t.Word)
}
