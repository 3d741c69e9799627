package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// plan is how a query is answered: a path through an index and what is left to be
// tested on the way.
type plan struct {
	q      Query
	now    value.Instant
	limits limits
	path   path
	skip   func(stop) bool          // by the row alone; nil when none
	view   func(model.Record) bool  // of a view that the path does not hold; nil when none
	tests  []test                   // that the path does not hold
	total  func(tx *bbolt.Tx) int64 // -1 when it would cost a scan
}

// plan finds the cheapest path for a query.
func (s *Store) plan(ctx context.Context, tx *bbolt.Tx, q Query, now value.Instant) (*plan, error) {
	p := &plan{q: q, now: now, limits: s.limits}
	tests, err := s.prepareTests(tx, q)
	if err != nil {
		return nil, err
	}
	if q.Kind == "" && (q.View != ViewDue && q.View != ViewDeleted || q.Sort != "" || len(q.Where) > 0) {
		return nil, fmt.Errorf("%w: a list needs a kind", ErrInvalid)
	}
	p.tests = tests
	if err := p.setView(); err != nil {
		return nil, err
	}
	if q.Sort != "" {
		if err := p.setSort(s); err != nil {
			return nil, err
		}
	}
	if err := p.pick(ctx, tx); err != nil {
		return nil, err
	}
	return p, nil
}

// parts gives which of live and deleted records the query is about.
func (p *plan) parts() []byte {
	switch {
	case p.q.View == ViewDeleted:
		return []byte{partDeleted}
	case p.q.Deleted:
		return []byte{partLive, partDeleted}
	}
	return []byte{partLive}
}

// spansOf gives the spans of an index for each part, below a value.
func (p *plan) spansOf(bucket string, value []byte) []span {
	var spans []span
	for _, part := range p.parts() {
		spans = append(spans, span{bucket, append([]byte{part}, value...)})
	}
	return spans
}

// setSort puts the plan on the order of a field.
func (p *plan) setSort(s *Store) error {
	ix := indexOf(p.q.Kind, p.q.Sort)
	if ix == nil || ix.list {
		return fmt.Errorf("%w: a %.40s cannot be sorted by %.40q; it can by %s", ErrInvalid, p.q.Kind, p.q.Sort, strings.Join(SortFields(p.q.Kind), ", "))
	}
	parts := p.parts()
	p.path = path{spans: p.spansOf(ix.bucket, nil), ranges: []bounds{{}}, desc: p.q.Desc}
	if p.q.Desc {
		p.path.ranges = []bounds{{[]byte{tagValue}, []byte{tagNone}}, {[]byte{tagNone}, []byte{tagEnd}}}
	}
	p.skip = nil
	if p.q.View == ViewAll || p.q.View == ViewDeleted {
		p.view = nil
		p.total = func(tx *bbolt.Tx) int64 { return countIn(tx, allBucket(p.q.Kind), parts, nil) }
	} else {
		p.total = nil
	}
	p.narrow(ix)
	return nil
}

// narrow lets conditions on the sorted field cut the path short.
func (p *plan) narrow(ix *index) {
	narrowed := false
	p.tests = slices.DeleteFunc(p.tests, func(t test) bool {
		b, ok := t.bounds()
		if t.index != ix || !ok {
			return false
		}
		narrowed = true
		for i := range p.path.ranges {
			p.path.ranges[i] = both(p.path.ranges[i], b)
		}
		return t.exact
	})
	p.path.ranges = slices.DeleteFunc(p.path.ranges, func(b bounds) bool {
		return b.hi != nil && bytes.Compare(b.lo, b.hi) >= 0
	})
	if narrowed && p.view == nil {
		p.total = p.countPath(p.path)
	}
}

// both gives the keys that are in two bounds.
func both(a, b bounds) bounds {
	if bytes.Compare(b.lo, a.lo) > 0 {
		a.lo = b.lo
	}
	if a.hi == nil || b.hi != nil && bytes.Compare(b.hi, a.hi) < 0 {
		a.hi = b.hi
	}
	return a
}

// candidate is a condition whose index finds few records.
type candidate struct {
	at    int // in plan.tests
	path  path
	count int64
}

// pick uses the condition that finds the fewest records: as the path itself when
// that keeps the order, or by putting few records in order.
func (p *plan) pick(ctx context.Context, tx *bbolt.Tx) error {
	best := p.fewest(tx)
	if best.at < 0 {
		return nil
	}
	if best.count <= p.limits.picked {
		return p.gather(ctx, tx, best)
	}
	t := p.tests[best.at]
	if p.q.View != ViewAll || p.q.Sort != "" || t.op != OpEqual || !t.exact {
		return nil
	}
	// Rows of one value come in order of creation.
	prefix := t.any[0].key
	if prefix == nil {
		prefix = []byte{tagNone}
	}
	p.path = path{spans: p.spansOf(t.index.bucket, prefix), ranges: []bounds{{}}, desc: p.q.Desc}
	p.total = p.countPath(p.path)
	if t.index.counted {
		p.total = p.countParts(t.index.bucket, prefix)
	}
	p.tests = slices.Delete(p.tests, best.at, best.at+1)
	return nil
}

// fewest finds the condition with the fewest rows; at is -1 when none has an index.
func (p *plan) fewest(tx *bbolt.Tx) candidate {
	best := candidate{at: -1}
	for i, t := range p.tests {
		if t.name == "id" && t.op == OpEqual && len(t.any) == 1 && t.any[0].key != nil {
			return p.one(tx, i, t.any[0].key[1:])
		}
		b, ok := t.bounds()
		if !ok {
			continue
		}
		c := candidate{at: i, path: path{spans: p.spansOf(t.index.bucket, nil), ranges: []bounds{b}}}
		if t.op == OpEqual && t.index.counted && t.exact {
			value := b.lo
			c.count = countIn(tx, t.index.bucket, p.parts(), value)
		} else if c.count = countStops(tx, c.path, p.limits.counted); c.count < 0 {
			c.count = p.limits.counted + 1
		}
		if best.at < 0 || c.count < best.count {
			best = c
		}
	}
	return best
}

// one is the candidate of a condition on the id.
func (p *plan) one(tx *bbolt.Tx, at int, id []byte) candidate {
	c := candidate{at: at, path: path{ranges: []bounds{{}}, sorted: true}}
	if kindOf(tx, model.ID(id)) == p.q.Kind {
		c.path.ready, c.count = []stop{{order: id}}, 1
	}
	return c
}

// gather reads a few records, tests them and puts them in the order of the path.
func (p *plan) gather(ctx context.Context, tx *bbolt.Tx, from candidate) error {
	ids := map[model.ID]bool{}
	err := from.path.walk(tx, mark{}, false, func(at stop) (bool, error) {
		ids[at.id()] = true
		return true, ctx.Err()
	})
	if err != nil {
		return err
	}
	var ready []stop
	for id := range ids {
		stops, err := p.stopsOf(tx, id)
		if err != nil {
			return err
		}
		ready = append(ready, stops...)
	}
	slices.SortFunc(ready, func(a, b stop) int { return bytes.Compare(a.order, b.order) })
	p.path.ready, p.path.sorted = ready, true
	p.skip, p.view, p.tests = nil, nil, nil
	p.total = p.countPath(p.path)
	return nil
}

// stopsOf gives where a record stands on the path, nowhere when it does not fit.
func (p *plan) stopsOf(tx *bbolt.Tx, id model.ID) ([]stop, error) {
	r, e, err := readBoth(tx, p.q.Kind, id)
	if err != nil {
		return nil, err
	}
	if !p.fits(r, e) {
		return nil, nil
	}
	rows, err := rowsOf(r, e)
	if err != nil {
		return nil, err
	}
	var stops []stop
	for _, row := range rows {
		for _, span := range p.path.spans {
			if row.bucket != span.bucket || !bytes.HasPrefix(row.key, span.prefix) {
				continue
			}
			at := stop{row.key[len(span.prefix):], row.value}
			if p.skip == nil || !p.skip(at) {
				stops = append(stops, at)
			}
		}
	}
	return stops, nil
}

func readBoth(tx *bbolt.Tx, kind model.Kind, id model.ID) (model.Record, model.Excerpt, error) {
	e, err := readExcerpt(tx, id)
	if err != nil {
		return nil, e, errors.Join(errOdd, err)
	}
	if kind == "" {
		kind = e.Kind
	}
	r, err := readRecord(tx, kind, id)
	return r, e, err
}

// fits tests what the path does not hold.
func (p *plan) fits(r model.Record, e model.Excerpt) bool {
	if p.view != nil && !p.view(r) {
		return false
	}
	for _, t := range p.tests {
		if !t.match(r, e) {
			return false
		}
	}
	return true
}

// reads reports whether a record must be read to know whether it fits.
func (p *plan) reads() bool { return len(p.tests) > 0 || p.view != nil && p.q.Sort != "" }

func (p *plan) countParts(bucket string, value []byte) func(tx *bbolt.Tx) int64 {
	parts := p.parts()
	return func(tx *bbolt.Tx) int64 { return countIn(tx, bucket, parts, value) }
}

func (p *plan) countPath(at path) func(tx *bbolt.Tx) int64 {
	return func(tx *bbolt.Tx) int64 { return countStops(tx, at, p.limits.counted) }
}

// countIn adds up the counters of a value in some parts of an index.
func countIn(tx *bbolt.Tx, bucket string, parts, value []byte) int64 {
	var n int64
	for _, part := range parts {
		n += readCount(tx, countKey(bucket, append([]byte{part}, value...)))
	}
	return n
}

// countStops counts the rows of a path, -1 when there are more than most (any
// number when most is -1).
func countStops(tx *bbolt.Tx, p path, most int64) int64 {
	var n int64
	// The rows are only counted: walk fails at nothing else than yield.
	_ = p.walk(tx, mark{}, false, func(stop) (bool, error) {
		n++
		return most < 0 || n <= most, nil
	})
	if most >= 0 && n > most {
		return -1
	}
	return n
}
