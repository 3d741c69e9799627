package store

import (
	"bytes"
	"slices"
	"sort"
)

// overlay is what the journal holds at one state of the file. It does not change.
type overlay struct {
	tx      int // of the state
	layers  map[string]*layer
	journal journalSize
}

// layer is what the journal says of one bucket: rows in order of their keys.
type layer struct{ rows []layerRow }

// layerRow is a key that was put, or taken out when its value is nil.
type layerRow struct {
	key, value []byte
	at         uint32 // row of the journal
}

// clone gives a layer that can be changed.
func (l *layer) clone() *layer {
	if l == nil {
		return &layer{}
	}
	return &layer{slices.Clone(l.rows)}
}

func (l *layer) search(key []byte) int {
	return sort.Search(len(l.rows), func(i int) bool { return bytes.Compare(l.rows[i].key, key) >= 0 })
}

func (l *layer) find(key []byte) (at int, found bool) {
	at = l.search(key)
	return at, at < len(l.rows) && bytes.Equal(l.rows[at].key, key)
}

// set keeps the value, and a copy of the key.
func (l *layer) set(key, value []byte, row uint32) {
	at, found := l.find(key)
	if found {
		l.rows[at].value, l.rows[at].at = value, row
		return
	}
	l.rows = slices.Insert(l.rows, at, layerRow{bytes.Clone(key), value, row})
}
