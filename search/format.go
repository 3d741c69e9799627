package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"tradedesk/model"
)

// A segment's file, in the byte order of the machine that wrote it:
//
//	header    a page: magic, version, byte order, how many records, records a block, the
//	          longest text, the stamp, where the parts lie, CRC-32C of all that
//	parts     counts of lengths, columns of pairs, ids, records in order of their ids,
//	          when each is due and
//	          came, what it is worth, bit columns, texts; each begins a page
//	sums      CRC-32C of each 64 KB of the parts, looked at when one is read first
//	words     an index of words, which has sums of its own
const (
	fileMagic   = "tdsearch"
	fileVersion = 4 // what records are found by changed, or how it is written
	filePage    = 4096
	checkedPage = 64 << 10
	byteOrder   = 0x01020304
)

// Parts of the file.
const (
	partLengths = iota
	partPairs
	partIDs
	partByID
	partDue
	partAt
	partSum
	partColumns
	partTexts
	partChecks
	partWords
	allParts
)

// ErrUnfit is wrapped by every error that says that a file is no segment, or not one that
// this program reads, or damaged: it can only be made anew.
var ErrUnfit = errors.New("the index of the search cannot be used")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Stamp says of what a segment was made.
type Stamp struct {
	Desk model.ID // whose records they are
	Made model.ID // when; no other segment has it
}

type header struct {
	records, block, longest uint64
	stamp                   Stamp
	parts                   [allParts]extent
}

// extent is where a part lies, in bytes.
type extent struct{ at, size uint64 }

func (e extent) end() uint64 { return e.at + e.size }

const headerSize = 8 + 4 + 4 + 3*8 + 16 + 16 + allParts*16 + 4

func (h *header) encode() []byte {
	out := make([]byte, 0, filePage)
	out = append(out, fileMagic...)
	out = binary.LittleEndian.AppendUint32(out, fileVersion)
	out = binary.NativeEndian.AppendUint32(out, byteOrder)
	for _, n := range []uint64{h.records, h.block, h.longest} {
		out = binary.LittleEndian.AppendUint64(out, n)
	}
	out = append(out, h.stamp.Desk[:]...)
	out = append(out, h.stamp.Made[:]...)
	for _, e := range h.parts {
		out = binary.LittleEndian.AppendUint64(out, e.at)
		out = binary.LittleEndian.AppendUint64(out, e.size)
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli))
	return out[:filePage]
}

// decodeHeader reads a header and holds all that it says against the size of the file.
func decodeHeader(data []byte, size uint64) (h header, err error) {
	switch {
	case len(data) < headerSize || string(data[:8]) != fileMagic:
		return h, fmt.Errorf("%w: it is no such file", ErrUnfit)
	case binary.LittleEndian.Uint32(data[8:]) != fileVersion || binary.NativeEndian.Uint32(data[12:]) != byteOrder:
		return h, fmt.Errorf("%w: another version of the program or another machine made it", ErrUnfit)
	case crc32.Checksum(data[:headerSize-4], castagnoli) != binary.LittleEndian.Uint32(data[headerSize-4:]):
		return h, fmt.Errorf("%w: its beginning is damaged", ErrUnfit)
	}
	rest := data[16:]
	next := func() (n uint64) {
		n, rest = binary.LittleEndian.Uint64(rest), rest[8:]
		return n
	}
	h.records, h.block, h.longest = next(), next(), next()
	rest = rest[copy(h.stamp.Desk[:], rest):]
	rest = rest[copy(h.stamp.Made[:], rest):]
	for i := range h.parts {
		h.parts[i] = extent{next(), next()}
	}
	return h, h.check(size)
}

func (h *header) check(size uint64) error {
	if h.records > math.MaxInt32 || h.longest > MaxText || h.block != chunkSize && h.block != largeBlock {
		return fmt.Errorf("%w: %d records of %d bytes in blocks of %d cannot be", ErrUnfit, h.records, h.longest, h.block)
	}
	want := partSizes(h.records, h.block, h.longest)
	at := uint64(filePage)
	for i, e := range h.parts {
		fixed := i < partTexts
		if e.at != at || e.size > size || e.end() > size || fixed && e.size != want[i] {
			return fmt.Errorf("%w: it is cut short or does not hold together", ErrUnfit)
		}
		at = pageUp(e.end())
	}
	if h.parts[partWords].end() != size || h.parts[partChecks].size != checksOf(h.parts[partTexts].end()) {
		return fmt.Errorf("%w: it is cut short or does not hold together", ErrUnfit)
	}
	return nil
}

// partSizes gives how large the parts before the texts are.
func partSizes(records, block, longest uint64) (sizes [partTexts]uint64) {
	sizes[partLengths] = (longest + 1) * 4
	sizes[partPairs] = pairs * 2
	sizes[partIDs] = records * uint64(len(model.ID{}))
	sizes[partByID] = records * 4
	sizes[partDue] = records * 4
	sizes[partAt] = records * 4
	sizes[partSum] = records * 8
	sizes[partColumns] = (records + block - 1) / block * block / 8 * allColumns
	return sizes
}

func pageUp(at uint64) uint64 { return (at + filePage - 1) / filePage * filePage }

// checksOf gives the size of the sums of a file whose texts end at a place.
func checksOf(end uint64) uint64 { return (end - filePage + checkedPage - 1) / checkedPage * 4 }
