package search

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// Scan finds what Index.Find does by a look at every record that each yields, without an
// index: it takes as long as reading them all does. What it is given is looked at in other
// goroutines, until it returns.
func Scan(ctx context.Context, q Query, each Each) (Result, error) {
	began := time.Now()
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	result := Result{Query: q.Line, Hits: []Hit{}}
	s := &plainScan{Query: q, pattern: patternOf(q.Query), filters: q.filters()}
	if len(s.pattern.letters) == 0 && len(s.filters) == 0 {
		return result, ctx.Err()
	}
	if len(s.pattern.phrases) == 0 {
		s.asked = q.asked()
	}
	_, s.words = withinTerms(q.Sought())
	n := 0
	err := s.lookAtAll(each, func() error {
		if n++; n%256 == 0 && q.Budget > 0 && time.Since(began) > q.Budget {
			result.Partial = true
			return errEnough
		}
		return ctx.Err()
	})
	if err != nil && !result.Partial {
		return Result{}, err
	}
	s.result(&result)
	result.Took = time.Since(began)
	return result, nil
}

var errEnough = errors.New("enough was looked at")

// plainScan keeps the best of what it looks at.
type plainScan struct {
	Query
	pattern pattern
	filters []query.Filter
	asked   [][][]terms.Term // what is asked of the words, the surest first
	words   []terms.Term     // that longer texts must have

	total  int
	best   []plainHit
	alike  []plainHit
	long   []plainHit
	teller teller
	folded []byte // room for one
}

type plainHit struct {
	found
	excerpt model.Excerpt
	asked   int    // of a record that is alike, what it says of what is asked
	long    string // the longer text that it was found by
}

// keepBest adds a hit, and leaves out what is beyond the limit now and then.
func keepBest(hits []plainHit, hit plainHit, limit int, compare func(a, b plainHit) int) []plainHit {
	if hits = append(hits, hit); len(hits) < 2*limit+1024 {
		return hits
	}
	return bestOf(hits, limit, compare)
}

func (s *plainScan) look(e model.Excerpt, r model.Record) {
	for _, f := range s.filters {
		if !f.Matches(e, r) {
			return
		}
	}
	folded := cutText(textOf(e))
	if len(s.pattern.letters) == 0 {
		s.keep(found{id: e.ID}, e)
		return
	}
	if points, ok := s.pattern.score([]byte(folded), anything); ok {
		s.keep(found{e.ID, int64(points), len(folded)}, e)
		return
	}
	if asked := (&said{teller: &s.teller, folded: folded, excerpt: e, record: r}).which(s.asked); asked >= 0 {
		s.alike = keepBest(s.alike, plainHit{found: found{id: e.ID, size: len(folded)}, excerpt: e, asked: asked}, s.Limit, compareAlike)
	}
	s.lookWithin(e, r)
}

// lookWithin keeps the newest records that have all the words in their longer text.
func (s *plainScan) lookWithin(e model.Excerpt, r model.Record) {
	long := within(r)
	if long == "" || len(s.words) == 0 {
		return
	}
	s.folded = text.AppendFold(s.folded[:0], long)
	for _, t := range s.words {
		if !bytes.Contains(s.folded, []byte(t.Word)) {
			return
		}
	}
	folded := string(s.folded)
	had := map[string]bool{}
	for word := range terms.Words(folded) {
		for _, t := range s.words {
			if is(word, t) {
				had[t.Word] = true
			}
		}
	}
	if len(had) < len(s.words) || len(s.pattern.phrases) > 0 && !s.pattern.whole([]byte(folded)) {
		return
	}
	// Those that are alike are shown as such: so many more are kept.
	s.long = keepBest(s.long, plainHit{found: found{id: e.ID}, excerpt: e, long: long}, s.Limit+mostWithin, compareNewest)
}

func (s *plainScan) keep(f found, e model.Excerpt) {
	s.total++
	s.best = keepBest(s.best, plainHit{found: f, excerpt: e}, s.Limit, s.compare)
}

// compare puts the best first: without letters, the newest.
func (s *plainScan) compare(a, b plainHit) int {
	if len(s.pattern.letters) == 0 {
		return compareNewest(a, b)
	}
	return a.found.compare(b.found)
}

func compareNewest(a, b plainHit) int { return compareIDs(b.id, a.id) }

func compareAlike(a, b plainHit) int {
	return cmp.Or(cmp.Compare(a.asked, b.asked), a.found.compare(b.found))
}

func bestOf(hits []plainHit, limit int, compare func(a, b plainHit) int) []plainHit {
	slices.SortFunc(hits, compare)
	return hits[:min(len(hits), limit)]
}

func (s *plainScan) result(r *Result) {
	for _, hit := range bestOf(s.best, s.Limit, s.compare) {
		r.Hits = append(r.Hits, Hit{Excerpt: hit.excerpt, Rank: int(hit.points), Positions: positions(s.pattern.text, hit.excerpt)})
	}
	alike := bestOf(s.alike, s.Limit, compareAlike)
	for _, hit := range alike {
		r.Hits = append(r.Hits, Hit{Excerpt: hit.excerpt, Positions: marked(s.pattern.text, hit.excerpt), Alike: true})
	}
	left := mostWithin
	for _, hit := range bestOf(s.long, len(s.long), compareNewest) {
		if left > 0 && !slices.ContainsFunc(alike, func(had plainHit) bool { return had.id == hit.id }) {
			snippet, marks := terms.Snippet(hit.long, s.words, snippetCells)
			r.Hits = append(r.Hits, Hit{Excerpt: hit.excerpt, Positions: []int{}, Alike: true, Snippet: snippet, Marks: marks})
			left--
		}
	}
	r.Total, r.More = s.total+len(r.Hits)-min(s.total, s.Limit), false
}
