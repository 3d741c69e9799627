package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"go.etcd.io/bbolt"

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
func (s selection) addTo(ctx context.Context, tx *bbolt.Tx, into *numbers) error {
	walked := 0
	for _, span := range s.spans {
		b := tx.Bucket([]byte(span.set.bucket))
		for _, r := range s.ranges {
			in := span.within(r)
			var failed error
			err := eachKey(b, in.lo, in.hi, func(key []byte) bool {
				at := span.stop(key[len(span.prefix):])
				if len(at.order) < numberSize {
					failed = errOdd
					return false
				}
				if s.skip == nil || !s.skip(at) {
					into.add(at.number())
				}
				walked++
				if walked%16384 == 0 {
					failed = ctx.Err()
				}
				return failed == nil
			})
			if failed != nil {
				return failed
			}
			if err != nil {
				return err
			}
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
func (k *selections) find(ctx context.Context, tx *bbolt.Tx, p *plan) (*numbers, []test, error) {
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
func wakes(tx *bbolt.Tx, p *plan) (value.Instant, error) {
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

// fitting selects by every condition that an index knows, and by the view.
func (p *plan) fitting(ctx context.Context, tx *bbolt.Tx) (fit *numbers, left []test, err error) {
	keep := func(s *numbers) {
		if fit == nil {
			fit = s
		} else {
			fit.and(s)
		}
	}
	if p.view != nil {
		in := &numbers{}
		if err := p.view.addTo(ctx, tx, in); err != nil {
			return nil, nil, err
		}
		keep(in)
	}
	for _, t := range p.tests {
		in, exact, err := p.fittingOne(ctx, tx, t)
		if err != nil {
			return nil, nil, err
		}
		if in != nil {
			keep(in)
		}
		if in == nil || !exact {
			left = append(left, t)
		}
	}
	return fit, left, nil
}

// fittingOne selects by one condition: nil when no index knows it. Without exact
// there may be records among them that do not fit.
func (p *plan) fittingOne(ctx context.Context, tx *bbolt.Tx, t test) (in *numbers, exact bool, err error) {
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
	if t.op != OpNotEqual {
		return in, t.exact, nil
	}
	others, err := p.everything(ctx, tx)
	if err == nil {
		others.without(in)
	}
	return others, true, err
}

// addWanted selects what stands in one relation to one value.
func (p *plan) addWanted(ctx context.Context, tx *bbolt.Tx, t test, w wanted, in *numbers) error {
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
func (p *plan) everything(ctx context.Context, tx *bbolt.Tx) (*numbers, error) {
	all := &numbers{}
	err := selection{spans: p.spansOf(allOf(p.q.Kind), nil), ranges: []bounds{{}}}.addTo(ctx, tx, all)
	return all, err
}

func (p *plan) addIDs(tx *bbolt.Tx, t test, in *numbers) error {
	for _, w := range t.any {
		if len(w.key) != 1+idSize {
			continue
		}
		key, err := firstWith(tx.Bucket([]byte(bucketIDs)), w.key[1:])
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
func (p *plan) addContaining(ctx context.Context, tx *bbolt.Tx, t test, in *numbers) (exact bool, err error) {
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
				shown := readText(value)
				fits = t.hasPart(text.Fold(shown))
				if !fits && len(shown) >= maxIndexed {
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
