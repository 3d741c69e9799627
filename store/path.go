package store

import (
	"bytes"
	"slices"
	"sort"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// bounds are the keys from lo on and below hi; nil hi is open.
type bounds struct{ lo, hi []byte }

func (b bounds) has(key []byte) bool {
	return bytes.Compare(key, b.lo) >= 0 && (b.hi == nil || bytes.Compare(key, b.hi) < 0)
}

// span is a run of rows of one index: those whose key begins with prefix. What
// follows is the order key, which ends with the record's id.
type span struct {
	bucket string
	prefix []byte
}

// stop is one row on a path.
type stop struct {
	order []byte // valid within the transaction
	value []byte
}

func (p stop) id() model.ID {
	_, id, _ := cutKey(p.order)
	return id
}

// path is the order in which a query finds its rows: spans merged by order key,
// walked range by range; or stops that were put in order beforehand.
type path struct {
	spans  []span
	ranges []bounds // as they are walked; two only when descending, what has no value last
	desc   bool
	ready  []stop // in ascending order; used when sorted is set
	sorted bool
}

// mark is a place on a path: just after an order key or, for a walk backwards,
// just before it. With inclusive it is the other side of the key.
type mark struct {
	order     []byte // nil is the beginning or the end
	inclusive bool
}

// walk calls yield with the stops from a mark on, forward or back, until it gives
// false.
func (p path) walk(tx *bbolt.Tx, from mark, back bool, yield func(stop) (bool, error)) error {
	desc := p.desc != back
	ranges := slices.Clone(p.ranges)
	if back {
		slices.Reverse(ranges)
	}
	if from.order != nil && len(ranges) > 0 {
		ranges = rest(ranges, from, desc)
	}
	for _, r := range ranges {
		var source interface{ next() (stop, bool) }
		if p.sorted {
			source = newReadyRun(p.ready, r, desc)
		} else {
			source = newMerge(tx, p.spans, r, desc)
		}
		for s, ok := source.next(); ok; s, ok = source.next() {
			if len(s.order) < idSize {
				return errOdd
			}
			if more, err := yield(s); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// rest gives what is left of the ranges after a mark.
func rest(ranges []bounds, from mark, desc bool) []bounds {
	at := slices.IndexFunc(ranges, func(r bounds) bool { return r.has(from.order) })
	if at < 0 {
		at = 0
	}
	left := slices.Clone(ranges[at:])
	key := from.order
	if desc == from.inclusive {
		key = append(slices.Clone(key), 0) // the first key after it
	}
	switch first := &left[0]; {
	case desc && (first.hi == nil || bytes.Compare(key, first.hi) < 0):
		first.hi = key
	case !desc && bytes.Compare(key, first.lo) > 0:
		first.lo = key
	}
	return left
}

// readyRun walks stops that are in order already.
type readyRun struct {
	stops []stop
	desc  bool
}

func newReadyRun(stops []stop, r bounds, desc bool) *readyRun {
	from := sort.Search(len(stops), func(i int) bool { return bytes.Compare(stops[i].order, r.lo) >= 0 })
	to := len(stops)
	if r.hi != nil {
		to = sort.Search(len(stops), func(i int) bool { return bytes.Compare(stops[i].order, r.hi) >= 0 })
	}
	return &readyRun{stops[from:max(from, to)], desc}
}

func (r *readyRun) next() (stop, bool) {
	if len(r.stops) == 0 {
		return stop{}, false
	}
	if r.desc {
		last := len(r.stops) - 1
		s := r.stops[last]
		r.stops = r.stops[:last]
		return s, true
	}
	s := r.stops[0]
	r.stops = r.stops[1:]
	return s, true
}

// merge walks several spans at a time in the order of their order keys.
type merge struct {
	runs []*run
	desc bool
}

// run is a cursor in one span.
type run struct {
	c      *bbolt.Cursor
	span   span
	bounds bounds
	desc   bool
	at     stop
	ok     bool
}

func newMerge(tx *bbolt.Tx, spans []span, r bounds, desc bool) *merge {
	m := &merge{desc: desc}
	for _, span := range spans {
		bucket := tx.Bucket([]byte(span.bucket))
		if bucket == nil {
			continue
		}
		run := &run{c: bucket.Cursor(), span: span, bounds: r, desc: desc}
		run.start()
		m.runs = append(m.runs, run)
	}
	return m
}

func (m *merge) next() (stop, bool) {
	var first *run
	for _, r := range m.runs {
		if !r.ok {
			continue
		}
		if first == nil || (bytes.Compare(r.at.order, first.at.order) < 0) != m.desc {
			first = r
		}
	}
	if first == nil {
		return stop{}, false
	}
	s := first.at
	first.advance()
	return s, true
}

func (r *run) start() {
	prefix := r.span.prefix
	if !r.desc {
		r.take(r.c.Seek(slices.Concat(prefix, r.bounds.lo)))
		return
	}
	end := successor(prefix)
	if r.bounds.hi != nil {
		end = slices.Concat(prefix, r.bounds.hi)
	}
	if end == nil {
		r.take(r.c.Last())
		return
	}
	if key, _ := r.c.Seek(end); key == nil {
		r.take(r.c.Last())
		return
	}
	r.take(r.c.Prev())
}

func (r *run) advance() {
	if r.desc {
		r.take(r.c.Prev())
	} else {
		r.take(r.c.Next())
	}
}

func (r *run) take(key, value []byte) {
	r.ok = key != nil && bytes.HasPrefix(key, r.span.prefix) && r.bounds.has(key[len(r.span.prefix):])
	if r.ok {
		r.at = stop{key[len(r.span.prefix):], value}
	}
}
