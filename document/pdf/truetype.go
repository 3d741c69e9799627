package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// trueType reads what a PDF needs of a TrueType file.
type trueType struct {
	tables map[string][]byte
	glyphs int // how many it has
	wide   int // how many have a width of their own
	upem   int
}

var errFont = errors.New("is no whole TrueType font")

// The tables that a PDF reader draws glyphs with.
var keptTables = []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

func readTrueType(data []byte) (*trueType, error) {
	if len(data) < 12 {
		return nil, errFont
	}
	f := &trueType{tables: map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, errFont
		}
		offset, size := uint64(binary.BigEndian.Uint32(data[at+8:])), uint64(binary.BigEndian.Uint32(data[at+12:]))
		if offset+size > uint64(len(data)) {
			return nil, errFont
		}
		f.tables[string(data[at:at+4])] = data[offset : offset+size]
	}
	for _, least := range []struct {
		name string
		size int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"glyf", 0}, {"loca", 4}, {"hmtx", 4}} {
		if table, ok := f.tables[least.name]; !ok || len(table) < least.size {
			return nil, fmt.Errorf("%w: its table %s", errFont, least.name)
		}
	}
	f.glyphs = int(binary.BigEndian.Uint16(f.tables["maxp"][4:]))
	f.wide = int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	f.upem = int(binary.BigEndian.Uint16(f.tables["head"][18:]))
	if f.upem == 0 || f.wide == 0 || len(f.tables["hmtx"]) < 4*f.wide {
		return nil, errFont
	}
	return f, nil
}

// width gives the advance of a glyph in thousandths of the size.
func (f *trueType) width(glyph uint16) int {
	at := min(int(glyph), f.wide-1)
	return (int(binary.BigEndian.Uint16(f.tables["hmtx"][4*at:]))*1000 + f.upem/2) / f.upem
}

// metrics gives the box around all glyphs, the ascent and the descent, in thousandths.
func (f *trueType) metrics() (box [4]int, ascent, descent int) {
	signed := func(table string, at int) int {
		return int(int16(binary.BigEndian.Uint16(f.tables[table][at:]))) * 1000 / f.upem
	}
	for i := range box {
		box[i] = signed("head", 36+2*i)
	}
	return box, signed("hhea", 4), signed("hhea", 6)
}

// outline gives the bytes of a glyph, none of one that draws nothing.
func (f *trueType) outline(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var start, end uint64
	if binary.BigEndian.Uint16(f.tables["head"][50:]) == 0 {
		if 2*glyph+4 > len(loca) {
			return nil
		}
		start, end = 2*uint64(binary.BigEndian.Uint16(loca[2*glyph:])), 2*uint64(binary.BigEndian.Uint16(loca[2*glyph+2:]))
	} else {
		if 4*glyph+8 > len(loca) {
			return nil
		}
		start, end = uint64(binary.BigEndian.Uint32(loca[4*glyph:])), uint64(binary.BigEndian.Uint32(loca[4*glyph+4:]))
	}
	if start >= end || end > uint64(len(glyf)) {
		return nil
	}
	return glyf[start:end]
}

// Flags of a part of a composite glyph (OpenType, glyf).
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	moreParts    = 1 << 5
	hasTwoScales = 1 << 6
	hasMatrix    = 1 << 7
)

// parts gives the glyphs that a composite one is made of.
func parts(outline []byte) []int {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	var out []int
	for at := 10; at+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[at:])
		out = append(out, int(binary.BigEndian.Uint16(outline[at+2:])))
		at += 6
		for _, more := range []struct {
			flag uint16
			size int
		}{{argsAreWords, 2}, {hasScale, 2}, {hasTwoScales, 4}, {hasMatrix, 8}} {
			if flags&more.flag != 0 {
				at += more.size
			}
		}
		if flags&moreParts == 0 {
			break
		}
	}
	return out
}

// subset gives the font with the outlines of some glyphs only; all keep their numbers.
func (f *trueType) subset(used []uint16) []byte {
	keep := make([]bool, f.glyphs)
	var add func(glyph int)
	add = func(glyph int) {
		if glyph >= f.glyphs || keep[glyph] {
			return
		}
		keep[glyph] = true
		for _, part := range parts(f.outline(glyph)) {
			add(part)
		}
	}
	add(0)
	for _, glyph := range used {
		add(int(glyph))
	}
	var glyf []byte
	loca := make([]byte, 0, 4*f.glyphs+4)
	for glyph, kept := range keep {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if kept {
			glyf = append(glyf, f.outline(glyph)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := bytes.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // loca has 32 bits a glyph
	tables := map[string][]byte{"glyf": glyf, "head": head, "hhea": f.tables["hhea"], "hmtx": f.tables["hmtx"], "loca": loca, "maxp": f.tables["maxp"]}
	return joinTables(tables)
}

// joinTables makes a file of its tables, with the sums that make it whole.
func joinTables(tables map[string][]byte) []byte {
	out := []byte{0, 1, 0, 0}
	// Six tables: how far a binary search goes.
	for _, n := range []uint16{uint16(len(keptTables)), 64, 2, uint16(16*len(keptTables) - 64)} {
		out = binary.BigEndian.AppendUint16(out, n)
	}
	binary.BigEndian.PutUint32(tables["head"][8:], 0)
	offset := len(out) + 16*len(keptTables)
	for _, name := range slices.Sorted(slices.Values(keptTables)) {
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, tableSum(tables[name]))
		out = binary.BigEndian.AppendUint32(out, uint32(offset))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		offset += (len(tables[name]) + 3) / 4 * 4
	}
	head := 0
	for _, name := range slices.Sorted(slices.Values(keptTables)) {
		if name == "head" {
			head = len(out)
		}
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-tableSum(out))
	return out
}

func tableSum(table []byte) uint32 {
	var sum uint32
	for len(table) >= 4 {
		sum += binary.BigEndian.Uint32(table)
		table = table[4:]
	}
	if len(table) > 0 {
		var last [4]byte
		copy(last[:], table)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}

// subsetTag gives the six capitals that tell subsets of one font apart.
func subsetTag(program []byte) string {
	hash := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + hash[i]%26
	}
	return string(tag)
}
