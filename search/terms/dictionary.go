package terms

import (
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
const (
	// MaxWord is how many bytes of a word count; the rest is left out.
	MaxWord    = 64
	blockWords = 16
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
