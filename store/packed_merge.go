package store

import (
	"bytes"
)

// mergeLevels merges the partitions of levels that have many, as far as the budget
// goes. Large ones are left to Tidy, unless there are very many: to merge them takes
// memory and time that a load has better uses for.
func mergeLevels(b *bucket, budget *int) error {
	parts := partitions(b)
	for len(parts) >= mergeAt {
		level, of := fullest(parts)
		crowded := len(parts) >= maxPartitions
		if len(of) < mergeAt || !crowded && (*budget <= 0 || level >= largeLevel) {
			return nil
		}
		n, err := mergePartitions(b, parts, level+1, of)
		if err != nil {
			return err
		}
		*budget -= n
		parts = partitions(b)
	}
	return nil
}

// fullest gives the level with the most partitions, the lowest of them; large levels
// only when none below has enough to be merged.
func fullest(parts []byte) (level byte, of []byte) {
	for from := 0; from < len(parts); {
		to := from
		for to < len(parts) && parts[to]>>4 == parts[from]>>4 {
			to++
		}
		if to-from > len(of) && (parts[from]>>4 < largeLevel || len(of) < mergeAt) {
			level, of = parts[from]>>4, parts[from:to]
		}
		from = to
	}
	return level, of
}

// mergePartitions makes one partition of several, of a level at least, and gives how
// many keys it has.
func mergePartitions(b *bucket, parts []byte, level byte, of []byte) (keys int, err error) {
	var h keyHeap
	var old [][]byte
	for _, part := range of {
		r := &sealedRun{}
		c := b.Cursor()
		for key, value := c.Seek([]byte{part}); key != nil && key[0] == part; key, value = c.Next() {
			keys += countOf(value)
			r.left = append(r.left, sealed{key[1:], value})
			b.tx.unmapPassed(len(old))
			old = append(old, bytes.Clone(key))
		}
		h.push(r)
	}
	p := packer{limit: maxBlock}
	for key := h.next(); key != nil; key = h.next() {
		p.add(key)
		if p.n == 1 {
			b.tx.unmapPassed(len(p.done))
		}
	}
	if h.err != nil {
		return 0, h.err
	}
	p.seal()
	to, err := freePartition(parts, max(levelOf(keys), min(level, slots-1)))
	if err != nil {
		return 0, err
	}
	for i, key := range old {
		b.tx.unmapPassed(i)
		if err := b.Delete(key); err != nil {
			return 0, err
		}
	}
	return keys, putBlocks(b, to, p.done)
}

// source gives keys in order, nil at the end or at an error.
type source interface {
	next() []byte
	failed() error
}

// sealedRun gives the keys of blocks that lie in order.
type sealedRun struct {
	left  []sealed
	block block
	at    int
	err   error
}

func (r *sealedRun) next() []byte {
	if r.at++; r.at < r.block.len() {
		return r.block.key(r.at)
	}
	if len(r.left) == 0 || r.err != nil {
		return nil
	}
	first := r.left[0]
	r.left = r.left[1:]
	if r.err = r.block.decode(first.first, first.value); r.err != nil {
		return nil
	}
	r.at = 0
	return r.block.key(0)
}

func (r *sealedRun) failed() error { return r.err }

// keyHeap merges sources in order of their keys, or against it.
type keyHeap struct {
	desc  bool
	heads []head
	moved bool // the first head was given and must be moved on
	err   error
}

// keysInOrder gives the keys of a packed bucket within bounds, in order or against
// it.
func keysInOrder(b *bucket, in bounds, desc bool) *keyHeap {
	h := &keyHeap{desc: desc}
	for _, part := range partitions(b) {
		h.push(newBoundedRun(b, part, in, desc))
	}
	return h
}

type head struct {
	key []byte
	of  source
}

func (h *keyHeap) push(s source) {
	key := s.next()
	if key == nil {
		h.note(s)
		return
	}
	h.heads = append(h.heads, head{key, s})
	for i := len(h.heads) - 1; i > 0; {
		up := (i - 1) / 2
		if !h.before(i, up) {
			break
		}
		h.heads[i], h.heads[up] = h.heads[up], h.heads[i]
		i = up
	}
}

func (h *keyHeap) note(s source) {
	if err := s.failed(); err != nil && h.err == nil {
		h.err = err
	}
}

func (h *keyHeap) before(i, j int) bool {
	order := bytes.Compare(h.heads[i].key, h.heads[j].key)
	return order < 0 != h.desc && order != 0
}

// next gives the first key of all and its source; it is valid until the next call.
func (h *keyHeap) next() []byte {
	if h.moved {
		h.move()
	}
	if len(h.heads) == 0 || h.err != nil {
		return nil
	}
	h.moved = true
	return h.heads[0].key
}

// move takes the source that was given on to its next key.
func (h *keyHeap) move() {
	top := &h.heads[0]
	if top.key = top.of.next(); top.key == nil {
		h.note(top.of)
		last := len(h.heads) - 1
		h.heads[0] = h.heads[last]
		h.heads = h.heads[:last]
	}
	for i := 0; ; {
		least := 2*i + 1
		if least >= len(h.heads) {
			return
		}
		if right := least + 1; right < len(h.heads) && h.before(right, least) {
			least = right
		}
		if !h.before(least, i) {
			return
		}
		h.heads[i], h.heads[least] = h.heads[least], h.heads[i]
		i = least
	}
}
