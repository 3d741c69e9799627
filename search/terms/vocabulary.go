package terms

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
)

// vocabulary numbers words in the order in which they come, closely: some 60 bytes for
// each beside its text.
type vocabulary struct {
	seed   maphash.Seed
	slots  []uint32 // number of a word plus one, by hash; a power of two
	text   []byte
	ends   []uint32 // where each word ends in text
	hashes []uint32
	counts []uint32 // documents of each
	last   []uint32 // the last document of each
}

const (
	firstSlots = 1 << 10
	wordMemory = 60
)

func newVocabulary() *vocabulary {
	return &vocabulary{seed: maphash.MakeSeed(), slots: make([]uint32, firstSlots)}
}

func (v *vocabulary) len() int { return len(v.ends) }

// memory is what the words take, and their order when they are sorted.
func (v *vocabulary) memory() int { return len(v.text) + v.len()*wordMemory }

func (v *vocabulary) clear() {
	clear(v.slots)
	v.text, v.ends, v.hashes, v.counts, v.last = v.text[:0], v.ends[:0], v.hashes[:0], v.counts[:0], v.last[:0]
}

// word is valid until the vocabulary is cleared.
func (v *vocabulary) word(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = v.ends[n-1]
	}
	return v.text[from:v.ends[n]]
}

// number gives the number of a word, a new one when it has none.
func (v *vocabulary) number(word string) (n uint32, fresh bool) {
	hash := uint32(maphash.String(v.seed, word))
	mask := uint32(len(v.slots) - 1)
	slot := hash & mask
	for ; v.slots[slot] != 0; slot = (slot + 1) & mask {
		if n = v.slots[slot] - 1; v.hashes[n] == hash && string(v.word(n)) == word {
			return n, false
		}
	}
	n = uint32(v.len())
	v.slots[slot] = n + 1
	v.text = append(v.text, word...)
	v.ends = append(v.ends, uint32(len(v.text)))
	v.hashes, v.counts, v.last = append(v.hashes, hash), append(v.counts, 0), append(v.last, 0)
	if v.len() > len(v.slots)/2 {
		v.grow()
	}
	return n, true
}

func (v *vocabulary) grow() {
	v.slots = make([]uint32, 2*len(v.slots))
	mask := uint32(len(v.slots) - 1)
	for n, hash := range v.hashes {
		slot := hash & mask
		for v.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		v.slots[slot] = uint32(n) + 1
	}
}

// keyed is a word with its first bytes, by which most of sorting is done.
type keyed struct {
	key uint64
	n   uint32
}

// order gives the words' numbers in the order of the words.
func (v *vocabulary) order() []keyed {
	out := make([]keyed, v.len())
	for n := range out {
		out[n] = keyed{keyOf(v.word(uint32(n))), uint32(n)}
	}
	slices.SortFunc(out, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return bytes.Compare(v.word(a.n), v.word(b.n))
	})
	return out
}
