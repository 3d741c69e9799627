package causal

import (
	"encoding/binary"
	"slices"
)

// Major types of CBOR (RFC 8949, 3.1) in the upper three bits of a head.
const (
	cborUint  = 0 << 5
	cborNint  = 1 << 5
	cborBytes = 2 << 5
	cborText  = 3 << 5
	cborArray = 4 << 5
	cborFalse = 0xf4
	cborTrue  = 0xf5
	cborNull  = 0xf6
)

// EncodeRow writes a state in few bytes, those of row; the record and its kind are the
// caller's to keep. Equal states give equal bytes.
func EncodeRow(s *State) []byte {
	names := make([]string, 0, len(s.Registers))
	size := 128
	for name, dots := range s.Registers {
		names = append(names, name)
		size += len(name) + 8
		for _, d := range dots {
			size += len(d.Value) + 8
		}
	}
	slices.Sort(names)
	ordered := make([][]Dot, len(names))
	var sources []Source
	for i, name := range names {
		ordered[i] = inOrder(s.Registers[name])
		for _, d := range ordered[i] {
			if !slices.Contains(sources, d.Source) {
				sources = append(sources, d.Source)
			}
		}
	}
	out := append(make([]byte, 0, size), cborArray|6)
	out = appendBool(out, s.Made)
	out = appendHead(out, cborUint, s.Seq)
	out = appendRowStamp(appendRowStamp(out, s.Created), s.Updated)
	out = appendRowSources(out, sources)
	out = appendHead(out, cborArray, uint64(len(names)))
	for i, name := range names {
		out = appendRowText(append(out, cborArray|2), name)
		out = appendRowDots(out, ordered[i], sources)
	}
	return out
}

func appendRowDots(out []byte, dots []Dot, sources []Source) []byte {
	out = appendHead(out, cborArray, uint64(len(dots)))
	for _, d := range dots {
		out = appendHead(append(out, cborArray|2), cborUint, uint64(slices.Index(sources, d.Source)))
		if d.Value == nil {
			out = append(out, cborNull)
		} else {
			out = append(appendHead(out, cborBytes, uint64(len(d.Value))), d.Value...)
		}
	}
	return out
}

func appendRowSources(out []byte, sources []Source) []byte {
	if sources == nil {
		return append(out, cborNull)
	}
	out = appendHead(out, cborArray, uint64(len(sources)))
	for _, s := range sources {
		out = append(out, cborArray|5)
		out = append(appendHead(out, cborBytes, uint64(len(s.Device))), s.Device[:]...)
		out = appendHead(out, cborUint, s.N)
		out = appendHead(out, cborUint, s.Seq)
		out = appendHead(out, cborUint, s.Clock)
		out = appendRowText(out, s.By)
	}
	return out
}

func appendRowStamp(out []byte, s Stamp) []byte {
	out = append(out, cborArray|2)
	if s.At < 0 {
		out = appendHead(out, cborNint, uint64(-1-s.At))
	} else {
		out = appendHead(out, cborUint, uint64(s.At))
	}
	return appendRowText(out, s.By)
}

func appendRowText(out []byte, text string) []byte {
	return append(appendHead(out, cborText, uint64(len(text))), text...)
}

func appendBool(out []byte, is bool) []byte {
	if is {
		return append(out, cborTrue)
	}
	return append(out, cborFalse)
}

// appendHead writes a major type with its argument in the fewest bytes.
func appendHead(out []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(out, major|byte(n))
	case n < 1<<8:
		return append(out, major|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(out, major|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(out, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(out, major|27), n)
}
