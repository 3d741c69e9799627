package store

import (
	"bytes"
	"slices"
	"sort"
)

// bounds are the keys from lo on and below hi; nil hi is open.
type bounds struct{ lo, hi []byte }

func (b bounds) has(key []byte) bool {
	return bytes.Compare(key, b.lo) >= 0 && (b.hi == nil || bytes.Compare(key, b.hi) < 0)
}

// span is a run of keys of one set: those that begin with prefix. What follows is
// the order key, which ends with the record's number, and a note.
type span struct {
	set    *keySet
	prefix []byte
}

// within gives the keys of the span whose orders lie within bounds.
func (s span) within(b bounds) bounds {
	in := bounds{lo: slices.Concat(s.prefix, b.lo), hi: successor(s.prefix)}
	if b.hi != nil {
		in.hi = slices.Concat(s.prefix, b.hi)
	}
	return in
}

// stop is one record on a path.
type stop struct {
	order []byte // valid until the next stop
	note  []byte
}

func (p stop) number() number { return numberAt(p.order) }

// path is the order in which a query finds its records: spans merged by order key,
// walked range by range; or stops that were put in order beforehand.
type path struct {
	spans  []span
	ranges []bounds // as they are walked; two only when descending, what has no value last
	desc   bool
	keep   *numbers // nil keeps all
	ready  []stop   // in ascending order; used when sorted is set
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
func (p path) walk(tx *transaction, from mark, back bool, yield func(stop) (bool, error)) error {
	desc := p.desc != back
	ranges := slices.Clone(p.ranges)
	if back {
		slices.Reverse(ranges)
	}
	if from.order != nil && len(ranges) > 0 {
		ranges = rest(ranges, from, desc)
	}
	for _, r := range ranges {
		if p.sorted {
			if more, err := walkReady(p.ready, r, desc, yield); err != nil || !more {
				return err
			}
		} else if more, err := p.walkSpans(tx, r, desc, yield); err != nil || !more {
			return err
		}
	}
	return nil
}

func (p path) walkSpans(tx *transaction, in bounds, desc bool, yield func(stop) (bool, error)) (more bool, err error) {
	h := keyHeap{desc: desc}
	for _, span := range p.spans {
		b := tx.Bucket([]byte(span.set.bucket))
		for _, part := range partitions(b) {
			h.push(&spanRun{boundedRun: newBoundedRun(b, part, span.within(in), desc), span: span, keep: p.keep})
		}
	}
	for key := h.next(); key != nil; key = h.next() {
		// All spans of a path are of one form.
		if more, err := yield(p.spans[0].stop(key)); err != nil || !more {
			return false, err
		}
	}
	return true, h.err
}

// stop gives the record that a key behind the prefix stands for.
func (s span) stop(key []byte) stop {
	if s.set.order == 0 {
		return stop{order: key}
	}
	at := min(s.set.order-len(s.prefix), len(key))
	return stop{key[:at], key[at:]}
}

// spanRun gives what follows the prefix in one partition, of records that are kept.
type spanRun struct {
	*boundedRun
	span span
	keep *numbers
	odd  error
}

func (r *spanRun) next() []byte {
	for key := r.boundedRun.next(); key != nil; key = r.boundedRun.next() {
		key = key[len(r.span.prefix):]
		order := r.span.stop(key).order
		if len(order) < numberSize {
			r.odd = errOdd
			return nil
		}
		if r.keep == nil || r.keep.has(numberAt(order)) {
			return key
		}
	}
	return nil
}

func (r *spanRun) failed() error {
	if r.odd != nil {
		return r.odd
	}
	return r.err
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
		key = behind(key)
	}
	switch first := &left[0]; {
	case desc && (first.hi == nil || bytes.Compare(key, first.hi) < 0):
		first.hi = key
	case !desc && bytes.Compare(key, first.lo) > 0:
		first.lo = key
	}
	return left
}

// behind gives the first key after an order and its note.
func behind(order []byte) []byte {
	if next := successor(order); next != nil {
		return next
	}
	return append(slices.Clone(order), bytes.Repeat([]byte{0xff}, 16)...)
}

func walkReady(stops []stop, in bounds, desc bool, yield func(stop) (bool, error)) (more bool, err error) {
	from := sort.Search(len(stops), func(i int) bool { return bytes.Compare(stops[i].order, in.lo) >= 0 })
	to := len(stops)
	if in.hi != nil {
		to = sort.Search(len(stops), func(i int) bool { return bytes.Compare(stops[i].order, in.hi) >= 0 })
	}
	for i := from; i < to; i++ {
		at := i
		if desc {
			at = to - 1 - (i - from)
		}
		if more, err := yield(stops[at]); err != nil || !more {
			return false, err
		}
	}
	return true, nil
}
