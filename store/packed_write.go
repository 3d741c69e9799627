package store

import (
	"bytes"
	"fmt"
	"slices"
)

const (
	// inPlace is how many keys of one transaction are still put into the blocks
	// where they belong; more become a partition.
	inPlace = 64
	// mergeAt is how many partitions a level has before they are merged, and slots
	// how many it can have; more go to the next.
	mergeAt = 8
	slots   = 16
	// largeLevel is the level from which on partitions are large, maxPartitions how
	// many there can be before these are merged all the same.
	largeLevel    = 3
	maxPartitions = 60
	// mergeBudget bounds the keys that one transaction merges beside its own work.
	mergeBudget = 200_000
)

// batch is what a transaction does to one packed bucket: sorted keys, each in one
// of both. More than inPlace adds come packed, with the first key and how many
// there are.
type batch struct {
	adds, removes [][]byte
	packed        []sealed
	first         []byte
	size          int
}

// applyBatch writes a batch; budget is what may still be merged, and goes down.
func applyBatch(b *bucket, changes batch, budget *int) error {
	parts := partitions(b)
	if len(parts) == 1 && changes.packed == nil {
		_, err := rewrite(b, parts[0], changes.adds, changes.removes)
		return err
	}
	if err := removeFrom(b, parts, changes.removes); err != nil {
		return err
	}
	if err := insert(b, parts, changes); err != nil {
		return err
	}
	if changes.packed == nil {
		return nil // no partition came in
	}
	return mergeLevels(b, budget)
}

// removeFrom takes keys out of the partitions that have them.
func removeFrom(b *bucket, parts []byte, keys [][]byte) (err error) {
	for _, part := range parts {
		if len(keys) == 0 {
			return nil
		}
		has, err := someIn(b, part, keys)
		if err == nil && has {
			keys, err = rewrite(b, part, nil, keys)
		}
		if err != nil {
			return err
		}
	}
	return nil // a key that none has is gone already, as it should be
}

// someIn reports whether a partition has one of a few keys; of many it may.
func someIn(b *bucket, part byte, keys [][]byte) (bool, error) {
	if len(keys) > spliced {
		return true, nil
	}
	var memory []byte
	for _, key := range keys {
		at, value := floor(b.Cursor(), part, key, &memory)
		if at == nil {
			continue
		}
		found, err := firstIn(at[1:], value, key)
		if err != nil {
			return false, err
		}
		if bytes.Equal(found, key) {
			return true, nil
		}
	}
	return false, nil
}

// insert adds keys: few where they belong in the smallest partition, whose blocks lie
// close together; many at the end of a partition all of whose keys come before
// them, else as a partition.
func insert(b *bucket, parts []byte, changes batch) error {
	if changes.packed == nil {
		if len(changes.adds) == 0 {
			return nil
		}
		part := byte(0)
		if len(parts) > 0 {
			part = parts[0]
		}
		_, err := rewrite(b, part, changes.adds, nil)
		return err
	}
	part, ends, err := endingBelow(b, parts, changes.first)
	if err == nil && !ends {
		part, err = freePartition(parts, levelOf(changes.size))
	}
	if err != nil {
		return err
	}
	return putBlocks(b, part, changes.packed)
}

// endingBelow gives a partition all of whose keys are below key, a large one rather
// than a small one.
func endingBelow(b *bucket, parts []byte, key []byte) (part byte, ok bool, err error) {
	for i := len(parts) - 1; i >= 0; i-- {
		r := newRunCursor(b, parts[i])
		last := r.seekBelow(nil)
		if r.err != nil {
			return 0, false, r.err
		}
		if last != nil && bytes.Compare(last, key) < 0 {
			return parts[i], true, nil
		}
	}
	return 0, false, nil
}

func putBlocks(b *bucket, part byte, blocks []sealed) error {
	for i, block := range blocks {
		b.tx.unmapPassed(i)
		if err := b.Put(blockKey(part, block.first), block.value); err != nil {
			return err
		}
	}
	return nil
}

func blockKey(part byte, first []byte) []byte {
	return append(append(make([]byte, 0, 1+len(first)), part), first...)
}

// levelOf gives the level of a partition of so many keys: below 1,024 it is the
// lowest, and each next holds eight times as many.
func levelOf(keys int) byte {
	level := byte(0)
	for keys >>= 10; keys > 0 && level < slots-1; keys >>= 3 {
		level++
	}
	return level
}

// freePartition gives a partition of a level that is not in use; when the level is
// full, of one above.
func freePartition(parts []byte, level byte) (byte, error) {
	for part := int(level) << 4; part < 256; part++ {
		if !slices.Contains(parts, byte(part)) {
			return byte(part), nil
		}
	}
	return 0, fmt.Errorf("all %d partitions of an index are in use", slots*slots)
}

// rewrite puts keys into the blocks of a partition where they belong, and takes
// others out; both are sorted. It gives the keys to be removed that were not there.
func rewrite(b *bucket, part byte, adds, removes [][]byte) (missing [][]byte, err error) {
	if len(adds)+len(removes) <= spliced {
		if removes, err = splice(b, part, removes, false); err != nil {
			return nil, err
		}
		if adds, err = splice(b, part, adds, true); err != nil {
			return nil, err
		}
	}
	var memory []byte
	var blk block
	for len(adds) > 0 || len(removes) > 0 {
		least, left := leastOf(adds, removes), len(adds)+len(removes)
		c := b.Cursor()
		at, value := floor(c, part, least, &memory)
		g := blockGroup{b: b, part: part}
		if at != nil {
			if err := blk.decode(at[1:], value); err != nil {
				return nil, err
			}
			g.take(at, &blk, len(value))
			if next, _ := c.Next(); next != nil && next[0] == part {
				g.limit = bytes.Clone(next)
			}
		}
		adds, removes = g.change(adds, removes, &missing)
		if err := g.fillUp(&blk, &adds, &removes, &missing); err != nil {
			return nil, err
		}
		if err := g.write(); err != nil {
			return nil, err
		}
		if len(adds)+len(removes) == left {
			return nil, fmt.Errorf("%w: the blocks of a partition are not in order", ErrDamaged)
		}
	}
	return missing, nil
}

func leastOf(adds, removes [][]byte) []byte {
	if len(removes) == 0 || len(adds) > 0 && bytes.Compare(adds[0], removes[0]) < 0 {
		return adds[0]
	}
	return removes[0]
}

// blockGroup is a block that is written into, or some that become one.
type blockGroup struct {
	b       *bucket
	part    byte
	keys    [][]byte
	size    int      // bytes of the blocks it had
	old     [][]byte // keys in bbolt of these
	limit   []byte   // key in bbolt of the block behind, nil when there is none
	changed bool
}

func (g *blockGroup) take(at []byte, blk *block, size int) {
	g.old = append(g.old, bytes.Clone(at))
	g.keys = append(g.keys, blk.keysOf()...)
	g.size += size
}

// change does what lies before the block behind and gives what is left to do.
func (g *blockGroup) change(adds, removes [][]byte, missing *[][]byte) (laterAdds, laterRemoves [][]byte) {
	here := func(keys [][]byte) int {
		if g.limit == nil {
			return len(keys)
		}
		n, _ := slices.BinarySearchFunc(keys, g.limit[1:], bytes.Compare)
		return n
	}
	n, m := here(adds), here(removes)
	for _, key := range removes[:m] {
		at, found := slices.BinarySearchFunc(g.keys, key, bytes.Compare)
		if !found {
			*missing = append(*missing, key)
			continue
		}
		g.keys = slices.Delete(g.keys, at, at+1)
		g.size -= len(key) / 2 // about
		g.changed = true
	}
	if n > 0 {
		g.keys = slices.CompactFunc(mergeSorted(g.keys, adds[:n]), bytes.Equal)
		g.changed = true
	}
	return adds[n:], removes[m:]
}

func mergeSorted(a, b [][]byte) [][]byte {
	out := make([][]byte, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if bytes.Compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// fillUp takes in the block behind when what is left here is little.
func (g *blockGroup) fillUp(blk *block, adds, removes, missing *[][]byte) error {
	for g.changed && g.limit != nil && g.size < minBlock {
		c := g.b.Cursor()
		at, value := c.Seek(g.limit)
		if !bytes.Equal(at, g.limit) || g.size+len(value) > 3*maxBlock/4 {
			return nil
		}
		if err := blk.decode(at[1:], value); err != nil {
			return err
		}
		g.take(at, blk, len(value))
		g.limit = nil
		if next, _ := c.Next(); next != nil && next[0] == g.part {
			g.limit = bytes.Clone(next)
		}
		*adds, *removes = g.change(*adds, *removes, missing)
	}
	return nil
}

func (g *blockGroup) write() error {
	if !g.changed {
		return nil
	}
	blocks := packEven(g.keys)
	for _, at := range g.old {
		if len(blocks) > 0 && bytes.Equal(at[1:], blocks[0].first) {
			continue // it is written over
		}
		if err := g.b.Delete(at); err != nil {
			return err
		}
	}
	return putBlocks(g.b, g.part, blocks)
}
