// Package search finds records by what a person types: their excerpts' titles,
// details and what else they are known by, folded, matched by sahilm/fuzzy. It is a scan of every record's
// text, O(n) a query, 5,000 records between two looks at the context.
package search

import (
	"context"
	"maps"
	"slices"
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

	mu     sync.RWMutex
	blocks []*block // as they were loaded, never written into
	// changed has what was put in or, with a zero id, taken out after the blocks
	// were loaded: it is looked at before them.
	changed map[model.ID]entry
	// since has what changed while Load reads, nil when it does not.
	since map[model.ID]entry
}

// entry is a record as it is searched.
type entry struct {
	id   model.ID
	kind model.Kind
	text string
}

// block holds entries closely: some bytes for each beside its id and its text.
type block struct {
	ids   []model.ID
	kinds []model.Kind
	kind  []uint8  // of each entry, its place in kinds
	ends  []uint32 // of each entry, where its text ends in text
	text  string
}

// New makes an empty index. lookup gives the excerpt of a record that is there;
// a hit whose lookup fails is left out.
func New(lookup func(model.ID) (model.Excerpt, error)) *Index {
	return &Index{lookup: lookup, changed: map[model.ID]entry{}}
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

	var fresh []*block
	var open builder
	err := each(ctx, func(e model.Excerpt) error {
		if !e.Deleted {
			open.add(entryOf(e))
		}
		if open.len() == chunk {
			fresh = append(fresh, open.take())
		}
		return ctx.Err()
	})
	if open.len() > 0 {
		fresh = append(fresh, open.take())
	}

	x.mu.Lock()
	defer x.mu.Unlock()
	since := x.since
	x.since = nil
	if err != nil {
		return err
	}
	x.blocks, x.changed = fresh, since
	return nil
}

// Clear takes everything out.
func (x *Index) Clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.blocks, x.changed = nil, map[model.ID]entry{}
}

// Update puts changed excerpts in and takes removed records out; a deleted
// record is removed.
func (x *Index) Update(changed []model.Excerpt, removed []model.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, e := range changed {
		fresh := entryOf(e)
		if e.Deleted {
			fresh = entry{}
		}
		x.put(e.ID, fresh)
	}
	for _, id := range removed {
		x.put(id, entry{})
	}
}

// put replaces what is known of a record; the zero entry takes it out.
func (x *Index) put(id model.ID, e entry) {
	x.changed[id] = e
	if x.since != nil {
		x.since[id] = e
	}
}

// Changed counts what was put in or taken out since Load: it is not held as
// closely as the rest.
func (x *Index) Changed() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.changed)
}

// view gives what is in the index now; what changes later does not change it.
func (x *Index) view() (blocks []*block, changed map[model.ID]entry) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.blocks, maps.Clone(x.changed)
}

// builder makes a block.
type builder struct {
	block
	texts strings.Builder
}

func (b *builder) len() int { return len(b.ids) }

func (b *builder) add(e entry) {
	kind := slices.Index(b.kinds, e.kind)
	if kind < 0 {
		kind = len(b.kinds)
		b.kinds = append(b.kinds, e.kind)
	}
	b.texts.WriteString(e.text)
	b.ids, b.kind, b.ends = append(b.ids, e.id), append(b.kind, uint8(kind)), append(b.ends, uint32(b.texts.Len()))
}

// take gives the block and begins the next. It is copied, as what was appended to
// has room to spare.
func (b *builder) take() *block {
	whole := &block{
		ids: slices.Clone(b.ids), kinds: slices.Clone(b.kinds), kind: slices.Clone(b.kind), ends: slices.Clone(b.ends), text: strings.Clone(b.texts.String()),
	}
	b.ids, b.kinds, b.kind, b.ends = b.ids[:0], b.kinds[:0], b.kind[:0], b.ends[:0]
	b.texts.Reset()
	return whole
}
