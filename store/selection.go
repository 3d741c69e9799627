package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// selection is the records that stand within bounds of a set.
type selection struct {
	spans  []span
	ranges []bounds
	skip   func(stop) bool
}

// addTo adds the selected records to a set of numbers.
func (s selection) addTo(ctx context.Context, tx *transaction, into *numbers) error {
	var scan scanner
	for _, span := range s.spans {
		for _, r := range s.ranges {
			in := span.within(r)
			err := eachBlock(tx.Bucket([]byte(span.set.bucket)), in.lo, in.hi, func(first, value []byte, inside bool) error {
				if err := scan.open(first, value); err != nil {
					return err
				}
				if inside && s.skip == nil && span.set.order == 0 {
					return addAll(&scan, into)
				}
				return s.addSome(&scan, span, in, into)
			})
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// addAll adds the records of all keys of a block.
func addAll(scan *scanner, into *numbers) error {
	for more := true; more; {
		if len(scan.key) < numberSize {
			return errOdd
		}
		into.add(numberAt(scan.key))
		var err error
		if more, err = scan.next(); err != nil {
			return err
		}
	}
	return nil
}

// addSome adds the records of the keys of a block that lie within bounds.
func (s selection) addSome(scan *scanner, span span, in bounds, into *numbers) error {
	for more := true; more; {
		if in.has(scan.key) {
			at := span.stop(scan.key[len(span.prefix):])
			if len(at.order) < numberSize {
				return errOdd
			}
			if s.skip == nil || !s.skip(at) {
				into.add(at.number())
			}
		}
		var err error
		if more, err = scan.next(); err != nil {
			return err
		}
	}
	return nil
}

// selections remembers what the last queries selected, so that the next page of a
// list need not select again.
type selections struct {
	mu   sync.Mutex
	last []selected // the newest first
}

// maxSelections bounds what is remembered: a bit a record each.
const maxSelections = 4

// selected is what a query selected in one state of the file.
type selected struct {
	query string
	state int // the id of the transaction
	from  value.Instant
	until value.Instant // when a snoozed lead comes back; 0 is never
	fit   *numbers      // nil: indexes tell nothing
	left  []test
}

// forget is for another file in the place of the one that was selected from.
func (k *selections) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = nil
}

// find gives the records of a plan that fit what indexes can tell, and the tests
// that are left. The set must not be written into.
func (k *selections) find(ctx context.Context, tx *transaction, p *plan) (*numbers, []test, error) {
	query, err := json.Marshal([]any{p.q.Kind, p.q.View, p.q.Of, p.q.Where, p.q.Sort, p.q.Deleted})
	if err != nil {
		return nil, nil, err
	}
	is := selected{query: string(query), state: tx.ID(), from: p.now}
	k.mu.Lock()
	at := slices.IndexFunc(k.last, func(s selected) bool {
		return s.query == is.query && s.state == is.state && s.from <= p.now && (s.until.IsZero() || p.now < s.until)
	})
	if at >= 0 {
		found := k.last[at]
		k.mu.Unlock()
		return found.fit, found.left, nil
	}
	k.mu.Unlock()
	if is.fit, is.left, err = p.fitting(ctx, tx); err != nil {
		return nil, nil, err
	}
	if is.until, err = wakes(tx, p); err != nil {
		return nil, nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = slices.Insert(k.last, 0, is)
	k.last = k.last[:min(len(k.last), maxSelections)]
	return is.fit, is.left, nil
}

// wakes gives when the next snoozed lead comes back, for a view that depends on it.
func wakes(tx *transaction, p *plan) (value.Instant, error) {
	if p.q.View != ViewInbox && p.q.View != ViewSnoozed {
		return 0, nil
	}
	var first value.Instant
	later := path{
		spans:  []span{{indexOf(p.q.Kind, "snoozed_until").keySet, []byte{partLive, tagValue}}},
		ranges: []bounds{{lo: appendInt(nil, int64(p.now)+1)}},
	}
	err := later.walk(tx, mark{}, false, func(at stop) (bool, error) {
		if len(at.order) == 8+numberSize {
			first = value.Instant(readInt(at.order))
		}
		return false, nil
	})
	return first, err
}

// fitting selects by every condition that an index knows, and by the view. When few
// are left, the other conditions are as well tested on the records.
func (p *plan) fitting(ctx context.Context, tx *transaction) (fit *numbers, left []test, err error) {
	view := p.view
	var negative []*numbers
	for i, t := range byPromise(p.tests) {
		if fit != nil && int64(fit.count()) <= p.limits.picked {
			left = append(left, byPromise(p.tests)[i:]...)
			if p.q.Sort == "" {
				view = nil // the path holds it
			}
			break
		}
		in, exact, err := p.fittingOne(ctx, tx, t)
		switch {
		case err != nil:
			return nil, nil, err
		case in == nil:
		case t.op == OpNotEqual:
			negative = append(negative, in)
		case fit == nil:
			fit = in
		default:
			fit.and(in)
		}
		if in == nil || !exact {
			left = append(left, t)
		}
	}
	if view != nil {
		in := &numbers{}
		if err := view.addTo(ctx, tx, in); err != nil {
			return nil, nil, err
		}
		if fit != nil {
			in.and(fit)
		}
		fit = in
	}
	if len(negative) > 0 && fit == nil {
		if fit, err = p.everything(ctx, tx); err != nil {
			return nil, nil, err
		}
	}
	for _, in := range negative {
		fit.without(in)
	}
	return fit, left, nil
}

// byPromise puts the conditions first that mostly leave the fewest records.
func byPromise(tests []test) []test {
	rank := func(t test) int {
		switch t.op {
		case OpEqual:
			return 0
		case OpNotEqual:
			return 2
		}
		return 1
	}
	tests = slices.Clone(tests)
	slices.SortStableFunc(tests, func(a, b test) int { return rank(a) - rank(b) })
	return tests
}

// fittingOne selects by one condition, by OpNotEqual what does not fit; nil when no
// index knows it. Without exact there may be records among them that do not fit.
func (p *plan) fittingOne(ctx context.Context, tx *transaction, t test) (in *numbers, exact bool, err error) {
	in = &numbers{}
	switch {
	case t.name == "id" && t.op == OpEqual:
		return in, true, p.addIDs(tx, t, in)
	case t.index == nil:
		return nil, false, nil
	case t.op == OpContains:
		exact, err = p.addContaining(ctx, tx, t, in)
		return in, exact, err
	case t.op == OpNotEqual && !t.exact:
		return nil, false, nil // what may be another text cannot be left out
	}
	for _, w := range t.any {
		if err := p.addWanted(ctx, tx, t, w, in); err != nil {
			return nil, false, err
		}
	}
	return in, t.exact, nil
}

// addWanted selects what stands in one relation to one value.
func (p *plan) addWanted(ctx context.Context, tx *transaction, t test, w wanted, in *numbers) error {
	one := t
	one.any = []wanted{w}
	if one.op == OpNotEqual {
		one.op = OpEqual
	}
	spans := p.spansOf(t.index.keySet, nil)
	if w.key == nil && t.index.list {
		// A list that has none has no key.
		none, err := p.everything(ctx, tx)
		if err != nil {
			return err
		}
		some := &numbers{}
		if err := (selection{spans: spans, ranges: []bounds{{}}}).addTo(ctx, tx, some); err != nil {
			return err
		}
		none.without(some)
		return none.each(func(n number) error { in.add(n); return nil })
	}
	b, ok := one.bounds()
	if !ok {
		// An ordering of a text that is cut: what is equal as far as it goes may fit.
		b = one.wideBounds()
	}
	return selection{spans: spans, ranges: []bounds{b}}.addTo(ctx, tx, in)
}

// everything selects all records that the query is about.
func (p *plan) everything(ctx context.Context, tx *transaction) (*numbers, error) {
	all := &numbers{}
	err := selection{spans: p.spansOf(allOf(p.q.Kind), nil), ranges: []bounds{{}}}.addTo(ctx, tx, all)
	return all, err
}

func (p *plan) addIDs(tx *transaction, t test, in *numbers) error {
	for _, w := range t.any {
		if len(w.key) != 1+idSize {
			continue
		}
		key, err := firstWith(tx.Bucket([]byte(bucketIDs)), w.key[1:], tx.lately)
		if err != nil {
			return err
		}
		if len(key) == idSize+numberSize {
			in.add(numberAt(key))
		}
	}
	return nil
}

// addContaining selects the records that have a value with a text in it; a value
// that is cut may have it, too.
func (p *plan) addContaining(ctx context.Context, tx *transaction, t test, in *numbers) (exact bool, err error) {
	exact = true
	var last []byte // the value that was looked at last, as records of one stand together
	fits := false
	for _, span := range p.spansOf(t.index.keySet, []byte{tagValue}) {
		whole := span.within(bounds{})
		err := eachKey(tx.Bucket([]byte(span.set.bucket)), whole.lo, whole.hi, func(key []byte) bool {
			if len(key) < len(span.prefix)+numberSize {
				return true // check says so
			}
			value := key[len(span.prefix) : len(key)-numberSize]
			if !bytes.Equal(value, last) || last == nil {
				last = append(last[:0], value...)
				fits = t.hasPartIn(value)
				if !fits && len(value) > maxIndexed {
					fits, exact = true, false
				}
			}
			if fits {
				in.add(numberAt(key))
			}
			return true
		})
		if err != nil {
			return false, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
	return exact, nil
}

// hasPartIn is hasPart for a value as an index has it.
func (t test) hasPartIn(key []byte) bool {
	if !foldsText(t.field.Type) || bytes.IndexByte(key, 1) >= 0 {
		return t.hasPart(text.Fold(readText(key)))
	}
	for _, w := range t.any {
		if bytes.Contains(key, w.partKey) {
			return true
		}
	}
	return false
}

// readText gives what appendText wrote.
func readText(key []byte) string {
	var b strings.Builder
	for i := 0; i < len(key) && key[i] != 0; i++ {
		if key[i] == 1 && i+1 < len(key) {
			i++
			b.WriteByte(key[i] - 1)
		} else {
			b.WriteByte(key[i])
		}
	}
	return b.String()
}
