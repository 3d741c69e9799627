package store

import (
	"encoding/binary"
	"runtime"
	"testing"
)

// What a packer takes from the heap is some of the blocks' size and no multiple of it: to
// merge a large index is the most that a desk does in one transaction.
func TestPackingTakesLittleMoreThanItsBlocks(t *testing.T) {
	const keys = 1_000_000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := packer{limit: maxBlock}
	var key [12]byte
	for i := range uint64(keys) {
		binary.BigEndian.PutUint64(key[:], i*0x9e37)
		binary.BigEndian.PutUint32(key[8:], uint32(i*0x85ebca6b))
		p.add(key[:])
	}
	p.seal()
	runtime.ReadMemStats(&after)
	var size uint64
	for _, b := range p.done {
		size += uint64(len(b.first) + len(b.value))
	}
	taken := after.TotalAlloc - before.TotalAlloc
	if size < 4<<20 {
		t.Fatalf("%d blocks of %d bytes in all are too few to tell", len(p.done), size)
	}
	if taken > 2*size {
		t.Errorf("blocks of %d bytes took %d from the heap, more than twice as much", size, taken)
	}
}
