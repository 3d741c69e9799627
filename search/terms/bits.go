package terms

import "math/bits"

// Bits is a set of documents, a bit for each: bit doc%64 of the number at doc/64.
type Bits []uint64

// NewBits makes an empty set for documents below bound.
func NewBits(bound uint64) Bits { return make(Bits, (bound+63)/64) }

// Has reports whether doc is in the set.
func (b Bits) Has(doc uint32) bool {
	return int(doc>>6) < len(b) && b[doc>>6]&(1<<(doc&63)) != 0
}

// Set puts doc in, which must be below the bound.
func (b Bits) Set(doc uint32) { b[doc>>6] |= 1 << (doc & 63) }

// Count counts the documents in the set.
func (b Bits) Count() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// from gives the first document of the set that is not below doc.
func (b Bits) from(doc uint64) (uint32, bool) {
	at := doc >> 6
	if at >= uint64(len(b)) {
		return 0, false
	}
	word := b[at] &^ (1<<(doc&63) - 1)
	for word == 0 {
		if at++; at >= uint64(len(b)) {
			return 0, false
		}
		word = b[at]
	}
	return uint32(at<<6) + uint32(bits.TrailingZeros64(word)), true
}

// marked walks a set of documents.
type marked struct {
	bits  Bits
	count int
	after uint64 // next goes on from here; where it stands is one less
}

func (s *marked) next() (uint32, bool) {
	doc, ok := s.bits.from(s.after)
	s.after = uint64(doc) + 1
	if !ok {
		s.after = uint64(len(s.bits))<<6 + 1
	}
	return doc, ok
}

func (s *marked) advance(doc uint32) (uint32, bool) {
	if s.after > 0 {
		s.after--
	}
	s.after = max(s.after, uint64(doc))
	return s.next()
}

func (s *marked) estimate() int { return s.count }

func (s *marked) fail() error { return nil }
