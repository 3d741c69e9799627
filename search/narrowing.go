package search

import "sync/atomic"

// narrowing remembers the records of a segment that did not match a pattern: they match
// none that begins with it either.
type narrowing struct {
	pattern string
	gone    []atomic.Uint64
}

func newNarrowing(records int) *narrowing {
	return &narrowing{gone: make([]atomic.Uint64, (records+63)/64)}
}

// begin takes up a pattern: what is remembered holds on while it only grows.
func (n *narrowing) begin(pattern string) {
	if len(pattern) < len(n.pattern) || pattern[:len(n.pattern)] != n.pattern {
		for i := range n.gone {
			n.gone[i].Store(0)
		}
	}
	n.pattern = pattern
}

func (n *narrowing) drop(record int) { n.dropAll(record/64, 1<<(record%64)) }

// dropAll takes the records of a word of 64 out.
func (n *narrowing) dropAll(word int, records uint64) {
	if records != 0 {
		n.gone[word].Or(records)
	}
}

// leave takes those of a chunk that did not match out.
func (n *narrowing) leave(chunk int, left *[chunkWords]uint64) {
	from := chunk * chunkWords
	for k := range n.gone[from:min(from+chunkWords, len(n.gone))] {
		left[k] &^= n.gone[from+k].Load()
	}
}
