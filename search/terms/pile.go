package terms

import "slices"

const (
	// fewOf: up to this part of all documents are sorted, more become a set of bits.
	fewOf = 1024
	// freeBits is how many bytes a set of bits takes without an index being that large.
	freeBits = 8 << 20
)

// pile puts documents of many words together.
type pile struct {
	bound uint64
	docs  []uint32 // until there are many
	few   int
	bits  Bits // then
}

// newPile makes a pile of documents below bound, which takes 4 bytes for a document or at
// most maxBits bytes.
func newPile(bound, maxBits uint64) *pile {
	p := &pile{bound: bound, few: max(listBlock*maxLists, int(bound/fewOf))}
	if bound/8 > maxBits {
		p.few = int(bound)
	}
	return p
}

func (p *pile) put(docs []uint32) {
	if p.bits == nil {
		if p.docs = append(p.docs, docs...); len(p.docs) <= p.few {
			return
		}
		p.bits = NewBits(p.bound)
		docs, p.docs = p.docs, nil
	}
	for _, doc := range docs {
		p.bits.Set(doc)
	}
}

// documents gives what is in the pile, each once.
func (p *pile) documents() iterator {
	if p.bits != nil {
		return &marked{bits: p.bits, count: p.bits.Count()}
	}
	slices.Sort(p.docs)
	return &sorted{docs: slices.Compact(p.docs)}
}
