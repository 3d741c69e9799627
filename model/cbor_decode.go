package model

import (
	"encoding/binary"
	"math"
	"reflect"
)

// cborReader reads what appendCBOR writes, member by member, a third of the work of
// the library. Whatever else it meets, though the library may take it, is odd.
type cborReader struct {
	left []byte
	odd  bool
	text string // all that is read, when texts are parts of it
}

// maxTogether is how many bytes of a record its texts keep in memory at most when one of
// them is held on to.
const maxTogether = 1 << 10

// decodePlain fills an empty record from CBOR; false when it is not as appendCBOR
// writes it, and then the record may be half filled.
func decodePlain(data []byte, into Record) bool {
	record := reflect.ValueOf(into).Elem()
	members := cborMembers()[record.Type()]
	r := cborReader{left: data}
	if len(data) <= maxTogether {
		r.text = string(data) // one piece of memory for all
	}
	for count := r.head(cborMap); count > 0 && !r.odd; count-- {
		key := r.head(cborUint)
		// Keys come in order, each once.
		for len(members) > 0 && uint64(members[0].key) < key {
			members = members[1:]
		}
		if r.odd || len(members) == 0 || uint64(members[0].key) != key {
			return false
		}
		v := record.Field(members[0].index[0])
		for _, i := range members[0].index[1:] {
			v = v.Field(i)
		}
		r.value(v)
		members = members[1:]
	}
	return !r.odd && len(r.left) == 0
}

// head reads the head of a major type and gives its argument.
func (r *cborReader) head(major byte) uint64 {
	if len(r.left) == 0 || r.left[0]&0xe0 != major {
		r.odd = true
		return 0
	}
	short := r.left[0] & 0x1f
	if short < 24 {
		r.left = r.left[1:]
		return uint64(short)
	}
	size := 1 << (short - 24)
	if short > 27 || len(r.left) <= size {
		r.odd = true
		return 0
	}
	var wide [8]byte
	copy(wide[8-size:], r.left[1:1+size])
	r.left = r.left[1+size:]
	return binary.BigEndian.Uint64(wide[:])
}

func (r *cborReader) bytes(major byte) []byte {
	n := r.head(major)
	if r.odd || n > uint64(len(r.left)) {
		r.odd = true
		return nil
	}
	data := r.left[:n]
	r.left = r.left[n:]
	return data
}

func (r *cborReader) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(r.string())
		return
	case reflect.Array:
		r.id(v)
		return
	case reflect.Int, reflect.Int64:
		n := r.whole()
		r.odd = r.odd || v.OverflowInt(n)
		v.SetInt(n)
		return
	case reflect.Bool:
		if len(r.left) == 0 || r.left[0] != cborTrue && r.left[0] != cborFalse {
			r.odd = true
			return
		}
		v.SetBool(r.left[0] == cborTrue)
		r.left = r.left[1:]
		return
	case reflect.Slice:
		if elem := v.Type().Elem().Kind(); elem == reflect.String || elem == reflect.Array {
			r.texts(v)
			return
		}
	}
	rest, err := modes().strict.UnmarshalFirst(r.left, v.Addr().Interface()) // parts, and what is known by name
	r.left, r.odd = rest, r.odd || err != nil
}

func (r *cborReader) whole() int64 {
	if len(r.left) > 0 && r.left[0]&0xe0 == cborNint {
		n := r.head(cborNint)
		r.odd = r.odd || n > math.MaxInt64
		return -1 - int64(n)
	}
	n := r.head(cborUint)
	r.odd = r.odd || n > math.MaxInt64
	return int64(n)
}

func (r *cborReader) string() string {
	data := r.bytes(cborText)
	if r.text == "" {
		return string(data)
	}
	end := len(r.text) - len(r.left)
	return r.text[end-len(data) : end]
}

// id reads the bytes of an id.
func (r *cborReader) id(v reflect.Value) {
	data := r.bytes(cborBytes)
	if len(data) != v.Len() {
		r.odd = true
		return
	}
	copy(v.Bytes(), data)
}

func (r *cborReader) texts(v reflect.Value) {
	n := r.head(cborArray)
	if r.odd || n == 0 || n > uint64(len(r.left)) {
		r.odd = true
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
	for i := range int(n) {
		r.value(v.Index(i))
	}
}
