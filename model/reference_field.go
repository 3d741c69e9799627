package model

import (
	"reflect"
	"slices"
	"sync"
)

// RefFields gives the fields by which records of a kind point to others.
func RefFields(k Kind) []Field { return refFields()[k] }

var refFields = sync.OnceValue(func() map[Kind][]Field {
	table := map[Kind][]Field{}
	for _, kind := range Kinds() {
		for _, f := range SchemaOf(kind).Fields {
			if len(f.Refs) > 0 {
				table[kind] = append(table[kind], f)
			}
		}
	}
	return table
})

// Repoint puts to(id) in the place of every id that the field of r holds, and
// reports whether one changed. A list has each id once after it.
func (f Field) Repoint(r Record, to func(ID) ID) bool {
	if !f.List {
		id := f.Value(r).(ID)
		now := to(id)
		f.in(r).Set(reflect.ValueOf(now))
		return now != id
	}
	ids := f.Value(r).([]ID)
	if !slices.ContainsFunc(ids, func(id ID) bool { return to(id) != id }) {
		return false
	}
	var out []ID
	for _, id := range ids {
		if now := to(id); !slices.Contains(out, now) {
			out = append(out, now)
		}
	}
	f.in(r).Set(reflect.ValueOf(out))
	return true
}
