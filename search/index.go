// Package search finds records by what a person types, as they type it, from a few to
// tens of millions: the first hundred of what fuzzy.Find of sahilm/fuzzy finds in all
// folded texts, in its order; below them records that sound alike, go by another name
// or say it in another order.
//
// What is searched lies in a segment: a file beside the desk's, mapped and never changed,
// that can be made anew at any time. What changed since lies in memory, beside it.
package search

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"tradedesk/model"
	"tradedesk/search/terms"
)

// Lookup gives a record and its excerpt. A hit whose lookup fails is left out.
type Lookup func(model.ID) (model.Excerpt, model.Record, error)

// Index is what is searched. It is safe for use by several goroutines.
type Index struct {
	path   string // of the segment's file
	lookup Lookup
	sync   func(*os.File) error // brings a segment to the disk

	mu     sync.Mutex
	base   *held // nil while there is none
	dead   terms.Bits
	recent recent
	since  map[model.ID]bool // what changed while a segment is made, nil when none is
	typing []*session        // who typed lately, the last first

	passed atomic.Int64 // of the segment that is being made
}

// held is a segment and who reads it.
type held struct {
	*segment
	users   int // under the index's lock; one is the index itself
	stamp   Stamp
	filters []filtered // that were asked for lately, under the index's lock
}

// recent holds what changed since the segment was made.
type recent struct {
	entries []*Document // nil where a record was taken out
	at      map[model.ID]int
	words   *terms.Small
}

func newRecent() recent { return recent{at: map[model.ID]int{}, words: terms.NewSmall()} }

// New makes an index whose segment is the file at path. Nothing is found before Open or
// Build.
func New(path string, lookup Lookup) *Index {
	return &Index{path: path, lookup: lookup, sync: (*os.File).Sync, recent: newRecent()}
}

// Open takes up the segment that was made before, and gives of what it was made. The
// error wraps ErrUnfit when there is none that can be used.
func (x *Index) Open() (Stamp, error) {
	s, err := openSegment(x.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Stamp{}, errors.Join(ErrUnfit, err)
	case err != nil:
		return Stamp{}, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return s.head.stamp, x.take(s, nil)
}

// take puts a segment in the place of the one there is; of what changed only what since
// says is kept. The lock is held.
func (x *Index) take(s *segment, since map[model.ID]bool) error {
	was := x.recent
	err := x.letGo()
	x.base = &held{segment: s, users: 1, stamp: s.head.stamp}
	x.dead, x.recent = terms.NewBits(uint64(s.records())), newRecent()
	for id := range since {
		if failed := x.put(id, was.document(id)); failed != nil {
			return errors.Join(err, failed)
		}
	}
	return err
}

// letGo ends the use of the segment there is. The lock is held.
func (x *Index) letGo() error {
	b := x.base
	x.base, x.dead, x.typing = nil, nil, nil
	return x.done(b)
}

// done ends a use of a segment; the last one closes it. The lock is held.
func (x *Index) done(b *held) error {
	if b == nil {
		return nil
	}
	if b.users--; b.users > 0 {
		return nil
	}
	return b.close()
}

// Close lets go of everything; the file stays.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.recent = newRecent()
	return x.letGo()
}

// Discard lets go of a segment that cannot be used and takes its file away.
func (x *Index) Discard() error {
	err := x.Close()
	if gone := os.Remove(x.path); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// Ready reports whether there is a segment.
func (x *Index) Ready() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.base != nil
}

// Update puts changed records in and takes removed ones out.
func (x *Index) Update(changed []Document, removed []model.ID) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range changed {
		if err := x.put(changed[i].ID, &changed[i]); err != nil {
			return err
		}
	}
	for _, id := range removed {
		if err := x.put(id, nil); err != nil {
			return err
		}
	}
	return nil
}

// put notes what a record is now, nil for one that is gone. The lock is held.
func (x *Index) put(id model.ID, d *Document) error {
	if x.since != nil {
		x.since[id] = true
	}
	if x.base != nil {
		err := reading(func() error {
			if record, ok := x.base.recordOf(id); ok {
				x.dead.Set(uint32(record))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	x.recent.put(id, d)
	return nil
}

// document gives what was put in, nil for what was taken out.
func (r *recent) document(id model.ID) *Document {
	slot, ok := r.at[id]
	if !ok || r.entries[slot] == nil {
		return nil
	}
	d := *r.entries[slot]
	d.Said = slices.Values(r.words.Of(uint32(slot)))
	return &d
}

func (r *recent) put(id model.ID, d *Document) {
	slot, ok := r.at[id]
	if !ok {
		slot = len(r.entries)
		r.at[id] = slot
		r.entries = append(r.entries, nil)
	}
	if d == nil {
		r.entries[slot] = nil
		r.words.Remove(uint32(slot))
		return
	}
	kept := *d
	kept.Text, kept.Said = cutText(d.Text), nil
	r.entries[slot] = &kept
	said := d.Said
	if said == nil {
		said = func(func(string) bool) {}
	}
	r.words.Put(uint32(slot), said)
}

// Changed counts the records that changed since the segment was made.
func (x *Index) Changed() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.recent.entries)
}

// Build makes a segment of all documents that each yields and takes it up. What Update
// is told meanwhile counts over it. pause is called now and then, when not nil; when it,
// each or ctx fails, the index is as it was.
func (x *Index) Build(ctx context.Context, stamp Stamp, each func(yield func(Document) error) error, pause func() error) (err error) {
	x.mu.Lock()
	x.since = map[model.ID]bool{}
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		x.since = nil
		x.mu.Unlock()
	}()
	b, err := newBuilder(x.path, stamp)
	if err != nil {
		return err
	}
	b.pause, b.sync = pause, x.sync
	x.passed.Store(0)
	b.passed = func(records int) { x.passed.Add(int64(records)) }
	defer func() { err = errors.Join(err, b.close()) }()
	err = each(func(d Document) error {
		if b.n%restEvery == 0 {
			if err := b.rest(ctx); err != nil {
				return err
			}
		}
		return b.add(d)
	})
	if err == nil {
		err = b.finish(ctx)
	}
	if err != nil {
		return err
	}
	s, err := openSegment(x.path)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	since := x.since
	x.since = nil
	return x.take(s, since)
}

// Made says for how many records the segment that is being made would be done.
func (x *Index) Made() int64 { return x.passed.Load() / parts }

// view is what is in the index at one moment; what changes later does not change it.
type view struct {
	base   *held
	alive  terms.Bits // records of the segment that were not changed; nil for all
	recent []*Document
	words  *terms.Small
}

// look gives a view, whose end must be called.
func (x *Index) look() (v view, end func() error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	v = view{recent: slices.Clone(x.recent.entries), words: x.recent.words}
	if x.base == nil {
		return v, func() error { return nil }
	}
	v.base = x.base
	v.base.users++
	if len(v.recent) > 0 {
		v.alive = slices.Clone(x.dead)
		for i := range v.alive {
			v.alive[i] = ^v.alive[i]
		}
	}
	return v, func() error {
		x.mu.Lock()
		defer x.mu.Unlock()
		return x.done(v.base)
	}
}

// Unfit reports whether an error says that the segment cannot be used.
func Unfit(err error) bool {
	return errors.Is(err, ErrUnfit) || errors.Is(err, terms.ErrDamaged) || errors.Is(err, terms.ErrVersion)
}
