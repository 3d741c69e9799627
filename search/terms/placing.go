package terms

import (
	"fmt"
	"math/bits"
	"slices"
)

// placing gives the documents of words other numbers, in any order: those of a few are
// sorted, those of many put in order as bits.
type placing struct {
	places []uint32
	docs   []uint32 // of the word at hand, by the numbers they get
	marks  Bits     // the same once they are many; all clear between words
}

// fewPlaced is of how many documents one has a word at the most for its own to be sorted.
const fewPlaced = 512

// mergeWord writes a word with the documents of all streams that stand at it.
func (p *placing) mergeWord(m *meter, w *writer, same []*stream) error {
	if err := w.begin(same[0].word); err != nil {
		return err
	}
	few := max(listBlock, len(p.places)/fewPlaced)
	many := false
	p.docs = p.docs[:0]
	for _, s := range same {
		for err := s.nextDocs(); len(s.docs) > 0 || err != nil; err = s.nextDocs() {
			if err == nil {
				err = m.spend(len(s.docs))
			}
			if err == nil {
				err = p.place(s.docs)
			}
			if err != nil {
				return err
			}
			if many = many || len(p.docs) > few; many {
				p.mark()
			}
		}
	}
	if many {
		return p.endMarked(w)
	}
	slices.Sort(p.docs)
	if err := w.add(p.docs); err != nil {
		return err
	}
	return w.end()
}

// place puts the new numbers of documents behind those there are.
func (p *placing) place(docs []uint32) error {
	for _, doc := range docs {
		if int(doc) >= len(p.places) || int(p.places[doc]) >= len(p.places) {
			return fmt.Errorf("an index of words has document %d and places for %d", doc, len(p.places))
		}
		p.docs = append(p.docs, p.places[doc])
	}
	return nil
}

// mark makes bits of the documents that were placed.
func (p *placing) mark() {
	for _, doc := range p.docs {
		p.marks.Set(doc)
	}
	p.docs = p.docs[:0]
}

// endMarked writes the documents of a word with many, and ends it.
func (p *placing) endMarked(w *writer) error {
	p.docs = p.docs[:0]
	for at, word := range p.marks {
		for ; word != 0; word &= word - 1 {
			p.docs = append(p.docs, uint32(at<<6+bits.TrailingZeros64(word)))
		}
		p.marks[at] = 0
		if len(p.docs) >= listBlock || at == len(p.marks)-1 {
			if err := w.add(p.docs); err != nil {
				return err
			}
			p.docs = p.docs[:0]
		}
	}
	return w.end()
}
