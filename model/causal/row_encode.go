package causal

import (
	"slices"

	"tradedesk/model/cborhead"
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
	out := append(make([]byte, 0, size), cborhead.Array|6)
	out = cborhead.AppendBool(out, s.Made)
	out = cborhead.Append(out, cborhead.Uint, s.Seq)
	out = appendRowStamp(appendRowStamp(out, s.Created), s.Updated)
	out = appendRowSources(out, sources)
	out = cborhead.Append(out, cborhead.Array, uint64(len(names)))
	for i, name := range names {
		out = cborhead.AppendText(append(out, cborhead.Array|2), name)
		out = appendRowDots(out, ordered[i], sources)
	}
	return out
}

func appendRowDots(out []byte, dots []Dot, sources []Source) []byte {
	out = cborhead.Append(out, cborhead.Array, uint64(len(dots)))
	for _, d := range dots {
		out = cborhead.Append(append(out, cborhead.Array|2), cborhead.Uint, uint64(slices.Index(sources, d.Source)))
		if d.Value == nil {
			out = append(out, cborhead.Null)
		} else {
			out = cborhead.AppendBytes(out, d.Value)
		}
	}
	return out
}

func appendRowSources(out []byte, sources []Source) []byte {
	if sources == nil {
		return append(out, cborhead.Null)
	}
	out = cborhead.Append(out, cborhead.Array, uint64(len(sources)))
	for _, s := range sources {
		out = append(out, cborhead.Array|5)
		out = cborhead.AppendBytes(out, s.Device[:])
		out = cborhead.Append(out, cborhead.Uint, s.N)
		out = cborhead.Append(out, cborhead.Uint, s.Seq)
		out = cborhead.Append(out, cborhead.Uint, s.Clock)
		out = cborhead.AppendText(out, s.By)
	}
	return out
}

func appendRowStamp(out []byte, s Stamp) []byte {
	out = cborhead.AppendWhole(append(out, cborhead.Array|2), int64(s.At))
	return cborhead.AppendText(out, s.By)
}
