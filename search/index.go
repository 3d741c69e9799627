// Package search finds records by what a person types: their excerpts' titles,
// details and what else they are known by, folded, matched by sahilm/fuzzy. It is a scan of every record's
// text, O(n) a query, 5,000 records between two looks at the context.
package search

import (
	"context"
	"strings"
	"sync"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Index holds what is searched of each record: the folded text, not the excerpt,
// which is looked up for the few hits that are shown. It is safe for use by
// several goroutines.
type Index struct {
	lookup func(model.ID) (model.Excerpt, error)

	mu      sync.RWMutex
	entries []entry
	slots   map[model.ID]int
	free    []int
	// since has what was put in while Load reads, nil when it does not; a zero
	// entry means removed.
	since map[model.ID]entry
}

// entry is a record as it is searched; a free slot has the zero id.
type entry struct {
	id   model.ID
	kind model.Kind
	text string
}

// New makes an empty index. lookup gives the excerpt of a record that is there;
// a hit whose lookup fails is left out.
func New(lookup func(model.ID) (model.Excerpt, error)) *Index {
	return &Index{lookup: lookup, slots: map[model.ID]int{}}
}

// entryOf folds what is searched of an excerpt: the title first, so that offsets
// within it are offsets of the text.
func entryOf(e model.Excerpt) entry {
	parts := make([]string, 0, 3+len(e.Tags))
	for _, part := range append([]string{e.Title, e.Detail, e.Also}, e.Tags...) {
		if folded := text.Fold(part); folded != "" {
			parts = append(parts, folded)
		}
	}
	return entry{id: e.ID, kind: e.Kind, text: strings.Join(parts, " ")}
}

// Load replaces all that is in the index by what each yields. What Update is
// told meanwhile wins over it. When each or ctx fails the index is as it was.
func (x *Index) Load(ctx context.Context, each func(context.Context, func(model.Excerpt) error) error) error {
	x.mu.Lock()
	x.since = map[model.ID]entry{}
	x.mu.Unlock()

	fresh := Index{slots: map[model.ID]int{}}
	err := each(ctx, func(e model.Excerpt) error {
		if !e.Deleted {
			fresh.put(entryOf(e))
		}
		return ctx.Err()
	})

	x.mu.Lock()
	defer x.mu.Unlock()
	since := x.since
	x.since = nil
	if err != nil {
		return err
	}
	for id, e := range since {
		if e.id.IsZero() {
			fresh.remove(id)
		} else {
			fresh.put(e)
		}
	}
	x.entries, x.slots, x.free = fresh.entries, fresh.slots, fresh.free
	return nil
}

// Update puts changed excerpts in and takes removed records out; a deleted
// record is removed.
func (x *Index) Update(changed []model.Excerpt, removed []model.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, e := range changed {
		if e.Deleted {
			x.drop(e.ID)
			continue
		}
		fresh := entryOf(e)
		x.put(fresh)
		if x.since != nil {
			x.since[e.ID] = fresh
		}
	}
	for _, id := range removed {
		x.drop(id)
	}
}

// Len counts the records in the index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.slots)
}

func (x *Index) drop(id model.ID) {
	x.remove(id)
	if x.since != nil {
		x.since[id] = entry{}
	}
}

func (x *Index) put(e entry) {
	if slot, ok := x.slots[e.id]; ok {
		x.entries[slot] = e
		return
	}
	if last := len(x.free) - 1; last >= 0 {
		slot := x.free[last]
		x.free = x.free[:last]
		x.entries[slot], x.slots[e.id] = e, slot
		return
	}
	x.slots[e.id] = len(x.entries)
	x.entries = append(x.entries, e)
}

// remove frees the slot but moves no other entry, so that a scan that is on its
// way misses none.
func (x *Index) remove(id model.ID) {
	slot, ok := x.slots[id]
	if !ok {
		return
	}
	delete(x.slots, id)
	x.entries[slot] = entry{}
	x.free = append(x.free, slot)
}
