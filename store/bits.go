package store

import "math/bits"

// numbers is a set of records, a bit each: a hundred and twenty-five kilobytes for
// a million.
type numbers struct{ words []uint64 }

func (s *numbers) add(n number) {
	at := int(n / 64)
	for at >= len(s.words) {
		s.words = append(s.words, make([]uint64, max(1024, len(s.words)))...)
	}
	s.words[at] |= 1 << (n % 64)
}

func (s *numbers) has(n number) bool {
	at := int(n / 64)
	return at < len(s.words) && s.words[at]&(1<<(n%64)) != 0
}

// and leaves what is in both.
func (s *numbers) and(other *numbers) {
	s.words = s.words[:min(len(s.words), len(other.words))]
	for i := range s.words {
		s.words[i] &= other.words[i]
	}
}

// without leaves what is not in the other.
func (s *numbers) without(other *numbers) {
	for i := range min(len(s.words), len(other.words)) {
		s.words[i] &^= other.words[i]
	}
}

func (s *numbers) count() int {
	n := 0
	for _, word := range s.words {
		n += bits.OnesCount64(word)
	}
	return n
}

// each calls yield in order until it fails.
func (s *numbers) each(yield func(number) error) error {
	for i, word := range s.words {
		for word != 0 {
			if err := yield(number(64*i + bits.TrailingZeros64(word))); err != nil {
				return err
			}
			word &= word - 1
		}
	}
	return nil
}
