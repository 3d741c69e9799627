package store

import "bytes"

// moveKeys moves keys out of partitions into another, the first of them all, most of
// them at most, and gives how many. Called until it gives fewer, it merges partitions
// of any size in transactions of a bounded one; whatever is written between two calls
// leaves every key in one partition.
func moveKeys(b *bucket, of []byte, to byte, most int) (moved int, err error) {
	var h keyHeap
	var runs []*movedRun
	for _, part := range of {
		if part != to {
			r := &movedRun{c: b.Cursor(), part: part}
			runs = append(runs, r)
			h.push(r)
		}
	}
	into := mover{bucket: b, to: to, packer: packer{limit: maxBlock}}
	for moved < most {
		key := h.next()
		if key == nil {
			break
		}
		if err := into.add(key, moved == 0); err != nil {
			return 0, err
		}
		moved++
	}
	if h.moved && len(h.heads) > 0 {
		h.move() // what was given last is taken too
	}
	if h.err != nil || moved == 0 {
		return 0, h.err
	}
	for _, r := range runs {
		if err := r.take(b); err != nil {
			return 0, err
		}
	}
	return moved, into.write()
}

// movedRun gives the keys of a partition, to take out those that were given.
type movedRun struct {
	c      *cursor
	part   byte
	firsts [][]byte // of the blocks that were read
	block  block    // the last of these
	at     int
	err    error
}

func (r *movedRun) next() []byte {
	if r.at++; r.at < r.block.len() {
		return r.block.key(r.at)
	}
	var first, value []byte
	if r.firsts == nil {
		first, value = r.c.Seek([]byte{r.part})
	} else {
		first, value = r.c.Next()
	}
	if first == nil || first[0] != r.part || r.err != nil {
		return nil
	}
	if r.err = r.block.decode(first[1:], value); r.err != nil {
		return nil
	}
	r.firsts = append(r.firsts, bytes.Clone(first))
	r.at = 0
	return r.block.key(0)
}

func (r *movedRun) failed() error { return r.err }

// take takes out what lies before the key that was given last.
func (r *movedRun) take(b *bucket) error {
	given := r.firsts
	var rest []sealed
	switch {
	case r.at >= r.block.len(): // all of them
	case r.at == 0:
		given = given[:len(given)-1]
	default:
		rest = pack(r.block.keysOf()[r.at:])
	}
	for _, first := range given {
		if err := b.Delete(first); err != nil {
			return err
		}
	}
	return putBlocks(b, r.part, rest)
}

// mover writes keys that come in order into a partition, most often behind all that
// it has.
type mover struct {
	bucket *bucket
	to     byte
	packer packer
	among  bool     // the partition has keys behind the first
	keys   [][]byte // that go among these
}

func (m *mover) add(key []byte, first bool) error {
	if first {
		r := newRunCursor(m.bucket, m.to)
		last := r.seekBelow(nil)
		if r.err != nil {
			return r.err
		}
		m.among = last != nil && bytes.Compare(last, key) > 0
	}
	if m.among {
		m.keys = append(m.keys, bytes.Clone(key))
	} else {
		m.packer.add(key)
	}
	return nil
}

func (m *mover) write() error {
	if m.among {
		_, err := rewrite(m.bucket, m.to, m.keys, nil)
		return err
	}
	m.packer.seal()
	return putBlocks(m.bucket, m.to, m.packer.done)
}
