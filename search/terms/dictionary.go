package terms

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// A block holds up to 16 words in order:
//
//	CRC-32C of what follows, 4 bytes; how many words, 1 byte;
//	lists   uvarint, bytes of the lists of these words, which stand before the block,
//	        one after the other; for each word
//	shared  uvarint, how many bytes it has in common with the word before it
//	rest    uvarint, how many bytes follow, and these
//	count   uvarint, how many documents have the word
//	gaps    up to maxInline documents; for more:
//	size    uvarint, bytes of the list without its skips
//	last    uvarint, its last document
//
// The table has an entry for each block: the first 8 bytes of its first word, big-endian
// and filled up with zeros, so that nearly all of a search is done in the table; the
// block's offset, 6 bytes; its size, 2 bytes. A page of the table is 255 entries and their
// CRC-32C, the last page has what is left.
const (
	// MaxWord is how many bytes of a word count; the rest is left out.
	MaxWord    = 64
	blockWords = 16
	entrySize  = 16
	pageBlocks = 255
	pageSize   = pageBlocks*entrySize + 4
)

// cutWord gives what counts of a word, never a part of a rune.
func cutWord(word string) string {
	if len(word) <= MaxWord {
		return word
	}
	end := MaxWord
	for end > MaxWord-utf8.UTFMax && !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

func tableSize(blocks uint64) uint64 {
	return blocks*entrySize + (blocks+pageBlocks-1)/pageBlocks*4
}

// keyOf is the beginning of a word as a number in the order of words.
func keyOf(word []byte) uint64 {
	if len(word) >= 8 {
		return binary.BigEndian.Uint64(word)
	}
	var room [8]byte
	copy(room[:], word)
	return binary.BigEndian.Uint64(room[:])
}

// entry is what the dictionary says of a word's documents.
type entry struct {
	count int
	gaps  []byte // inline, or the blocks of the list
	skips []byte
	last  uint32 // of a list, not of inline documents
}

func (e entry) inline() bool { return e.count <= maxInline }

// wordCursor walks the words of an index in order.
type wordCursor struct {
	x       *Index
	page    int // of the table, which one is in entries; -1 for none
	entries []byte
	block   int    // which one rest is of
	start   uint64 // where that block is
	end     uint64 // and where it ends
	rest    []byte // of that block, not read yet
	first   uint64 // where the lists of its words begin
	lists   uint64 // where that of the next word begins that has one
	left    int    // words in rest
	word    []byte
	entry   entry
}

func newWordCursor(x *Index) *wordCursor {
	return &wordCursor{x: x, page: -1, block: -1, word: make([]byte, 0, MaxWord)}
}

// load takes a page of the table.
func (c *wordCursor) load(page int) error {
	if page == c.page {
		return nil
	}
	from := c.x.table + uint64(page)*pageSize
	size := min(pageBlocks, c.x.blocks-uint64(page)*pageBlocks) * entrySize
	entries := c.x.data[from : from+size]
	if c.x.sums && binary.LittleEndian.Uint32(c.x.data[from+size:]) != sum(entries) {
		return damaged("page %d of its table", page)
	}
	c.page, c.entries = page, entries
	return nil
}

// bytesOf gives the bytes of a block whose page is loaded.
func (c *wordCursor) bytesOf(block int) (start uint64, body []byte, err error) {
	where := binary.LittleEndian.Uint64(c.entries[block%pageBlocks*entrySize+8:])
	start, size := where&(1<<48-1), where>>48
	if start < headerSize || start+size > c.x.table || size < 4+1 {
		return 0, nil, damaged("block %d of its words", block)
	}
	raw := c.x.data[start : start+size]
	if c.x.sums && binary.LittleEndian.Uint32(raw) != sum(raw[4:]) {
		return 0, nil, damaged("block %d of its words", block)
	}
	return start, raw[4:], nil
}

// open takes a block; the cursor stands before its first word.
func (c *wordCursor) open(block int) error {
	if err := c.load(block / pageBlocks); err != nil {
		return err
	}
	start, body, err := c.bytesOf(block)
	if err != nil {
		return err
	}
	c.block, c.start, c.end, c.left, c.rest, c.word = block, start, start+4+uint64(len(body)), int(body[0]), body[1:], c.word[:0]
	lists, ok := c.number(start - headerSize)
	if !ok || c.left == 0 || c.left > blockWords {
		return damaged("block %d of its words", block)
	}
	c.first = start - lists
	c.lists = c.first
	return nil
}

// next goes on to the next word, in the next block when this one is at its end.
func (c *wordCursor) next() (bool, error) {
	if c.left == 0 {
		if len(c.rest) > 0 || c.lists != c.start {
			return false, damaged("block %d of its words", c.block)
		}
		if uint64(c.block+1) >= c.x.blocks {
			return false, nil
		}
		end := c.end
		if err := c.open(c.block + 1); err != nil {
			return false, err
		}
		// Blocks that follow each other in the bytes too are each read once, whatever
		// the table claims.
		if c.first != end && end > 0 {
			return false, damaged("block %d of its words", c.block)
		}
	}
	c.left--
	if !c.readWord() || !c.readEntry() {
		return false, damaged("block %d of its words", c.block)
	}
	return true, nil
}

// number takes a uvarint off what is left of the block; false when there is none up to max.
func (c *wordCursor) number(max uint64) (uint64, bool) {
	if len(c.rest) > 0 && c.rest[0] < 0x80 {
		n := uint64(c.rest[0])
		c.rest = c.rest[1:]
		return n, n <= max
	}
	n, size := binary.Uvarint(c.rest)
	if size <= 0 {
		return 0, false
	}
	c.rest = c.rest[size:]
	return n, n <= max
}

func (c *wordCursor) readWord() bool {
	shared, ok := c.number(uint64(len(c.word)))
	if !ok {
		return false
	}
	rest, ok := c.number(uint64(len(c.rest)))
	if !ok || rest == 0 || shared+rest > MaxWord || rest > uint64(len(c.rest)) {
		return false
	}
	if shared < uint64(len(c.word)) && c.rest[0] <= c.word[shared] {
		return false // out of order
	}
	c.word = append(c.word[:shared], c.rest[:rest]...)
	c.rest = c.rest[rest:]
	return true
}

func (c *wordCursor) readEntry() bool {
	count, ok := c.number(c.x.postings)
	if !ok || count == 0 {
		return false
	}
	c.entry = entry{count: int(count)}
	if count <= maxInline {
		size := endOfNumbers(c.rest, int(count))
		c.entry.gaps, c.rest = c.rest[:size], c.rest[size:]
		return size > 0
	}
	return c.readList(count)
}

// endOfNumbers is how many bytes n uvarints take at the beginning of data, 0 when they
// are not there.
func endOfNumbers(data []byte, n int) int {
	for i, b := range data {
		if b < 0x80 {
			if n--; n == 0 {
				return i + 1
			}
		}
	}
	return 0
}

func (c *wordCursor) readList(count uint64) bool {
	size, ok := c.number(c.start - c.lists)
	if !ok || size < count {
		return false
	}
	last, ok := c.number(c.x.bound - min(c.x.bound, 1))
	if !ok {
		return false
	}
	skips := (count - 1) / listBlock * skipSize
	end := c.lists + size
	if end+skips > c.start {
		return false
	}
	c.entry.last = uint32(last)
	c.entry.gaps, c.entry.skips = c.x.data[c.lists:end], c.x.data[end:end+skips]
	c.lists = end + skips
	return true
}

// after reports whether the first word of a block, whose page is loaded, is after word.
func (c *wordCursor) after(block int, word []byte) (bool, error) {
	key, its := keyOf(word), binary.LittleEndian.Uint64(c.entries[block%pageBlocks*entrySize:])
	if its != key {
		return its > key, nil
	}
	if err := c.open(block); err != nil {
		return false, err
	}
	if ok, err := c.next(); !ok {
		return false, err
	}
	return bytes.Compare(c.word, word) > 0, nil
}

// find gives the last block in [low, high) that does not begin after word, low when all do.
func (c *wordCursor) find(low, high, step int, word []byte) (int, error) {
	for high-low > step {
		mid := low + (high-low)/step/2*step
		if mid == low {
			mid += step
		}
		if err := c.load(mid / pageBlocks); err != nil {
			return 0, err
		}
		after, err := c.after(mid, word)
		if err != nil {
			return 0, err
		}
		if after {
			high = mid
		} else {
			low = mid
		}
	}
	return low, nil
}

// seek goes to the first word that is not before word; false when there is none.
func (c *wordCursor) seek(word []byte) (bool, error) {
	if c.x.blocks == 0 {
		return false, nil
	}
	blocks := int(c.x.blocks)
	page, err := c.find(0, blocks, pageBlocks, word)
	if err != nil {
		return false, err
	}
	block, err := c.find(page, min(page+pageBlocks, blocks), 1, word)
	if err != nil {
		return false, err
	}
	if err := c.open(block); err != nil {
		return false, err
	}
	for {
		ok, err := c.next()
		if !ok || bytes.Compare(c.word, word) >= 0 {
			return ok, err
		}
	}
}

// seekExact goes to word; false when it is not there.
func (c *wordCursor) seekExact(word []byte) (bool, error) {
	ok, err := c.seek(word)
	return ok && bytes.Equal(c.word, word), err
}

// within reports whether the cursor stands on a word that begins with prefix.
func (c *wordCursor) within(prefix []byte) bool { return bytes.HasPrefix(c.word, prefix) }
