package search

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sahilm/fuzzy"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/search/query"
)

const defaultLimit = 100

// found is a record that matches, before it is looked up.
type found struct {
	id     model.ID
	points int64
	size   int // bytes of the text
}

// compare orders as fuzzy.Find does over texts sorted by length, then age.
func (f found) compare(o found) int {
	return cmp.Or(cmp.Compare(o.points, f.points), cmp.Compare(f.size, o.size), bytes.Compare(f.id[:], o.id[:]))
}

// finding is one search under way.
type finding struct {
	*Index
	Query
	view
	pattern pattern
	filters []query.Filter // and, as one, the kind
	looked  sync.Mutex     // over known
	known   map[model.ID]sight
}

// sight is a record as it was looked up.
type sight struct {
	excerpt model.Excerpt
	long    string // its longer text
	fits    bool   // it is there, and the filters let it through
}

// Find gives the best hits of q. The error wraps ErrUnfit when the segment cannot be
// read: it has to be discarded.
func (x *Index) Find(ctx context.Context, q Query) (result Result, err error) {
	began := time.Now()
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	result = Result{Query: q.Line, Hits: []Hit{}}
	f := &finding{Index: x, Query: q, pattern: patternOf(q.Query), filters: q.filters(), known: map[model.ID]sight{}}
	if len(f.pattern.letters) == 0 && len(f.filters) == 0 {
		return result, ctx.Err()
	}
	var end func() error
	f.view, end = x.look()
	defer func() { err = errors.Join(err, end()) }()
	looking := ctx
	if q.Budget > 0 {
		var cancel context.CancelFunc
		looking, cancel = context.WithTimeout(ctx, q.Budget)
		defer cancel()
	}
	if err := reading(func() error { return f.find(looking, &result) }); err != nil && looking.Err() == nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	result.Partial = looking.Err() != nil
	result.Took = time.Since(began)
	return result, nil
}

// filters gives all that narrows the search.
func (q Query) filters() []query.Filter {
	filters := q.Filters
	if q.Kind != "" {
		filters = append(slices.Clone(filters), query.KindFilter(q.Kind))
	}
	return filters
}

// foldTyped is the pattern of what was typed.
func foldTyped(typed string) string { return strings.TrimSpace(text.Fold(strings.TrimSpace(typed))) }

func (f *finding) find(ctx context.Context, result *Result) (err error) {
	for _, p := range f.view.parts {
		if p.left, err = f.filtered(ctx, p); err != nil {
			return err
		}
	}
	if len(f.pattern.letters) == 0 {
		return f.newest(ctx, result)
	}
	best, err := f.best(ctx)
	if err != nil {
		return err
	}
	result.More = len(best) > f.Limit
	best = best[:min(len(best), f.Limit)]
	result.Total = len(best)
	f.show(best, result)
	if ctx.Err() != nil {
		return nil
	}
	if err := f.alike(ctx, result); err != nil {
		return err
	}
	if err := f.within(ctx, result); err != nil {
		return err
	}
	if result.Meant, err = f.meant(ctx, len(result.Hits)); err != nil {
		return err
	}
	if f.Count && result.More {
		n, err := f.count(ctx)
		if err != nil {
			return err
		}
		result.Total, result.More = n+result.Total-len(best), false
	}
	return nil
}

// best gives the best records by their letters, one more than the limit when there are.
func (f *finding) best(ctx context.Context) ([]found, error) {
	limit := f.Limit + 1
	var all []found
	for i, p := range f.view.parts {
		some, err := f.bestOf(ctx, p, limit, i == 0)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	for _, d := range f.view.recent {
		if d == nil {
			continue
		}
		if points, ok := f.pattern.score([]byte(d.Text), anything); ok && f.passes(d.ID) {
			all = append(all, found{d.ID, int64(points), len(d.Text)})
		}
	}
	slices.SortFunc(all, found.compare)
	return all[:min(len(all), limit)], nil
}

// bestOf gives the best records of a part. What did not match the beginning of the line is
// remembered when it says so: of the part that is large.
func (f *finding) bestOf(ctx context.Context, p *part, limit int, remember bool) (all []found, err error) {
	q := newScan(p.segment, &f.pattern, limit, p.allowed(), nil)
	if remember {
		s, done := f.session(f.Session, p.held)
		defer done()
		if s != nil {
			s.begin(f.pattern.text)
			q.narrow = s.narrowing
		}
	}
	if len(p.left.rest) > 0 {
		q.keep = func(record int) bool { return f.passes(p.idOf(record)) }
	}
	places, _, err := q.run(ctx)
	for _, place := range places {
		record := int(place.at)
		all = append(all, found{p.idOf(record), place.points, p.length(record)})
	}
	return all, err
}

// allowed gives the records of a part that may be found, nil for all.
func (p *part) allowed() []uint64 {
	switch {
	case p.left.bits == nil:
		return p.alive
	case p.alive == nil:
		return p.left.bits
	}
	both := slices.Clone(p.left.bits)
	for i := range both {
		both[i] &= p.alive[i]
	}
	return both
}

// show looks hits up and marks what matched.
func (f *finding) show(hits []found, result *Result) {
	for _, hit := range hits {
		s := f.see(hit.id)
		if !s.fits {
			result.Total--
			continue
		}
		result.Hits = append(result.Hits, Hit{Excerpt: s.excerpt, Rank: int(hit.points), Positions: positions(f.pattern.text, s.excerpt)})
	}
}

// positions gives the rune offsets in the title that the pattern matched. A person looks
// for the letters next to each other, so where the text has them so they are marked there,
// and else as fuzzy.Find takes them; what it matched in the rest of the text is left out.
func positions(pattern string, e model.Excerpt) []int {
	out := []int{}
	folded, runeAt := text.FoldMap(e.Title)
	if at := piece(folded, pattern); at >= 0 {
		return slices.Compact(append(out, runeAt[at:at+len(pattern)]...))
	}
	whole := cutText(textOf(e))
	if strings.Contains(whole, pattern) {
		return out
	}
	matches := fuzzy.FindNoSort(pattern, []string{whole})
	if len(matches) == 0 {
		return out
	}
	for _, offset := range matches[0].MatchedIndexes {
		if offset < len(runeAt) {
			out = append(out, runeAt[offset])
		}
	}
	return slices.Compact(out)
}

// piece gives where the letters of a pattern stand next to each other, at the beginning of
// a word if they do; -1 where they do not.
func piece(folded, pattern string) int {
	if pattern == "" {
		return -1
	}
	if strings.HasPrefix(folded, pattern) {
		return 0
	}
	if at := strings.Index(folded, " "+pattern); at >= 0 {
		return at + 1
	}
	return strings.Index(folded, pattern)
}
