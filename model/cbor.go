package model

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

type cborModes struct {
	enc    cbor.EncMode
	strict cbor.DecMode // members that a struct does not have are an error
	loose  cbor.DecMode
}

var modes = sync.OnceValue(func() cborModes {
	enc, err := cbor.EncOptions{Sort: cbor.SortCoreDeterministic}.EncMode()
	if err != nil {
		panic(err)
	}
	// Whatever was written can be read again, even text that is not UTF-8.
	options := cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid}
	loose, err := options.DecMode()
	if err != nil {
		panic(err)
	}
	options.ExtraReturnErrors = cbor.ExtraDecErrorUnknownField
	strict, err := options.DecMode()
	if err != nil {
		panic(err)
	}
	return cborModes{enc, strict, loose}
})

// EncodeCBOR writes r as a CBOR map with integer keys. The kind is not in it:
// the place it is stored in says that.
func EncodeCBOR(r Record) ([]byte, error) { return AppendCBOR(nil, r) }

// AppendCBOR puts EncodeCBOR(r) behind what is in to.
func AppendCBOR(to []byte, r Record) ([]byte, error) {
	begin := len(to)
	to, err := appendCBOR(to, r)
	if err == nil && len(r.Header().newer) > 0 {
		var whole []byte
		whole, err = withNewer(slices.Clone(to[begin:]), r.Header().newer)
		to = append(to[:begin], whole...)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding %s %s: %w", r.Kind(), r.Header().ID, err)
	}
	return to, nil
}

// withNewer adds what a newer version wrote to a record in CBOR.
func withNewer(data []byte, newer map[int64][]byte) ([]byte, error) {
	members := map[int64]cbor.RawMessage{}
	if err := modes().loose.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	for key, raw := range newer {
		if _, ok := members[key]; !ok {
			members[key] = raw
		}
	}
	return modes().enc.Marshal(members)
}

// DecodeCBOR reads what EncodeCBOR wrote. Keys of a newer version are kept and
// written back by EncodeCBOR, as is a field with parts that only a newer version
// knows. A field that an older version kept by its name in Head.Extra takes its
// place again. The record shares no memory with data.
func DecodeCBOR(k Kind, data []byte) (Record, error) {
	r := New(k)
	if decodePlain(data, r) {
		settle(r)
		return r, nil
	}
	r = New(k)
	err := modes().strict.Unmarshal(data, r)
	var unknown *cbor.UnknownFieldError
	if errors.As(err, &unknown) {
		r, err = decodeNewer(k, data)
	}
	if err != nil {
		return nil, fmt.Errorf("decoding a %s: %w", k, err)
	}
	settle(r)
	return r, nil
}

func decodeNewer(k Kind, data []byte) (Record, error) {
	r := New(k)
	if err := modes().loose.Unmarshal(data, r); err != nil {
		return nil, err
	}
	members := map[int64]cbor.RawMessage{}
	if err := modes().loose.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	h := r.Header()
	h.newer = map[int64][]byte{}
	schema := schemaFor(k)
	for _, f := range schema.Fields {
		raw, ok := members[int64(f.Key)]
		if ok && modes().strict.Unmarshal(raw, reflect.New(f.typ).Interface()) != nil {
			f.in(r).SetZero()
			h.newer[int64(f.Key)] = raw
		}
	}
	for key, raw := range members {
		if !schema.keys[key] && key != keyOfUnknownKind {
			h.newer[key] = raw
		}
	}
	return r, nil
}

// keyOfUnknownKind is the CBOR key that an Unknown has and other records have not.
const keyOfUnknownKind = 8

// settle gives the fields that an older version kept by name, and that this
// version knows, their place in the struct.
func settle(r Record) {
	h := r.Header()
	if len(h.Extra) == 0 {
		return
	}
	schema := schemaFor(r.Kind())
	for name, raw := range h.Extra {
		if f, ok := schema.Field(name); ok && changeable(f) && f.Empty(r) && f.Set(r, raw) == nil {
			delete(h.Extra, name)
		}
	}
	if len(h.Extra) == 0 {
		h.Extra = nil
	}
}
