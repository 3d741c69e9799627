package model

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tradedesk/model/cborhead"
)

// Records are written by their members' types, a fifth of the work of reflecting on
// the struct each time; the bytes are those of the library's deterministic encoding.

// cborMember is a member of a record's map.
type cborMember struct {
	key    int
	index  []int
	always bool // written when it is empty, too
}

var cborMembers = sync.OnceValue(func() map[reflect.Type][]cborMember {
	all := map[reflect.Type][]cborMember{}
	for _, t := range append(recordTypes(), reflect.TypeFor[Unknown]()) {
		members := membersOf(nil, t, nil)
		// Of whole numbers the order of their encodings is their own.
		slices.SortFunc(members, func(a, b cborMember) int { return cmp.Compare(a.key, b.key) })
		all[t] = members
	}
	return all
})

func recordTypes() []reflect.Type {
	var types []reflect.Type
	for _, k := range Kinds() {
		types = append(types, reflect.TypeOf(newRecord(k)).Elem())
	}
	return types
}

func membersOf(members []cborMember, t reflect.Type, parent []int) []cborMember {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(parent), i)
		if f.Anonymous {
			members = membersOf(members, f.Type, index)
			continue
		}
		tag := f.Tag.Get("cbor")
		if tag == "" {
			continue
		}
		key, options, _ := strings.Cut(tag, ",")
		n, err := strconv.Atoi(key)
		if err != nil {
			panic(fmt.Sprintf("%s: field %s: CBOR key: %v", t, f.Name, err))
		}
		members = append(members, cborMember{key: n, index: index, always: !strings.Contains(options, "omit")})
	}
	return members
}

// appendCBOR puts a record behind what is in to, without the keys of a newer version.
func appendCBOR(to []byte, r Record) ([]byte, error) {
	record := reflect.ValueOf(r).Elem()
	begin, count := len(to), 0
	to = append(to, 0, 0) // the head, as long as it can be
	for _, m := range cborMembers()[record.Type()] {
		v := record.Field(m.index[0])
		for _, i := range m.index[1:] {
			v = v.Field(i)
		}
		if !m.always && isEmpty(v) {
			continue
		}
		count++
		var err error
		if to, err = appendCBORValue(cborhead.Append(to, cborhead.Uint, uint64(m.key)), v); err != nil {
			return nil, err
		}
	}
	if count >= 24 {
		to[begin], to[begin+1] = cborhead.Map|24, byte(count)
		return to, nil
	}
	to[begin+1] = cborhead.Map | byte(count)
	return slices.Delete(to, begin, begin+1), nil
}

func appendCBORValue(to []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.String, reflect.Array:
		return appendCBORText(to, v), nil
	case reflect.Int, reflect.Int64:
		return cborhead.AppendWhole(to, v.Int()), nil
	case reflect.Bool:
		return cborhead.AppendBool(to, v.Bool()), nil
	case reflect.Slice:
		if elem := v.Type().Elem().Kind(); elem != reflect.String && elem != reflect.Array {
			break
		}
		to = cborhead.Append(to, cborhead.Array, uint64(v.Len()))
		for i := range v.Len() {
			to = appendCBORText(to, v.Index(i))
		}
		return to, nil
	}
	data, err := modes().enc.Marshal(v.Interface()) // parts, and what is known by name
	return append(to, data...), err
}

// appendCBORText writes a text, or the bytes of an id.
func appendCBORText(to []byte, v reflect.Value) []byte {
	if v.Kind() == reflect.Array {
		return cborhead.AppendBytes(to, v.Bytes())
	}
	return cborhead.AppendText(to, v.String())
}
