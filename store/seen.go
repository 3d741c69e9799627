package store

import (
	"hash/maphash"
	"sync"
)

// seenKeys knows of most keys that a set has none with their value, so that an
// import need not look each of its own up. It is made when it is first
// needed and follows what is written; what was removed, or never committed, it
// goes on to know, which costs a look. (Bloom, Space/Time Trade-offs in Hash
// Coding, 1970; the bits of a key lie in one cache line.)
type seenKeys struct {
	set  *keySet
	seed maphash.Seed

	mu    sync.Mutex
	lines [][8]uint64
	room  int // how many more keys keep it true enough; 0 when it is not made yet
}

const (
	seenPerLine = 40      // keys that a line of 512 bits holds with one wrong answer in a hundred
	seenBits    = 6       // bits of a key
	unmapKeys   = 1 << 16 // keys that are read between two looks at the memory
)

func newSeenKeys(set *keySet) *seenKeys { return &seenKeys{set: set, seed: maphash.MakeSeed()} }

// known reports whether it is made.
func (s *seenKeys) known() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines != nil
}

// prepare makes room for so many more keys.
func (s *seenKeys) prepare(tx *transaction, more int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room >= more {
		return nil
	}
	held := 0
	b := tx.Bucket([]byte(s.set.bucket))
	count := func([]byte) bool {
		if held++; held%unmapKeys == 0 {
			unmapRead(tx.DB(), tx.Size(), mappedInBulk)
		}
		return true
	}
	if err := eachKey(b, nil, nil, count); err != nil {
		return err
	}
	room := 2*held + 2*more
	s.lines, s.room = make([][8]uint64, room/seenPerLine+1), room-held
	added := 0
	return eachKey(b, nil, nil, func(key []byte) bool {
		if added++; added%unmapKeys == 0 {
			unmapRead(tx.DB(), tx.Size(), mappedInBulk)
		}
		s.add(valueOf(key))
		return true
	})
}

// wrote follows keys that are written. Without prepare it is not needed yet.
func (s *seenKeys) wrote(keys [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room -= len(keys); s.room < 0 {
		s.lines, s.room = nil, 0 // made anew when it is needed
		return
	}
	for _, key := range keys {
		s.add(valueOf(key))
	}
}

func (s *seenKeys) add(key []byte) {
	line, hash := s.line(key)
	for range seenBits {
		line[hash>>6&7] |= 1 << (hash & 63)
		hash >>= 9
	}
}

// maybe reports whether the file may have a key.
func (s *seenKeys) maybe(key []byte) bool {
	line, hash := s.line(key)
	for range seenBits {
		if line[hash>>6&7]&(1<<(hash&63)) == 0 {
			return false
		}
		hash >>= 9
	}
	return true
}

// unknown says of each key whether the set has none like it for sure; not made, it
// is sure of nothing.
func (s *seenKeys) unknown(keys [][]byte) []bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]bool, len(keys))
	for i, key := range keys {
		out[i] = s.lines != nil && !s.maybe(key)
	}
	return out
}

func (s *seenKeys) line(key []byte) (line *[8]uint64, hash uint64) {
	hash = maphash.Bytes(s.seed, key)
	at := (hash * 0x9e3779b97f4a7c15 >> 32) * uint64(len(s.lines)) >> 32
	return &s.lines[at], hash
}

// forget is for another file in the place of the one whose keys it knew.
func (s *seenKeys) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines, s.room = nil, 0
}
