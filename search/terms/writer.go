package terms

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
)

// writer writes an index in one go: for each word in order begin, add its documents in
// order, end. It holds a block of words and the skips of one list, and of all that was
// written the table: a byte for each word.
type writer struct {
	out     *bufio.Writer
	at      uint64 // bytes written
	trailer trailer
	table   []byte

	block    []byte // words of the open block, as they will be written
	words    int    // in it
	group    uint64 // where the lists of its words begin
	previous []byte // the last word that was written
	key      uint64 // of its first

	word  []byte
	list  []byte   // gaps that are not written yet
	docs  []uint32 // documents that are not in gaps yet, up to a block
	count uint64   // documents of this word
	last  uint32   // the last of them
	begun uint64   // where its list begins
	held  uint32   // the last document of the block before docs
	skips []byte
}

func newWriter(out io.Writer) (*writer, error) {
	w := &writer{out: bufio.NewWriterSize(out, 256<<10)}
	err := w.write(appendHeader(nil))
	w.group = w.at
	return w, err
}

func (w *writer) write(data []byte) error {
	n, err := w.out.Write(data)
	w.at += uint64(n)
	if err != nil {
		return fmt.Errorf("writing an index of words: %w", err)
	}
	return nil
}

func (w *writer) begin(word []byte) error {
	if w.trailer.words > 0 && bytes.Compare(word, w.previous) <= 0 {
		return fmt.Errorf("the word %q came after %q in an index of words", word, w.previous)
	}
	w.word = append(w.word[:0], word...)
	w.docs, w.skips, w.count, w.held = w.docs[:0], w.skips[:0], 0, beforeFirst
	w.begun = w.at
	return nil
}

// add takes documents in order; one that came before is left out.
func (w *writer) add(docs []uint32) error {
	for _, doc := range docs {
		if w.count > 0 && doc <= w.last {
			if doc < w.last {
				return fmt.Errorf("document %d came after %d in an index of words", doc, w.last)
			}
			continue
		}
		if len(w.docs) == listBlock {
			if err := w.flush(); err != nil {
				return err
			}
		}
		w.docs = append(w.docs, doc)
		w.last = doc
		w.count++
	}
	return nil
}

// flush writes a block of the word's list.
func (w *writer) flush() error {
	last := w.docs[len(w.docs)-1]
	w.list = appendGaps(append(w.list[:0], 0, 0, 0, 0), w.docs, w.held)
	binary.LittleEndian.PutUint32(w.list, blockSum(w.held, last, w.list[blockHead:]))
	if err := w.write(w.list); err != nil {
		return err
	}
	size := w.at - w.begun
	if size > math.MaxUint32 {
		return fmt.Errorf("the word %q is in too many documents for an index of words", w.word)
	}
	w.skips = binary.LittleEndian.AppendUint32(w.skips, last)
	w.skips = binary.LittleEndian.AppendUint32(w.skips, uint32(size))
	w.docs, w.held = w.docs[:0], last
	return nil
}

// end puts the word into the dictionary, unless no document has it.
func (w *writer) end() error {
	if w.count == 0 {
		return nil
	}
	w.trailer.words++
	w.trailer.postings += w.count
	w.trailer.bound = max(w.trailer.bound, uint64(w.last)+1)
	if w.count <= maxInline {
		w.appendWord()
		w.block = appendGaps(w.block, w.docs, beforeFirst)
	} else if err := w.endList(); err != nil {
		return err
	}
	if w.words == blockWords {
		return w.close()
	}
	return nil
}

func (w *writer) endList() error {
	if err := w.flush(); err != nil {
		return err
	}
	size := w.at - w.begun
	if err := w.write(w.skips[:len(w.skips)-skipSize]); err != nil {
		return err
	}
	w.appendWord()
	w.block = binary.AppendUvarint(w.block, size)
	w.block = binary.AppendUvarint(w.block, uint64(w.last))
	return nil
}

func (w *writer) appendWord() {
	shared := 0
	if w.words == 0 {
		w.key = keyOf(w.word)
	} else {
		shared = sharedOf(w.previous, w.word)
	}
	w.block = binary.AppendUvarint(w.block, uint64(shared))
	w.block = binary.AppendUvarint(w.block, uint64(len(w.word)-shared))
	w.block = append(w.block, w.word[shared:]...)
	w.block = binary.AppendUvarint(w.block, w.count)
	w.previous = append(w.previous[:0], w.word...)
	w.words++
}

// close writes the block of words, behind the lists of its words.
func (w *writer) close() error {
	if w.words == 0 {
		return nil
	}
	start := w.at
	head := append(make([]byte, 4, 16), byte(w.words))
	head = binary.AppendUvarint(head, start-w.group)
	binary.LittleEndian.PutUint32(head, crc32.Update(sum(head[4:]), castagnoli, w.block))
	if err := w.write(head); err != nil {
		return err
	}
	if err := w.write(w.block); err != nil {
		return err
	}
	w.table = binary.LittleEndian.AppendUint64(w.table, w.key)
	w.table = binary.LittleEndian.AppendUint64(w.table, start|(w.at-start)<<48)
	w.trailer.blocks++
	w.block, w.words, w.group = w.block[:0], 0, w.at
	return nil
}

// finish writes what comes after the last word, and gives how long the index is.
func (w *writer) finish() (size uint64, err error) {
	if err := w.close(); err != nil {
		return 0, err
	}
	w.trailer.table = w.at
	for page := range slices.Chunk(w.table, pageBlocks*entrySize) {
		if err := w.write(page); err != nil {
			return 0, err
		}
		if err := w.write(binary.LittleEndian.AppendUint32(nil, sum(page))); err != nil {
			return 0, err
		}
	}
	if err := w.write(w.trailer.append(nil)); err != nil {
		return 0, err
	}
	if err := w.out.Flush(); err != nil {
		return 0, fmt.Errorf("writing an index of words: %w", err)
	}
	return w.at, nil
}
