package terms

import (
	"bytes"
	"encoding/binary"
)

// The table has an entry for each block of words: the first 8 bytes of its first word,
// big-endian and filled up with zeros, so that nearly all of a search is done in the table;
// the block's offset, 6 bytes; its size, 2 bytes. A page of the table is 255 entries and
// their CRC-32C, the last page has what is left.
const (
	entrySize  = 16
	pageBlocks = 255
	pageSize   = pageBlocks*entrySize + 4
)

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
