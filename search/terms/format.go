package terms

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// An index is one row of bytes, written from its first to its last in one go; all
// numbers of a fixed size are little-endian.
//
//	header   magic, 8 bytes; version, 4; zero, 4
//	groups   for every 16 words in order: the lists of those that are in many
//	         documents (postings.go), then the block with the words (dictionary.go)
//	table    an entry of 16 bytes for each block of words, in pages (dictionary.go)
//	trailer  where the table is, how many there are of all, checksum, magic
//
// Every part has a CRC-32C that is looked at each time the part is read, and not
// before: opening reads header and trailer alone, and a flipped byte is noticed by the
// first search that needs it. What is read is bounded without trusting the checksums.
const (
	magic       = "tdterms\n"
	version     = 1
	headerSize  = 16
	trailerSize = 64
	trailerSum  = 52 // where the checksum is in the trailer, of what stands before it
)

var (
	// ErrDamaged is wrapped by every error that says that an index cannot be what was
	// written; it can only be built again.
	ErrDamaged = errors.New("the index of words is damaged")
	// ErrVersion is wrapped when an index was written by another version of the program.
	ErrVersion = errors.New("the index of words is of another version")
)

func damaged(what string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(what, args...))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

// trailer says what an index has.
type trailer struct {
	table    uint64 // offset of the table
	blocks   uint64 // of words, entries of the table
	words    uint64
	postings uint64 // pairs of a word and a document
	bound    uint64 // the greatest document, plus one
}

func appendHeader(to []byte) []byte {
	to = append(to, magic...)
	to = binary.LittleEndian.AppendUint32(to, version)
	return binary.LittleEndian.AppendUint32(to, 0)
}

func checkHeader(data []byte) error {
	if len(data) < headerSize+trailerSize || string(data[:8]) != magic {
		return damaged("it does not begin as one")
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != version {
		return fmt.Errorf("%w: %d, this program reads %d", ErrVersion, v, version)
	}
	if binary.LittleEndian.Uint32(data[12:]) != 0 {
		return damaged("header")
	}
	return nil
}

func (t trailer) append(to []byte) []byte {
	from := len(to)
	for _, n := range []uint64{t.table, t.blocks, t.words, t.postings, t.bound, t.size()} {
		to = binary.LittleEndian.AppendUint64(to, n)
	}
	to = binary.LittleEndian.AppendUint32(to, version)
	to = binary.LittleEndian.AppendUint32(to, sum(to[from:]))
	return append(to, magic...)
}

// size is what the whole index takes in bytes.
func (t trailer) size() uint64 { return t.table + tableSize(t.blocks) + trailerSize }

// readTrailer gives the trailer of data, every number in it within what data can hold.
func readTrailer(data []byte, sums bool) (trailer, error) {
	raw := data[len(data)-trailerSize:]
	if string(raw[56:]) != magic || sums && binary.LittleEndian.Uint32(raw[trailerSum:]) != sum(raw[:trailerSum]) {
		return trailer{}, damaged("it does not end as one")
	}
	var n [6]uint64
	for i := range n {
		n[i] = binary.LittleEndian.Uint64(raw[8*i:])
	}
	t := trailer{table: n[0], blocks: n[1], words: n[2], postings: n[3], bound: n[4]}
	size := uint64(len(data))
	switch {
	case t.table < headerSize || t.table > size || t.blocks > size || n[5] != size || t.size() != size:
		return trailer{}, damaged("it is not as long as it was written")
	case t.words > t.blocks*blockWords || t.words < t.blocks || t.postings > size || t.postings < t.words || t.bound > math.MaxUint32+1:
		return trailer{}, damaged("its counts cannot be")
	}
	return t, nil
}
