package terms

import (
	"cmp"
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

// iterator walks documents in order.
type iterator interface {
	// next goes on to the next document; false at the end and after an error.
	next() (uint32, bool)
	// advance goes on to the first document that is not below doc, and stays where that
	// is so already.
	advance(doc uint32) (uint32, bool)
	// estimate is how many documents there are at most.
	estimate() int
	fail() error
}

// lexicon gives what documents have a word, or a word with a prefix.
type lexicon interface {
	word(m *meter, word string) (iterator, error)
	prefix(m *meter, prefix string) (iterator, error)
}

// Cursor walks the documents that were found, in order. It is for one goroutine.
type Cursor struct {
	found   iterator
	without iterator // nil when nothing is left out
	within  Bits
	keep    func(uint32) bool
	meter   *meter
	err     error
}

// Search begins a search of the index. A prefix is looked up here, so that this takes as
// long as the documents of its words are many.
func (x *Index) Search(ctx context.Context, q Query) (*Cursor, error) {
	return search(ctx, x, q)
}

func search(ctx context.Context, lex lexicon, q Query) (*Cursor, error) {
	m := newMeter(ctx)
	c := &Cursor{found: &sorted{}, within: q.Within, keep: q.Keep, meter: m}
	var all []iterator
	for _, group := range q.All {
		found, err := anyOf(lex, m, group)
		if err != nil {
			return nil, err
		}
		all = append(all, found)
		if found.estimate() == 0 {
			return c, nil
		}
	}
	if len(q.Without) > 0 {
		without, err := anyOf(lex, m, q.Without)
		if err != nil {
			return nil, err
		}
		c.without = without
	}
	if len(all) > 0 {
		c.found = allOf(all)
	}
	return c, nil
}

// anyOf gives the documents that have one of the terms.
func anyOf(lex lexicon, m *meter, group []Term) (iterator, error) {
	var found []iterator
	for _, term := range group {
		look := lex.word
		if term.Prefix {
			look = lex.prefix
		}
		its, err := look(m, cutWord(term.Word))
		if err != nil {
			return nil, err
		}
		if its.estimate() > 0 {
			found = append(found, its)
		}
	}
	return unite(found), nil
}

// Next gives the next document; false at the end, and when Err is not nil.
func (c *Cursor) Next() (doc uint32, ok bool) {
	doc, ok = c.found.next()
	return c.settle(doc, ok)
}

// Advance gives the first document that is not below doc, and goes there; it stays where
// it is when that is not below.
func (c *Cursor) Advance(doc uint32) (its uint32, ok bool) {
	its, ok = c.found.advance(doc)
	return c.settle(its, ok)
}

// settle goes on to a document that nothing keeps out.
func (c *Cursor) settle(doc uint32, ok bool) (uint32, bool) {
	for ; ok && c.err == nil; doc, ok = c.found.next() {
		if c.err = c.meter.spend(1); c.err != nil {
			break
		}
		if c.within != nil && !c.within.Has(doc) || c.keep != nil && !c.keep(doc) {
			continue
		}
		if c.without != nil {
			its, there := c.without.advance(doc)
			if c.err = c.without.fail(); c.err != nil {
				break
			}
			if there && its == doc {
				continue
			}
		}
		return doc, true
	}
	if c.err == nil {
		c.err = c.found.fail()
	}
	return 0, false
}

// Err says why Next or Advance gave false: nil at the end.
func (c *Cursor) Err() error { return c.err }

// AtMost is how many documents there can be, known without walking them.
func (c *Cursor) AtMost() int { return c.found.estimate() }

// Take gives the next documents, up to limit; all that are left when limit is 0.
func (c *Cursor) Take(limit int) ([]uint32, error) {
	var out []uint32
	for limit == 0 || len(out) < limit {
		doc, ok := c.Next()
		if !ok {
			break
		}
		out = append(out, doc)
	}
	return out, c.err
}

// Count walks what is left and counts it.
func (c *Cursor) Count() (int, error) {
	n := 0
	for {
		if _, ok := c.Next(); !ok {
			return n, c.err
		}
		n++
	}
}

// both walks the documents that all parts have, the rarest first: it leads.
type both struct{ parts []iterator }

func allOf(parts []iterator) iterator {
	if len(parts) == 1 {
		return parts[0]
	}
	slices.SortStableFunc(parts, func(a, b iterator) int { return cmp.Compare(a.estimate(), b.estimate()) })
	return both{parts}
}

func (b both) next() (uint32, bool) {
	doc, ok := b.parts[0].next()
	return b.meet(doc, ok)
}

func (b both) advance(doc uint32) (uint32, bool) {
	its, ok := b.parts[0].advance(doc)
	return b.meet(its, ok)
}

// meet goes on until all parts stand at one document.
func (b both) meet(doc uint32, ok bool) (uint32, bool) {
	for at := 1; ok && at < len(b.parts); {
		var its uint32
		if its, ok = b.parts[at].advance(doc); !ok {
			break
		}
		if its == doc {
			at++
			continue
		}
		doc, ok = b.parts[0].advance(its)
		at = 1
	}
	return doc, ok
}

func (b both) estimate() int { return b.parts[0].estimate() }

func (b both) fail() error {
	for _, part := range b.parts {
		if err := part.fail(); err != nil {
			return err
		}
	}
	return nil
}
