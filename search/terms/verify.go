package terms

import (
	"bytes"
	"context"
	"encoding/binary"
)

// Verify reads all of the index, every byte of it, and says whether it is what was
// written: checksums, the order of words and documents, that parts follow each other
// without a gap, and the counts.
func (x *Index) Verify(ctx context.Context) error {
	v := &verifying{words: newWordCursor(x), meter: newMeter(ctx), end: headerSize}
	for {
		ok, err := v.words.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := v.word(x); err != nil {
			return err
		}
	}
	if v.end != x.table || v.count != x.words || v.postings != x.postings || v.bound != x.bound {
		return damaged("it does not have what it says it has")
	}
	return nil
}

type verifying struct {
	words    *wordCursor
	meter    *meter
	list     list
	block    int    // the last one seen, plus one
	end      uint64 // where what was seen ends
	last     []byte // word
	count    uint64 // of words
	postings uint64
	bound    uint64
}

// word looks at the word where the cursor stands, and at its documents.
func (v *verifying) word(x *Index) error {
	c := v.words
	if c.block >= v.block {
		if err := v.firstOfBlock(); err != nil {
			return err
		}
	}
	if v.count > 0 && bytes.Compare(c.word, v.last) <= 0 {
		return damaged("its words are out of order at %q", c.word)
	}
	v.last = append(v.last[:0], c.word...)
	v.count++
	v.postings += uint64(c.entry.count)
	v.list.reset(x, c.entry, v.meter)
	for v.list.load(v.list.block + 1) {
		v.bound = max(v.bound, uint64(v.list.docs[v.list.held-1])+1)
	}
	return v.list.fail()
}

// firstOfBlock looks at what the table says of a block, whose page is loaded.
func (v *verifying) firstOfBlock() error {
	c := v.words
	entry := c.entries[c.block%pageBlocks*entrySize:]
	if binary.LittleEndian.Uint64(entry) != keyOf(c.word) || c.first != v.end {
		return damaged("block %d of its words", c.block)
	}
	v.block, v.end = c.block+1, c.end
	return nil
}
