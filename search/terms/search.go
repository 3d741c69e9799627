package terms

import (
	"context"
	"slices"
)

// Term is a word, or with Prefix all words that begin with it.
type Term struct {
	Word   string
	Prefix bool
}

// Query says what documents are looked for: those that have a term of every group of All
// and none of Without. A query without a group finds nothing.
type Query struct {
	All     [][]Term
	Without []Term
	Within  Bits                  // only documents in it, when it is not nil
	Keep    func(doc uint32) bool // only documents for which it says true, when it is not nil
}

// Searcher is what can be searched: an Index, or what came since in a Small.
type Searcher interface {
	// Search begins a search. Its documents come in order.
	Search(ctx context.Context, q Query) (*Cursor, error)
	// Words walks the words that begin with prefix, in order.
	Words(ctx context.Context, prefix string, yield func(word []byte, documents int) bool) error
}

// lexicon gives what documents have a word, or a word with a prefix.
type lexicon interface {
	word(m *meter, word string) (iterator, error)
	// prefix may leave out what is not among some documents, in order; nil is any.
	prefix(m *meter, prefix string, among []uint32) (iterator, error)
}

// Search begins a search of the index. A prefix is looked up here, so that this takes as
// long as the documents of its words are many.
func (x *Index) Search(ctx context.Context, q Query) (*Cursor, error) {
	return search(ctx, x, q)
}

// search looks whole words up first: when few documents have them, words with a prefix are
// looked for in these alone.
func search(ctx context.Context, lex lexicon, q Query) (*Cursor, error) {
	s := &searching{lex: lex, meter: newMeter(ctx)}
	c := &Cursor{found: &sorted{}, within: q.Within, keep: q.Keep, meter: s.meter}
	whole, begun := split(q.All)
	if some, err := s.every(whole); !some {
		return c, err
	}
	if err := s.narrow(len(begun) > 0 || len(q.Without) > 0); err != nil {
		return nil, err
	}
	if some, err := s.every(begun); !some || len(s.all) == 0 {
		return c, err
	}
	c.found = allOf(s.all)
	if len(q.Without) > 0 {
		without, err := s.anyOf(q.Without)
		if err != nil {
			return nil, err
		}
		c.without = without
	}
	return c, nil
}

// split parts groups of whole words from those with a prefix.
func split(groups [][]Term) (whole, begun [][]Term) {
	for _, group := range groups {
		if slices.ContainsFunc(group, func(t Term) bool { return t.Prefix }) {
			begun = append(begun, group)
		} else {
			whole = append(whole, group)
		}
	}
	return whole, begun
}

// searching is a search that begins.
type searching struct {
	lex   lexicon
	meter *meter
	all   []iterator // what was looked up, all of which must be met
	among []uint32   // the only documents that count; nil for any
}

// every looks groups up; false when one is in no document.
func (s *searching) every(groups [][]Term) (some bool, err error) {
	for _, group := range groups {
		found, err := s.anyOf(group)
		if err != nil || found.estimate() == 0 {
			return false, err
		}
		s.all = append(s.all, found)
	}
	return true, nil
}

// narrow reads what was looked up when it is not much, and more is to come.
func (s *searching) narrow(more bool) error {
	if !more || len(s.all) == 0 {
		return nil
	}
	lead := allOf(s.all)
	if lead.estimate() > maxAmong {
		return nil
	}
	s.among = []uint32{}
	for doc, ok := lead.next(); ok; doc, ok = lead.next() {
		s.among = append(s.among, doc)
	}
	s.all = []iterator{&sorted{docs: s.among}}
	return lead.fail()
}

// anyOf gives the documents that have one of the terms.
func (s *searching) anyOf(group []Term) (iterator, error) {
	var found []iterator
	for _, term := range group {
		var its iterator
		var err error
		if term.Prefix {
			its, err = s.lex.prefix(s.meter, cutWord(term.Word), s.among)
		} else {
			its, err = s.lex.word(s.meter, cutWord(term.Word))
		}
		if err != nil {
			return nil, err
		}
		if its.estimate() > 0 {
			found = append(found, its)
		}
	}
	return unite(found), nil
}
