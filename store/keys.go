package store

import (
	"encoding/binary"
	"fmt"
	"reflect"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// An index key is a part, the value, and the record's number:
//
//	part   1 byte: live or deleted records
//	value  a tag byte and, when there is one, an encoding whose bytes sort as the values do
//	number 4 bytes, so that equal values come in the order in which records came
const (
	partLive    = 0
	partDeleted = 1

	tagValue = 1
	tagNone  = 2 // records without a value come last
	tagEnd   = 3 // after all of them

	idSize = 16
)

// maxIndexed bounds a text in an index, in bytes; what differs only beyond is
// equal in it.
const maxIndexed = 64

// appendText adds bytes of any length so that no key is the beginning of
// another and their order is kept: 0 and 1 are written as 1 1 and 1 2, and 0 ends.
func appendText[T string | []byte](key []byte, s T) []byte {
	from := 0
	for i := range len(s) {
		if s[i] <= 1 {
			key = append(append(key, s[from:i]...), 1, s[i]+1)
			from = i + 1
		}
	}
	return append(append(key, s[from:]...), 0)
}

// appendInt adds a number so that negative ones come first.
func appendInt(key []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(key, uint64(n)^1<<63)
}

// readInt gives what appendInt wrote.
func readInt(key []byte) int64 { return int64(binary.BigEndian.Uint64(key) ^ 1<<63) }

// foldsText reports whether a type is compared without case and accents.
func foldsText(t model.FieldType) bool { return t == model.TypeText || t == model.TypeLong }

// appendValue adds one value of a field's type; limit bounds a text in bytes, 0
// is no limit. It panics on a type that cannot be compared: see comparable.
func appendValue(key []byte, t model.FieldType, v reflect.Value, limit int) []byte {
	switch t {
	case model.TypeInt:
		return appendInt(key, v.Int())
	case model.TypeInstant:
		return appendInt(key, v.Int())
	case model.TypeBool:
		if v.Bool() {
			return append(key, 1)
		}
		return append(key, 0)
	case model.TypeDecimal:
		var room [32]byte
		return appendText(key, value.Decimal(v.String()).AppendSortKey(room[:0]))
	case model.TypeRef:
		for i := range idSize {
			key = append(key, byte(v.Index(i).Uint()))
		}
		return key
	}
	if t.Structured() {
		panic(fmt.Sprintf("encoding a %s as a key", t))
	}
	if !foldsText(t) {
		return appendText(key, atMost(v.String(), limit))
	}
	var room [128]byte
	return appendText(key, atMost(text.AppendFold(room[:0], v.String()), limit))
}

// atMost gives the first limit bytes, all of them when there is none.
func atMost[T string | []byte](s T, limit int) T {
	if limit > 0 && len(s) > limit {
		return s[:limit]
	}
	return s
}

// comparable reports whether a field can be sorted by or compared with a value.
func comparable(f model.Field) bool {
	return !f.Type.Structured()
}

// fieldKeys gives the tagged key of each value that a record has in a field: one
// for a scalar, one for each element of a list, none when it is empty.
func fieldKeys(f model.Field, r model.Record, limit int) [][]byte {
	v := f.In(r)
	if f.Empty(r) {
		return nil
	}
	if !f.List {
		return [][]byte{appendValue([]byte{tagValue}, f.Type, v, limit)}
	}
	keys := make([][]byte, 0, v.Len())
	for i := range v.Len() {
		keys = append(keys, appendValue([]byte{tagValue}, f.Type, v.Index(i), limit))
	}
	return keys
}

// suffixKey gives the last eight hexadecimal digits of an id, last first, as
// four bytes: the ids with one ending stand together.
func suffixKey(id model.ID) [4]byte {
	var key [4]byte
	for i := range key {
		b := id[len(id)-1-i]
		key[i] = b<<4 | b>>4
	}
	return key
}
