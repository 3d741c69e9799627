// Package search finds records by what a person types, as they type it, from a few to
// tens of millions: the first hundred of what fuzzy.Find of sahilm/fuzzy finds in all
// folded texts, in its order; below them records that sound alike, go by another name
// or say it in another order.
//
// What is searched lies in a segment: a file beside the desk's, mapped and never changed,
// that can be made anew at any time. What changed since lies in memory, beside it.
package search

import (
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

// Each yields all records with their excerpts, one after the other, until yield fails.
type Each func(yield func(model.Excerpt, model.Record) error) error

// Index is what is searched. It is safe for use by several goroutines.
type Index struct {
	path   string // of the segment's file
	lookup Lookup
	sync   func(*os.File) error // brings a segment to the disk

	mu     sync.Mutex
	parts  []*held // the segment of the file, then those that were set aside; none while there is none
	recent recent
	since  map[model.ID]bool // what changed while a segment is made, nil when none is
	aside  map[model.ID]bool // the same while what changed is set aside
	turn   int               // counts how often the parts were replaced
	typing []*session        // who typed lately, the last first

	passed atomic.Int64 // of the segment that is being made
}

// held is a segment and who reads it.
type held struct {
	*segment
	users   int        // under the index's lock; one is the index itself
	dead    terms.Bits // records that changed since it was made, under the index's lock
	buried  bool       // there are some
	filters []filtered // that were asked for lately, under the index's lock
}

func hold(s *segment) *held {
	return &held{segment: s, users: 1, dead: terms.NewBits(uint64(s.records()))}
}

// bury says that a record is not any more what the segment has of it.
func (h *held) bury(id model.ID) error {
	return reading(func() error {
		if record, ok := h.recordOf(id); ok {
			h.dead.Set(uint32(record))
			h.buried = true
		}
		return nil
	})
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
	err = x.letGo()
	x.parts, x.recent = []*held{hold(s)}, newRecent()
	return s.head.stamp, err
}

// letGo ends the use of all parts. The lock is held.
func (x *Index) letGo() (err error) {
	for _, part := range x.parts {
		err = errors.Join(err, x.done(part))
	}
	x.parts, x.typing = nil, nil
	x.turn++
	return err
}

// done ends a use of a segment; the last one closes it. The lock is held.
func (x *Index) done(h *held) error {
	if h.users--; h.users > 0 {
		return nil
	}
	return h.close()
}

// Close lets go of everything; the file stays. A segment that is being made meanwhile is
// not taken up.
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
	return len(x.parts) > 0
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
	for _, changed := range []map[model.ID]bool{x.since, x.aside} {
		if changed != nil {
			changed[id] = true
		}
	}
	for _, part := range x.parts {
		if err := part.bury(id); err != nil {
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
	d := r.withWords(slot)
	return &d
}

// withWords gives a document as it was put in; its words are looked up when they are asked
// for.
func (r *recent) withWords(slot int) Document {
	d, words := *r.entries[slot], r.words
	d.Said = func(yield func(string) bool) { slices.Values(words.Of(uint32(slot)))(yield) }
	return d
}

func (r *recent) documents() (all []Document) {
	for slot, d := range r.entries {
		if d != nil {
			all = append(all, r.withWords(slot))
		}
	}
	return all
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

// Changed counts the records that changed since the last segment was made or set aside.
func (x *Index) Changed() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.recent.entries)
}

// view is what is in the index at one moment; what changes later does not change it.
type view struct {
	parts  []*part
	recent []*Document
	words  *terms.Small
}

// part is a segment as it was then.
type part struct {
	*held
	alive terms.Bits // records that were not changed; nil for all
	left  narrowed   // what the filters leave of it
}

// look gives a view, whose end must be called.
func (x *Index) look() (v view, end func() error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	v = view{recent: slices.Clone(x.recent.entries), words: x.recent.words}
	for _, of := range x.parts {
		p := &part{held: of}
		p.users++
		if p.buried {
			p.alive = slices.Clone(p.dead)
			for i := range p.alive {
				p.alive[i] = ^p.alive[i]
			}
		}
		v.parts = append(v.parts, p)
	}
	return v, func() (err error) {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, p := range v.parts {
			err = errors.Join(err, x.done(p.held))
		}
		return err
	}
}

// Unfit reports whether an error says that the segment cannot be used.
func Unfit(err error) bool {
	return errors.Is(err, ErrUnfit) || errors.Is(err, terms.ErrDamaged) || errors.Is(err, terms.ErrVersion)
}
