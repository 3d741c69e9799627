package store

import (
	"bytes"
	"sync/atomic"
)

// A packed bucket is a set of keys in blocks. Its keys lie in partitions, each a
// sorted run of blocks, and every key is in one of them: what a big transaction
// adds becomes a partition of its own, so that it costs the same however large
// the set has grown; partitions of about one size are merged later. To read in
// order is to merge a few runs, to remove is to look into each.
//
// The key of a block in bbolt is its partition, one byte, and its first key. The
// upper half of the byte is the level, which grows with the size.

// partitions gives those that there are, the large ones last.
func partitions(b *bucket) []byte {
	if b == nil {
		return nil
	}
	var parts []byte
	c := b.Cursor()
	for key, _ := c.First(); key != nil; {
		part := key[0]
		parts = append(parts, part)
		if part == 0xff {
			break
		}
		key, _ = c.Seek([]byte{part + 1})
	}
	return parts
}

// runCursor walks one partition.
type runCursor struct {
	c     *cursor
	part  byte
	block block
	at    int
	seeks []byte // memory for keys that are sought
	err   error
}

func newRunCursor(b *bucket, part byte) *runCursor {
	return &runCursor{c: b.Cursor(), part: part}
}

// open takes the block apart that the bbolt cursor stands on; false when it has
// left the partition.
func (r *runCursor) open(key, value []byte) bool {
	if key == nil || key[0] != r.part {
		r.block.ends = r.block.ends[:0]
		return false
	}
	if err := r.block.decode(key[1:], value); err != nil {
		r.err = err
		r.block.ends = r.block.ends[:0]
		return false
	}
	return true
}

// floor gives the block in which key stands, or would: the last that does not
// begin after it, else the first of the partition; nil when there is none.
func floor(c *cursor, part byte, key []byte, memory *[]byte) (first, value []byte) {
	*memory = append(append((*memory)[:0], part), key...)
	first, value = c.Seek(*memory)
	if first != nil && bytes.Equal(first, *memory) {
		return first, value
	}
	var before []byte
	var its []byte
	if first == nil {
		before, its = c.Last()
	} else {
		before, its = c.Prev()
	}
	if before != nil && before[0] == part {
		return before, its
	}
	// The cursor may have run off the beginning of the bucket.
	first, value = c.Seek((*memory)[:1])
	if first != nil && first[0] == part {
		return first, value
	}
	return nil, nil
}

// seek gives the first key that is not below key, nil when there is none.
func (r *runCursor) seek(key []byte) []byte {
	if !r.open(floor(r.c, r.part, key, &r.seeks)) {
		return nil
	}
	r.at = r.block.search(key)
	return r.settle()
}

// settle gives the key at the cursor, in the next block when this one is at its end.
func (r *runCursor) settle() []byte {
	if r.at < r.block.len() {
		return r.block.key(r.at)
	}
	if r.err != nil || !r.open(r.c.Next()) {
		return nil
	}
	r.at = 0
	return r.block.key(0)
}

func (r *runCursor) next() []byte {
	if r.block.len() == 0 {
		return nil
	}
	r.at++
	return r.settle()
}

// seekBelow gives the last key that is below key, or the last of all when key is
// nil; nil when there is none.
func (r *runCursor) seekBelow(key []byte) []byte {
	if key == nil {
		if r.part == 0xff {
			return r.last(r.c.Last())
		}
		if at, _ := r.c.Seek([]byte{r.part + 1}); at == nil {
			return r.last(r.c.Last())
		}
		return r.last(r.c.Prev())
	}
	if !r.open(floor(r.c, r.part, key, &r.seeks)) {
		return nil
	}
	r.at = r.block.search(key)
	return r.prev()
}

func (r *runCursor) last(key, value []byte) []byte {
	if !r.open(key, value) {
		return nil
	}
	r.at = r.block.len()
	return r.prev()
}

func (r *runCursor) prev() []byte {
	if r.at--; r.at >= 0 && r.at < r.block.len() {
		return r.block.key(r.at)
	}
	if r.err != nil || r.block.len() == 0 {
		return nil
	}
	if !r.open(r.c.Prev()) {
		return nil
	}
	r.at = r.block.len() - 1
	return r.block.key(r.at)
}

// boundedRun gives the keys of a partition that lie within bounds, in order or
// against it.
type boundedRun struct {
	*runCursor
	bounds bounds
	desc   bool
	begun  bool
}

func newBoundedRun(b *bucket, part byte, in bounds, desc bool) *boundedRun {
	return &boundedRun{runCursor: newRunCursor(b, part), bounds: in, desc: desc}
}

func (r *boundedRun) next() []byte {
	var key []byte
	switch {
	case !r.begun && r.desc:
		key = r.seekBelow(r.bounds.hi)
	case !r.begun:
		key = r.seek(r.bounds.lo)
	case r.desc:
		key = r.prev()
	default:
		key = r.runCursor.next()
	}
	r.begun = true
	if key == nil || !r.bounds.has(key) {
		r.block.ends = r.block.ends[:0]
		return nil
	}
	return key
}

func (r *boundedRun) failed() error { return r.err }

// has reports whether a packed bucket has a key, in any partition.
func has(b *bucket, key []byte) (bool, error) {
	for _, part := range partitions(b) {
		r := newRunCursor(b, part)
		if found := r.seek(key); found != nil && bytes.Equal(found, key) {
			return true, nil
		}
		if r.err != nil {
			return false, r.err
		}
	}
	return false, nil
}

// firstWith gives a key that begins with prefix, the least of its partition; nil
// when there is none. It looks first into the partition that lately names, if any,
// as most keys of a set are in one, and leaves there in which one it found the key.
func firstWith(b *bucket, prefix []byte, lately *atomic.Uint32) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	c := b.Cursor()
	memory := make([]byte, 0, maxSought)
	if lately != nil {
		key, _, err := firstOf(c, byte(lately.Load()), prefix, &memory)
		if key != nil || err != nil {
			return key, err
		}
	}
	at, _ := c.Last()
	for at != nil {
		part := at[0]
		key, before, err := firstOf(c, part, prefix, &memory)
		if key != nil && lately != nil {
			lately.Store(uint32(part))
		}
		if key != nil || err != nil {
			return key, err
		}
		if at = before; at != nil && at[0] == part {
			c.Seek(memory[:1])
			at, _ = c.Prev()
		}
	}
	return nil, nil
}

// maxSought is the length of a prefix up to which a search needs no memory of its own.
const maxSought = 64

// firstOf gives the least key of one partition that begins with prefix; nil when there
// is none, and then before is the block before the one where it would begin.
func firstOf(c *cursor, part byte, prefix []byte, memory *[]byte) (key, before []byte, err error) {
	sought := append(append((*memory)[:0], part), prefix...)
	*memory = sought
	behind, _ := c.Seek(sought)
	begins := bytes.HasPrefix(behind, sought)
	if begins && len(behind) == len(sought) {
		return behind[1:], nil, nil
	}
	var value []byte
	if behind == nil {
		before, value = c.Last()
	} else {
		before, value = c.Prev()
	}
	if before != nil && before[0] == part {
		if key, err := firstIn(before[1:], value, prefix); key != nil || err != nil {
			return key, nil, err
		}
	}
	if begins {
		return behind[1:], nil, nil
	}
	return nil, before, nil
}

// finder looks for one key after the other in a packed bucket. It is fast when they
// come in order, as it then mostly stays in the blocks where it is.
type finder struct{ runs []*runCursor }

func newFinder(b *bucket) *finder {
	f := &finder{}
	for _, part := range partitions(b) {
		f.runs = append(f.runs, newRunCursor(b, part))
	}
	return f
}

func (f *finder) firstWith(prefix []byte) ([]byte, error) {
	for _, r := range f.runs {
		if key := r.seekNear(prefix); bytes.HasPrefix(key, prefix) {
			return key, nil
		}
		if r.err != nil {
			return nil, r.err
		}
	}
	return nil, nil
}

// seekNear is seek, without leaving the block when the key lies in it.
func (r *runCursor) seekNear(key []byte) []byte {
	n := r.block.len()
	if n == 0 || bytes.Compare(r.block.key(0), key) > 0 || bytes.Compare(r.block.key(n-1), key) < 0 {
		return r.seek(key)
	}
	r.at = r.block.search(key)
	return r.block.key(r.at)
}
