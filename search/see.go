package search

import (
	"context"
	"slices"
	"strings"

	"tradedesk/model"
)

// see looks a record up, once in a search.
func (f *finding) see(id model.ID) sight {
	f.looked.Lock()
	s, ok := f.known[id]
	f.looked.Unlock()
	if ok {
		return s
	}
	e, r, err := f.lookup(id)
	s = sight{excerpt: e, fits: err == nil && !e.Deleted}
	if s.fits {
		s.long = within(r)
	}
	for _, filter := range f.filters {
		s.fits = s.fits && filter.Matches(e, r)
	}
	f.looked.Lock()
	defer f.looked.Unlock()
	f.known[id] = s
	return s
}

// passes reports whether a record is there and the filters let it through.
func (f *finding) passes(id model.ID) bool {
	return len(f.filters) == 0 || f.see(id).fits
}

// filtered is what filters left of a segment.
type filtered struct {
	key string
	narrowed
}

// keptFilters is how many of them a segment remembers: a line is searched with each key.
const keptFilters = 4

// filtered gives what the filters leave of a part.
func (f *finding) filtered(ctx context.Context, p *part) (narrowed, error) {
	if len(f.filters) == 0 {
		return narrowed{}, nil
	}
	of := p.held
	keys := []string{f.Me}
	for _, filter := range f.filters {
		keys = append(keys, filter.Key())
	}
	key := strings.Join(keys, "\x00")
	f.mu.Lock()
	at := slices.IndexFunc(of.filters, func(had filtered) bool { return had.key == key })
	if at >= 0 {
		had := of.filters[at].narrowed
		f.mu.Unlock()
		return had, nil
	}
	f.mu.Unlock()
	n, err := of.filter(ctx, f.filters, f.Me)
	if err != nil || ctx.Err() != nil {
		return n, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	of.filters = append([]filtered{{key, n}}, of.filters[:min(len(of.filters), keptFilters-1)]...)
	return n, nil
}

// newest gives the newest records that the filters let through: nothing was typed that
// would rank them.
func (f *finding) newest(ctx context.Context, result *Result) error {
	var ids []model.ID
	for _, d := range f.view.recent {
		if d != nil && f.passes(d.ID) {
			ids = append(ids, d.ID)
		}
	}
	total, more := len(ids), false
	for _, p := range f.view.parts {
		some, n, over := f.newestOf(ctx, p)
		ids, total, more = append(ids, some...), total+n, more || over
	}
	slices.SortFunc(ids, func(a, b model.ID) int { return compareIDs(b, a) })
	hits := make([]found, 0, f.Limit)
	for _, id := range ids[:min(len(ids), f.Limit)] {
		hits = append(hits, found{id: id})
	}
	if more {
		total = min(total, f.Limit)
	}
	result.Total, result.More = total, more
	f.show(hits, result)
	return nil
}

// newestOf gives the newest records of a part, and how many there are, or that there are
// more than were asked for.
func (f *finding) newestOf(ctx context.Context, p *part) (ids []model.ID, total int, more bool) {
	allowed := p.allowed()
	left := f.Limit
	p.check(p.head.parts[partByID])
	for i := len(p.byID) - 1; i >= 0; i-- {
		if i%chunkSize == 0 && ctx.Err() != nil {
			return ids, total, more
		}
		record := int(uint32(p.byID[i])) % len(p.ids)
		if allowed != nil && allowed[record/64]>>(record%64)&1 == 0 {
			continue
		}
		if left < 0 && len(p.left.rest) == 0 {
			total++
			continue
		}
		id := p.idOf(record)
		if len(p.left.rest) > 0 && !f.passes(id) {
			continue
		}
		total++
		ids = append(ids, id)
		if left--; left < 0 && !f.Count {
			return ids, total, true
		}
	}
	return ids, total, false
}
