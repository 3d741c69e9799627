// Package cborhead writes and reads the heads of CBOR items (RFC 8949, 3.1), for who
// writes down much and often enough to do without a library.
package cborhead

import "encoding/binary"

// Major types, in the upper three bits of a head.
const (
	Uint  = 0 << 5
	Nint  = 1 << 5
	Bytes = 2 << 5
	Text  = 3 << 5
	Array = 4 << 5
	Map   = 5 << 5
)

// Simple values, each a byte.
const (
	False = 0xf4
	True  = 0xf5
	Null  = 0xf6
)

// Append writes a major type with its argument in the fewest bytes.
func Append(out []byte, major byte, n uint64) []byte {
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

// AppendWhole writes a whole number.
func AppendWhole(out []byte, n int64) []byte {
	if n < 0 {
		return Append(out, Nint, uint64(-1-n))
	}
	return Append(out, Uint, uint64(n))
}

// AppendText writes a text.
func AppendText(out []byte, text string) []byte {
	return append(Append(out, Text, uint64(len(text))), text...)
}

// AppendBytes writes a byte string.
func AppendBytes(out, data []byte) []byte {
	return append(Append(out, Bytes, uint64(len(data))), data...)
}

// AppendBool writes a truth value.
func AppendBool(out []byte, is bool) []byte {
	if is {
		return append(out, True)
	}
	return append(out, False)
}

// Reader reads items one behind the other. What it does not expect makes it odd, and it
// gives zeros from then on.
type Reader struct {
	Left []byte
	Odd  bool
}

// Is reports whether an item of a major type comes next.
func (r *Reader) Is(major byte) bool { return len(r.Left) > 0 && r.Left[0]&0xe0 == major }

// Head reads the head of a major type and gives its argument.
func (r *Reader) Head(major byte) uint64 {
	if r.Odd || !r.Is(major) {
		r.Odd = true
		return 0
	}
	short := r.Left[0] & 0x1f
	if short < 24 {
		r.Left = r.Left[1:]
		return uint64(short)
	}
	size := 1 << (short - 24)
	if short > 27 || len(r.Left) <= size {
		r.Odd = true
		return 0
	}
	var wide [8]byte
	copy(wide[8-size:], r.Left[1:1+size])
	r.Left = r.Left[1+size:]
	return binary.BigEndian.Uint64(wide[:])
}

// Payload reads a text or a byte string, which lies in what is read.
func (r *Reader) Payload(major byte) []byte {
	n := r.Head(major)
	if r.Odd || n > uint64(len(r.Left)) {
		r.Odd = true
		return nil
	}
	data := r.Left[:n:n]
	r.Left = r.Left[n:]
	return data
}

// Simple reads one of the simple values when it comes next.
func (r *Reader) Simple(value byte) bool {
	if r.Odd || len(r.Left) == 0 || r.Left[0] != value {
		return false
	}
	r.Left = r.Left[1:]
	return true
}

// Bool reads a truth value.
func (r *Reader) Bool() bool {
	if r.Simple(True) {
		return true
	}
	if !r.Simple(False) {
		r.Odd = true
	}
	return false
}

// Whole reads a whole number of 64 bits.
func (r *Reader) Whole() int64 {
	major := byte(Uint)
	if r.Is(Nint) {
		major = Nint
	}
	n := r.Head(major)
	if n > 1<<63-1 {
		r.Odd = true
		return 0
	}
	if major == Nint {
		return -1 - int64(n)
	}
	return int64(n)
}
