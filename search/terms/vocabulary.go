package terms

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
)

// vocabulary numbers words in the order in which they come. To find one takes three
// looks into memory that is far apart: the slot, what is known, the text.
type vocabulary struct {
	seed  maphash.Seed
	slots []uint64 // by hash: the hash, 32 bits, and the number of the word plus one; a power of two
	known []known
	text  []byte
	order []keyed // memory of sorted
}

// known is what is known of a word.
type known struct {
	from, to uint32 // in the text
	count    uint32 // documents; see Builder.sort
	last     uint32 // the last document
}

const (
	firstSlots = 1 << 10
	// wordMemory is what a word takes beside its text: known 16 bytes, slots up to 32,
	// when it is sorted 20, and what slices have to spare.
	wordMemory = 80
)

func newVocabulary() *vocabulary {
	return &vocabulary{seed: maphash.MakeSeed(), slots: make([]uint64, firstSlots)}
}

func (v *vocabulary) memory() int { return len(v.text) + len(v.known)*wordMemory }

func (v *vocabulary) clear() {
	clear(v.slots)
	v.text, v.known = v.text[:0], v.known[:0]
}

// word is valid until the vocabulary is cleared.
func (v *vocabulary) word(n uint32) []byte {
	its := &v.known[n]
	return v.text[its.from:its.to]
}

// number gives the number of a word, a new one when it has none.
func (v *vocabulary) number(word string) (n uint32, fresh bool) {
	hash := maphash.String(v.seed, word)
	mask := uint64(len(v.slots) - 1)
	slot := hash >> 32 & mask
	for ; v.slots[slot] != 0; slot = (slot + 1) & mask {
		if its := v.slots[slot]; its>>32 == hash>>32 {
			if n = uint32(its) - 1; string(v.word(n)) == word {
				return n, false
			}
		}
	}
	n = uint32(len(v.known))
	v.slots[slot] = hash>>32<<32 | uint64(n+1)
	from := uint32(len(v.text))
	v.text = append(v.text, word...)
	v.known = append(v.known, known{from: from, to: uint32(len(v.text))})
	if len(v.known) > len(v.slots)/2 {
		v.grow()
	}
	return n, true
}

func (v *vocabulary) grow() {
	before := v.slots
	v.slots = make([]uint64, 2*len(before))
	mask := uint64(len(v.slots) - 1)
	for _, its := range before {
		if its == 0 {
			continue
		}
		slot := its >> 32 & mask
		for v.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		v.slots[slot] = its
	}
}

// keyed is a word with its first bytes, by which most of sorting is done.
type keyed struct {
	key uint64
	n   uint32
}

// sorted gives the words' numbers in the order of the words, until it is called again.
func (v *vocabulary) sorted() []keyed {
	v.order = slices.Grow(v.order[:0], len(v.known))
	for n := range v.known {
		v.order = append(v.order, keyed{keyOf(v.word(uint32(n))), uint32(n)})
	}
	slices.SortFunc(v.order, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return bytes.Compare(v.word(a.n), v.word(b.n))
	})
	return v.order
}
