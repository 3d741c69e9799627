package terms

import (
	"cmp"
	"slices"
)

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
