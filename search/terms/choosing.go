package terms

import "slices"

// maxAmong is how many documents are looked for in the lists of a prefix's words, where
// otherwise all that the lists have is put together.
const maxAmong = 4096

// choosing collects which of some documents have one of many words: each is looked for
// until a word has it.
type choosing struct {
	x     *Index
	list  list
	meter *meter
	left  []uint32 // not found yet
	found []uint32
	// likely has a bit for the last bits of each of left: it says of nearly all others
	// that they are not there.
	likely Bits
}

const likelyBits = 1 << 16

func newChoosing(x *Index, m *meter, among []uint32) *choosing {
	c := &choosing{x: x, meter: m, left: slices.Clone(among), likely: NewBits(likelyBits)}
	for _, doc := range among {
		c.likely.Set(doc % likelyBits)
	}
	return c
}

func (c *choosing) add(e entry) (more bool, err error) {
	c.list.reset(c.x, e, c.meter)
	before := len(c.found)
	if e.count > len(c.left) {
		c.seek()
	} else {
		c.read()
	}
	if fresh := c.found[before:]; len(fresh) > 0 {
		c.left = slices.DeleteFunc(c.left, func(doc uint32) bool {
			there := len(fresh) > 0 && fresh[0] == doc
			if there {
				fresh = fresh[1:]
			}
			return there
		})
	}
	return len(c.left) > 0, c.list.fail()
}

// read looks at each document of the list, for a short one.
func (c *choosing) read() {
	for c.list.load(c.list.block + 1) {
		for _, doc := range c.list.docs[:c.list.held] {
			if !c.likely.Has(doc % likelyBits) {
				continue
			}
			if _, there := slices.BinarySearch(c.left, doc); there {
				c.found = append(c.found, doc)
			}
		}
	}
}

// seek looks for each document in the list, for a long one.
func (c *choosing) seek() {
	for at := 0; at < len(c.left); {
		doc, ok := c.list.advance(c.left[at])
		if !ok {
			return
		}
		skipped, there := slices.BinarySearch(c.left[at:], doc)
		if at += skipped; there {
			c.found = append(c.found, doc)
			at++
		}
	}
}

func (c *choosing) documents() iterator {
	slices.Sort(c.found)
	return &sorted{docs: c.found}
}
