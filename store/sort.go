package store

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sync"
)

// sortedKeys puts keys of several lists in order without moving them. It holds no
// pointer a key: there are hundreds of thousands.
type sortedKeys struct {
	lists []*keyList
	refs  []keyRef
}

// keyRef is a key of a list, with its first bytes behind what all have in common,
// so that most of the order is that of numbers.
type keyRef struct {
	head uint64
	from uint32
	size uint16 // see maxKey
	list uint16
}

// sortMemory is used again: each set of a transaction needs some.
var sortMemory = sync.Pool{New: func() any { return new([]keyRef) }}

func (k *sortedKeys) len() int { return len(k.refs) }

func (k *sortedKeys) key(i int) []byte { return k.at(k.refs[i]) }

func (k *sortedKeys) at(r keyRef) []byte {
	end := r.from + uint32(r.size)
	return k.lists[r.list].buf[r.from:end:end]
}

func (k *sortedKeys) all() [][]byte {
	out := make([][]byte, len(k.refs))
	for i := range k.refs {
		out[i] = k.key(i)
	}
	return out
}

func (k *sortedKeys) gather(l *keyList) {
	if len(l.ends) == 0 {
		return
	}
	list := uint16(len(k.lists))
	k.lists = append(k.lists, l)
	k.refs = slices.Grow(k.refs, len(l.ends))
	from := uint32(0)
	for _, end := range l.ends {
		k.refs = append(k.refs, keyRef{from: from, size: uint16(end - from), list: list})
		from = end
	}
}

func (k *sortedKeys) sort() { k.sortFrom(k.refs, 0) }

// sortFrom sorts keys that agree in their first bytes.
func (k *sortedKeys) sortFrom(refs []keyRef, common int) {
	if k.inOrder(refs) {
		return
	}
	common = k.common(refs, common)
	for i, r := range refs {
		refs[i].head = headOf(k.at(r)[common:])
	}
	sortByHead(refs)
	for from := 0; from < len(refs); {
		to := from + 1
		for to < len(refs) && refs[to].head == refs[from].head {
			to++
		}
		switch same := refs[from:to]; {
		case len(same) < radixFrom && !k.inOrder(same):
			slices.SortFunc(same, func(a, b keyRef) int { return bytes.Compare(k.at(a), k.at(b)) })
		case len(same) >= radixFrom:
			k.sortFrom(same, common)
		}
		from = to
	}
}

// common gives in how many bytes keys agree, which are so many at least.
func (k *sortedKeys) common(refs []keyRef, least int) int {
	first := k.at(refs[0])
	most := len(first)
	for _, r := range refs {
		key := k.at(r)
		n := min(least, len(key))
		for n < most && n < len(key) && key[n] == first[n] {
			n++
		}
		most = n
	}
	return most
}

func (k *sortedKeys) inOrder(refs []keyRef) bool {
	for i := 1; i < len(refs); i++ {
		if bytes.Compare(k.at(refs[i-1]), k.at(refs[i])) > 0 {
			return false
		}
	}
	return true
}

// headOf gives up to eight bytes as a number that sorts like them.
func headOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var head [8]byte
	copy(head[:], key)
	return binary.BigEndian.Uint64(head[:])
}

// radixFrom is how many keys pay for the passes of a radix sort.
const radixFrom = 256

// sortByHead sorts by the heads and leaves what is equal in its order: byte by
// byte, the last first, leaving out the bytes in which all agree.
func sortByHead(refs []keyRef) {
	if len(refs) < radixFrom {
		slices.SortStableFunc(refs, func(a, b keyRef) int {
			if a.head < b.head {
				return -1
			}
			if a.head > b.head {
				return 1
			}
			return 0
		})
		return
	}
	differ := uint64(0)
	for _, r := range refs {
		differ |= r.head ^ refs[0].head
	}
	from, to := refs, make([]keyRef, len(refs))
	for shift := 0; shift < 64; shift += 8 {
		if byte(differ>>shift) == 0 {
			continue
		}
		var starts [256]int
		for i := range from {
			starts[byte(from[i].head>>shift)]++
		}
		at := 0
		for i, n := range starts {
			starts[i] = at
			at += n
		}
		for _, r := range from {
			b := byte(r.head >> shift)
			to[starts[b]] = r
			starts[b]++
		}
		from, to = to, from
	}
	if &from[0] != &refs[0] {
		copy(refs, from)
	}
}
