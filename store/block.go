package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"sort"
)

// A block holds a sorted run of keys. The first is the key of the block in bbolt;
// the value is the number of keys, 2 bytes, and each further key as
//
//	shared  uvarint, how many bytes it has in common with the key before it
//	rest    uvarint, how many bytes follow
//	bytes   these
//
// so that what neighbours have in common is written once.

const (
	// maxBlock is what a block takes at most in bbolt, key and value in bytes, so
	// that two fill a page of 4,096. A single key may be longer.
	maxBlock = (4096-16)/2 - 16
	// minBlock is what a block is filled up from its neighbour below.
	minBlock = maxBlock / 3
	// maxKey bounds a key in bytes, so that damage is seen.
	maxKey = 8 << 10
)

var errBlock = errors.New("damaged: a block of an index cannot be read; run check --repair")

// block is a block taken apart. Its keys are valid until the next decode.
type block struct {
	buf  []byte
	ends []int // where each key ends in buf
}

func (b *block) len() int { return len(b.ends) }

func (b *block) key(i int) []byte {
	from := 0
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.buf[from:b.ends[i]:b.ends[i]]
}

// search gives the place of the first key that is not below key.
func (b *block) search(key []byte) int {
	return sort.Search(len(b.ends), func(i int) bool { return bytes.Compare(b.key(i), key) >= 0 })
}

// decode takes a block apart, in the memory of the last one. Whatever the bytes
// are, it gives keys in order or errBlock.
func (b *block) decode(first, value []byte) error {
	b.buf, b.ends = append(b.buf[:0], first...), append(b.ends[:0], len(first))
	if len(value) < 2 || len(first) > maxKey {
		return errBlock
	}
	n := int(binary.BigEndian.Uint16(value))
	from, end := 0, len(first) // of the last key in buf
	for value = value[2:]; len(value) > 0; {
		shared, rest, head := lengths(value)
		if head == 0 || shared > end-from || rest == 0 || rest > len(value)-head || shared+rest > maxKey {
			return errBlock
		}
		value = value[head:]
		if shared < end-from && value[0] <= b.buf[from+shared] {
			return errBlock // out of order
		}
		b.buf = append(b.buf, b.buf[from:from+shared]...)
		b.buf = append(b.buf, value[:rest]...)
		from, end = end, len(b.buf)
		b.ends = append(b.ends, end)
		value = value[rest:]
	}
	if len(b.ends) != n {
		return errBlock
	}
	return nil
}

// firstIn finds the first key of a block that begins with prefix, nil when there is
// none, without taking the block apart.
//
// Of each key it need only know how much of prefix it begins with: one that has more
// in common with the key before it than that one with prefix is below prefix too.
func firstIn(first, value, prefix []byte) (key []byte, err error) {
	if len(value) < 2 {
		return nil, errBlock
	}
	same := commonPrefix(first, prefix)
	if same == len(prefix) {
		return first, nil
	}
	if same < len(first) && first[same] > prefix[same] {
		return nil, nil
	}
	size := len(first) // of the key before
	for value = value[2:]; len(value) > 0; {
		shared, rest, head := lengths(value)
		if head == 0 || shared > size || rest == 0 || rest > len(value)-head {
			return nil, errBlock
		}
		tail := value[head : head+rest]
		value, size = value[head+rest:], shared+rest
		if shared > same {
			continue
		}
		if shared < same {
			return nil, nil
		}
		more := commonPrefix(tail, prefix[same:])
		if same+more == len(prefix) {
			return append(prefix[:same:same], tail...), nil
		}
		if more < len(tail) && tail[more] > prefix[same+more] {
			return nil, nil
		}
		same += more
	}
	return nil, nil
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// lengths reads how much a key shares and how much follows; head is how many
// bytes say so, 0 when they are not to be read.
func lengths(value []byte) (shared, rest, head int) {
	if len(value) >= 2 && value[0] < 0x80 && value[1] < 0x80 {
		return int(value[0]), int(value[1]), 2
	}
	s, n := binary.Uvarint(value)
	if n <= 0 || s > maxKey {
		return 0, 0, 0
	}
	r, m := binary.Uvarint(value[n:])
	if m <= 0 || r > maxKey {
		return 0, 0, 0
	}
	return int(s), int(r), n + m
}

// countOf gives how many keys a block has, by its head alone.
func countOf(value []byte) int {
	if len(value) < 2 {
		return 0
	}
	return int(binary.BigEndian.Uint16(value))
}

// sealed is a block ready to be written.
type sealed struct{ first, value []byte }

// maxChunk is how many bytes of blocks a packer takes memory for at once.
const maxChunk = 256 << 10

// packer makes blocks of keys that come in order. It keeps none of the keys.
type packer struct {
	limit int // bytes of a block
	done  []sealed
	data  []byte // the values of some blocks one after the other, the open one last
	from  int    // of the open block in data
	first []byte // of the open block
	last  []byte // the key that was added last
	n     int    // keys in the open block, 0 when none is open
}

func (p *packer) add(key []byte) {
	shared := 0
	if p.n > 0 {
		for shared < len(key) && shared < len(p.last) && key[shared] == p.last[shared] {
			shared++
		}
		size := len(p.first) + len(p.data) - p.from + len(key) - shared + 4
		if size > p.limit || p.n == 1<<16-1 {
			p.seal()
			shared = 0
		}
	}
	if p.n == 0 {
		p.makeRoom()
		p.first, p.from, p.n = bytes.Clone(key), len(p.data), 1
		p.data = append(p.data, 0, 0)
	} else {
		rest := len(key) - shared
		if shared < 0x80 && rest < 0x80 {
			p.data = append(p.data, byte(shared), byte(rest))
		} else {
			p.data = binary.AppendUvarint(binary.AppendUvarint(p.data, uint64(shared)), uint64(rest))
		}
		p.data = append(p.data, key[shared:]...)
		p.n++
	}
	p.last = append(p.last[:0], key...)
}

// makeRoom takes memory for the next blocks, apart from that of those before: were one
// slice to grow, each of its former homes would live on in the blocks that lie there, five
// times the whole.
func (p *packer) makeRoom() {
	if cap(p.data)-len(p.data) < p.limit {
		p.data = make([]byte, 0, max(p.limit, min(2*cap(p.data), maxChunk)))
	}
}

// seal ends the open block.
func (p *packer) seal() {
	if p.n == 0 {
		return
	}
	binary.BigEndian.PutUint16(p.data[p.from:], uint16(p.n))
	// The slice is cut so that it stays right when data goes on.
	p.done = append(p.done, sealed{p.first, p.data[p.from:len(p.data):len(p.data)]})
	p.n = 0
}

// pack makes full blocks of sorted keys.
func pack(keys [][]byte) []sealed {
	p := packer{limit: maxBlock}
	for _, key := range keys {
		p.add(key)
	}
	p.seal()
	return p.done
}

// packEven makes blocks of about the same size, as few as hold the keys: one that
// is cut in two will be written into again.
func packEven(keys [][]byte) []sealed {
	blocks := pack(keys)
	if len(blocks) < 2 {
		return blocks
	}
	size := 0
	for _, b := range blocks {
		size += len(b.first) + len(b.value)
	}
	p := packer{limit: min(size/len(blocks)+64, maxBlock)}
	for _, key := range keys {
		p.add(key)
	}
	p.seal()
	return p.done
}

// keysOf gives the keys of a block, on their own memory.
func (b *block) keysOf() [][]byte {
	buf := slices.Clone(b.buf)
	keys := make([][]byte, len(b.ends))
	from := 0
	for i, end := range b.ends {
		keys[i] = buf[from:end:end]
		from = end
	}
	return keys
}
