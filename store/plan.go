package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model/value"
)

// plan is how a query is answered: a path through a set, the records that indexes
// say fit, and what is left to be tested on the way.
type plan struct {
	q      Query
	now    value.Instant
	limits limits
	path   path
	skip   func(stop) bool             // by the key alone; nil when none
	view   *selection                  // of a view that the path does not hold; nil when none
	tests  []test                      // that the path does not hold
	total  func(tx *transaction) int64 // -1 when it would cost a scan
}

// plan finds the cheapest path for a query.
func (s *Store) plan(ctx context.Context, tx *transaction, q Query, now value.Instant) (*plan, error) {
	p := &plan{q: q, now: now, limits: s.limits}
	tests, err := s.prepareTests(tx, q)
	if err != nil {
		return nil, err
	}
	if q.Kind == "" && (q.View != ViewDue && q.View != ViewDeleted || q.Sort != "" || len(q.Where) > 0) {
		return nil, fmt.Errorf("%w: a list needs a kind", ErrInvalid)
	}
	p.tests = tests
	if err := p.setView(tx); err != nil {
		return nil, err
	}
	if q.Sort != "" {
		if err := p.setSort(); err != nil {
			return nil, err
		}
	}
	if err := p.choose(ctx, tx, s.selected); err != nil {
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
func (p *plan) spansOf(of *keySet, value []byte) []span {
	var spans []span
	for _, part := range p.parts() {
		spans = append(spans, span{of, append([]byte{part}, value...)})
	}
	return spans
}

// setSort puts the plan on the order of a field.
func (p *plan) setSort() error {
	ix := indexOf(p.q.Kind, p.q.Sort)
	if ix == nil || ix.list {
		return fmt.Errorf("%w: a %.40s cannot be sorted by %.40q; it can by %s", ErrInvalid, p.q.Kind, p.q.Sort, strings.Join(SortFields(p.q.Kind), ", "))
	}
	parts := p.parts()
	view := selection{p.path.spans, p.path.ranges, p.skip}
	p.path = path{spans: p.spansOf(ix.keySet, nil), ranges: []bounds{{}}, desc: p.q.Desc}
	if p.q.Desc {
		p.path.ranges = []bounds{{[]byte{tagValue}, []byte{tagNone}}, {[]byte{tagNone}, []byte{tagEnd}}}
	}
	p.skip = nil
	if p.q.View == ViewAll || p.q.View == ViewDeleted {
		p.total = func(tx *transaction) int64 { return countIn(tx, allOf(p.q.Kind), parts, nil) }
	} else {
		p.view = &view
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
	if narrowed {
		p.total = p.countPath()
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

// alone uses the only condition as the path, when it is of one value and the list
// in order of creation: so come the records of a value.
func (p *plan) alone() bool {
	if len(p.tests) != 1 || p.q.View != ViewAll || p.q.Sort != "" {
		return false
	}
	t := p.tests[0]
	if t.index == nil || t.op != OpEqual || len(t.any) != 1 || !t.exact {
		return false
	}
	prefix := t.any[0].key
	if prefix == nil {
		if t.index.list {
			return false
		}
		prefix = []byte{tagNone}
	}
	p.path = path{spans: p.spansOf(t.index.keySet, prefix), ranges: []bounds{{}}, desc: p.q.Desc}
	p.total = p.countPath()
	if t.index.group != nil {
		p.total = p.countParts(t.index.keySet, prefix)
	}
	p.tests = nil
	return true
}

// choose finds the records that fit what indexes can tell. Few are put in order;
// of many, those on the path are kept.
func (p *plan) choose(ctx context.Context, tx *transaction, known *selections) error {
	if len(p.tests) == 0 && p.view == nil || p.alone() {
		return nil
	}
	if p.q.View != ViewAll && p.q.Sort == "" {
		p.view = &selection{p.path.spans, p.path.ranges, p.skip}
	}
	fit, left, err := known.find(ctx, tx, p)
	if err != nil {
		return err
	}
	p.tests, p.view = left, nil
	if fit == nil {
		p.total = nil
		return nil
	}
	n := int64(fit.count())
	if most := p.limits.picked; n <= most || len(left) > 0 && n <= 5*most {
		return p.gather(ctx, tx, fit)
	}
	p.path.keep, p.skip = fit, nil
	p.total = func(*transaction) int64 { return n }
	if p.isNarrowed() {
		p.total = p.countPath()
	}
	return nil
}

// isNarrowed reports whether the path leaves out records of the selection.
func (p *plan) isNarrowed() bool {
	return p.q.Sort != "" && slices.ContainsFunc(p.q.Where, func(c Cond) bool { return c.Field == p.q.Sort })
}

// gather reads a few records, tests them and puts them in the order of the path.
func (p *plan) gather(ctx context.Context, tx *transaction, fit *numbers) error {
	var ready []stop
	err := fit.each(func(n number) error {
		stops, err := p.stopsOf(tx, n)
		if err != nil {
			return err
		}
		ready = append(ready, stops...)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	slices.SortFunc(ready, func(a, b stop) int { return bytes.Compare(a.order, b.order) })
	p.path.ready, p.path.sorted = ready, true
	p.skip, p.tests = nil, nil
	p.total = p.countPath()
	return nil
}

// stopsOf gives where a record stands on the path, nowhere when it does not fit.
func (p *plan) stopsOf(tx *transaction, n number) ([]stop, error) {
	s, err := readStored(tx, n)
	if err != nil {
		return nil, err
	}
	if s.record.Kind() != p.q.Kind || !p.fits(s) {
		return nil, nil
	}
	var stops []stop
	eachKeyOf(s, func(of *keySet, key []byte) {
		for _, span := range p.path.spans {
			if of.bucket != span.set.bucket || !bytes.HasPrefix(key, span.prefix) {
				continue
			}
			at := span.stop(bytes.Clone(key[len(span.prefix):]))
			if p.skip == nil || !p.skip(at) {
				stops = append(stops, at)
			}
		}
	})
	return stops, nil
}

// fits tests what the path does not hold.
func (p *plan) fits(s stored) bool {
	for _, t := range p.tests {
		if !t.match(s.record, s.scored.score) {
			return false
		}
	}
	return true
}

func (p *plan) countParts(of *keySet, value []byte) func(tx *transaction) int64 {
	parts := p.parts()
	return func(tx *transaction) int64 { return countIn(tx, of, parts, value) }
}

// countPath counts the stops of the path as it is when it is asked.
func (p *plan) countPath() func(tx *transaction) int64 {
	return func(tx *transaction) int64 { return countStops(tx, p.path, p.skip, p.limits.counted) }
}

// countIn adds up the counters of a value in some parts of an index.
func countIn(tx *transaction, of *keySet, parts, value []byte) int64 {
	var n int64
	for _, part := range parts {
		n += readCount(tx, countKey(of.bucket, append([]byte{part}, value...)))
	}
	return n
}

// countBlocks counts the stops of a path that leaves none out: those of whole blocks
// by their heads.
func (p path) countBlocks(tx *transaction) (n int64, err error) {
	for _, r := range p.ranges {
		for _, span := range p.spans {
			in := span.within(r)
			counted, err := countKeys(tx.Bucket([]byte(span.set.bucket)), in.lo, in.hi)
			if err != nil {
				return 0, err
			}
			n += counted
		}
	}
	return n, nil
}

// countStops counts the stops of a path, -1 when there are more than most (any
// number when most is -1), or when they cannot be read.
func countStops(tx *transaction, p path, skip func(stop) bool, most int64) int64 {
	var n int64
	if skip == nil && p.keep == nil && !p.sorted {
		n, err := p.countBlocks(tx)
		if err != nil || most >= 0 && n > most {
			return -1
		}
		return n
	}
	err := p.walk(tx, mark{}, false, func(at stop) (bool, error) {
		if skip == nil || !skip(at) {
			n++
		}
		return most < 0 || n <= most, nil
	})
	if err != nil || most >= 0 && n > most {
		return -1
	}
	return n
}
