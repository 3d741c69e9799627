package terms

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"slices"
)

// The documents of a word are written as gaps: how many numbers were left out since the
// one before, as a uvarint. Up to maxInline documents stand in the dictionary itself.
// More are a list of blocks:
//
//	block   CRC-32C, 4 bytes, of (last document of the block before, that of this one,
//	        gaps); gaps of 128 documents, of the last block what is left
//	skips   for each block but the last: last document, 4 bytes; where the block ends,
//	        from the beginning of the list, 4 bytes
//
// A block's checksum holds both its ends. So a search through the skips that a flipped
// byte leads astray comes to a block that does not fit, and needs no checksum of its own.
const (
	maxInline   = 8
	listBlock   = 128
	blockHead   = 4
	skipSize    = 8
	beforeFirst = math.MaxUint32 // the last document before the first block: one more is 0
)

func appendGaps(to []byte, docs []uint32, last uint32) []byte {
	for _, doc := range docs {
		to = binary.AppendUvarint(to, uint64(doc-last-1))
		last = doc
	}
	return to
}

// readGaps fills docs and gives how many bytes of data that took, 0 when data is too
// short or goes beyond the greatest number.
func readGaps(docs []uint32, data []byte, last uint32) int {
	next, at := uint64(last+1), 0
	for i := range docs {
		var gap uint64
		switch {
		case at < len(data) && data[at] < 0x80:
			gap = uint64(data[at])
			at++
		case at+1 < len(data) && data[at+1] < 0x80:
			gap = uint64(data[at]&0x7f) | uint64(data[at+1])<<7
			at += 2
		default:
			var n int
			if gap, n = binary.Uvarint(data[at:]); n <= 0 || gap > math.MaxUint32 {
				return 0
			}
			at += n
		}
		if next += gap; next > math.MaxUint32 {
			return 0
		}
		docs[i] = uint32(next)
		next++
	}
	return at
}

func blockSum(before, last uint32, gaps []byte) uint32 {
	var ends [8]byte
	binary.LittleEndian.PutUint32(ends[:], before)
	binary.LittleEndian.PutUint32(ends[4:], last)
	return crc32.Update(sum(ends[:]), castagnoli, gaps)
}

// list walks the documents of one word of an index.
type list struct {
	entry entry
	meter *meter
	sums  bool
	block int // which one is in docs; -1 before the first
	docs  [listBlock]uint32
	held  int // documents in docs
	at    int
	err   error
}

func newList(x *Index, e entry, m *meter) *list {
	l := &list{}
	l.reset(x, e, m)
	return l
}

// reset begins at another word, in the same memory.
func (l *list) reset(x *Index, e entry, m *meter) {
	l.entry, l.meter, l.sums, l.block, l.held, l.at, l.err = e, m, x.sums, -1, 0, -1, nil
}

// blocks is how many blocks the list has; inline documents count as one.
func (l *list) blocks() int { return (l.entry.count + listBlock - 1) / listBlock }

// lastOf is the last document of a block, as the skips say.
func (l *list) lastOf(block int) uint32 {
	if block < 0 {
		return beforeFirst
	}
	if block == l.blocks()-1 {
		return l.entry.last
	}
	return binary.LittleEndian.Uint32(l.entry.skips[block*skipSize:])
}

// endOf is where a block ends in the list.
func (l *list) endOf(block int) int {
	if block < 0 {
		return 0
	}
	if block == l.blocks()-1 {
		return len(l.entry.gaps)
	}
	return int(binary.LittleEndian.Uint32(l.entry.skips[block*skipSize+4:]))
}

// load reads a block; false at the end of the list and when it is damaged.
func (l *list) load(block int) bool {
	l.held, l.at = 0, 0
	if l.err != nil || block >= l.blocks() {
		l.block = l.blocks()
		return false
	}
	l.block = block
	docs := l.docs[:min(listBlock, l.entry.count-block*listBlock)]
	if l.err = l.meter.spend(len(docs)); l.err != nil {
		return false
	}
	if !l.read(docs, block) {
		l.err = damaged("a list of documents")
		return false
	}
	l.held = len(docs)
	return true
}

func (l *list) read(docs []uint32, block int) bool {
	if l.entry.inline() {
		return readGaps(docs, l.entry.gaps, beforeFirst) == len(l.entry.gaps)
	}
	from, to := l.endOf(block-1), l.endOf(block)
	if to > len(l.entry.gaps) || to-from <= blockHead {
		return false
	}
	last := l.lastOf(block - 1)
	head, gaps := l.entry.gaps[from:from+blockHead], l.entry.gaps[from+blockHead:to]
	if l.sums && binary.LittleEndian.Uint32(head) != blockSum(last, l.lastOf(block), gaps) {
		return false
	}
	return readGaps(docs, gaps, last) == len(gaps) && docs[len(docs)-1] == l.lastOf(block)
}

func (l *list) next() (uint32, bool) {
	if l.at++; l.at < l.held {
		return l.docs[l.at], true
	}
	if !l.load(l.block + 1) {
		return 0, false
	}
	return l.docs[0], true
}

func (l *list) advance(doc uint32) (uint32, bool) {
	if l.at < 0 || l.at >= l.held || l.docs[l.held-1] < doc {
		if !l.load(l.seek(doc)) {
			return 0, false
		}
	}
	if l.docs[l.at] < doc {
		rest := l.docs[l.at:l.held]
		skipped, _ := slices.BinarySearch(rest, doc)
		l.at += skipped
	}
	if l.at == l.held {
		if !l.entry.inline() { // the skips lied
			l.err = damaged("a list of documents")
		}
		l.held = 0
		return 0, false
	}
	return l.docs[l.at], true
}

// seek gives the first block after the one that was read in which doc, or what comes
// after it, can be. It looks near first: those who seek mostly go on in small steps.
func (l *list) seek(doc uint32) int {
	low, n := l.block+1, l.blocks()
	if l.entry.inline() || low >= n {
		return low
	}
	if doc > l.entry.last {
		return n
	}
	step := 1
	high := low
	for high < n-1 && l.lastOf(high) < doc {
		low = high + 1
		high = min(high+step, n-1)
		step *= 2
	}
	for low < high {
		if mid := (low + high) / 2; l.lastOf(mid) < doc {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func (l *list) estimate() int { return l.entry.count }

func (l *list) fail() error { return l.err }
