package model

import (
	"reflect"

	"tradedesk/model/cborhead"
)

// cborReader reads what appendCBOR writes, member by member, a third of the work of
// the library. Whatever else it meets, though the library may take it, is odd.
type cborReader struct {
	cborhead.Reader
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
	r := cborReader{Reader: cborhead.Reader{Left: data}}
	if len(data) <= maxTogether {
		r.text = string(data) // one piece of memory for all
	}
	for count := r.Head(cborhead.Map); count > 0 && !r.Odd; count-- {
		key := r.Head(cborhead.Uint)
		// Keys come in order, each once.
		for len(members) > 0 && uint64(members[0].key) < key {
			members = members[1:]
		}
		if r.Odd || len(members) == 0 || uint64(members[0].key) != key {
			return false
		}
		v := record.Field(members[0].index[0])
		for _, i := range members[0].index[1:] {
			v = v.Field(i)
		}
		r.value(v)
		members = members[1:]
	}
	return !r.Odd && len(r.Left) == 0
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
		n := r.Whole()
		r.Odd = r.Odd || v.OverflowInt(n)
		v.SetInt(n)
		return
	case reflect.Bool:
		v.SetBool(r.Bool())
		return
	case reflect.Slice:
		if elem := v.Type().Elem().Kind(); elem == reflect.String || elem == reflect.Array {
			r.texts(v)
			return
		}
	}
	rest, err := modes().strict.UnmarshalFirst(r.Left, v.Addr().Interface()) // parts, and what is known by name
	r.Left, r.Odd = rest, r.Odd || err != nil
}

func (r *cborReader) string() string {
	data := r.Payload(cborhead.Text)
	if r.text == "" {
		return string(data)
	}
	end := len(r.text) - len(r.Left)
	return r.text[end-len(data) : end]
}

// id reads the bytes of an id.
func (r *cborReader) id(v reflect.Value) {
	data := r.Payload(cborhead.Bytes)
	if len(data) != v.Len() {
		r.Odd = true
		return
	}
	copy(v.Bytes(), data)
}

func (r *cborReader) texts(v reflect.Value) {
	n := r.Head(cborhead.Array)
	if r.Odd || n == 0 || n > uint64(len(r.Left)) {
		r.Odd = true
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
	for i := range int(n) {
		r.value(v.Index(i))
	}
}
