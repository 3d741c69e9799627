package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// Scan finds what Index.Find does by a look at every record that each yields, without an
// index: it takes as long as reading them all does.
func Scan(ctx context.Context, q Query, each func(yield func(model.Excerpt, model.Record) error) error) (Result, error) {
	began := time.Now()
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	result := Result{Query: q.Line, Hits: []Hit{}}
	s := &plainScan{Query: q, pattern: patternOf(q.Query), filters: q.filters(), sought: q.Sought()}
	if len(s.pattern.letters) == 0 && len(s.filters) == 0 {
		return result, ctx.Err()
	}
	_, s.words = withinTerms(s.sought)
	n := 0
	err := each(func(e model.Excerpt, r model.Record) error {
		s.look(e, r)
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
	sought  []query.Sought
	total   int
	best    []plainHit
	alike   []model.Excerpt
	words   []terms.Term // that longer texts must have
	long    []Hit
}

type plainHit struct {
	found
	excerpt model.Excerpt
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
	if len(s.alike) < s.Limit && len(s.pattern.phrases) == 0 && s.says(folded, e, r) {
		s.alike = append(s.alike, e)
		return
	}
	s.lookWithin(e, r)
}

// lookWithin keeps the newest records that have all the words in their longer text.
func (s *plainScan) lookWithin(e model.Excerpt, r model.Record) {
	long := within(r)
	if long == "" || len(s.words) == 0 {
		return
	}
	had := map[string]bool{}
	for word := range terms.Words(text.Fold(long)) {
		for _, t := range s.words {
			if word == t.Word || t.Prefix && strings.HasPrefix(word, t.Word) {
				had[t.Word] = true
			}
		}
	}
	if len(had) < len(s.words) || len(s.pattern.phrases) > 0 && !s.pattern.whole([]byte(text.Fold(long))) {
		return
	}
	snippet, marks := terms.Snippet(long, s.words, snippetCells)
	s.long = append(s.long, Hit{Excerpt: e, Positions: []int{}, Alike: true, Snippet: snippet, Marks: marks})
	slices.SortFunc(s.long, func(a, b Hit) int { return compareIDs(b.ID, a.ID) })
	s.long = s.long[:min(len(s.long), mostWithin)]
}

// says reports whether a record that does not have the letters is alike.
func (s *plainScan) says(folded string, e model.Excerpt, r model.Record) bool {
	if s.Phone != "" && slices.ContainsFunc(phonesOf(r), func(p value.Phone) bool {
		return slices.ContainsFunc(query.PhoneKeys(p), func(key string) bool { return strings.HasPrefix(key, s.Phone) })
	}) {
		return true
	}
	if len(s.sought) == 0 {
		return false
	}
	keys := query.KeysOf(withMore(folded, e, r))
	return !slices.ContainsFunc(s.sought, func(sought query.Sought) bool { return !sought.Fits(keys) })
}

func (s *plainScan) keep(f found, e model.Excerpt) {
	s.total++
	s.best = append(s.best, plainHit{f, e})
	if len(s.best) >= 2*s.Limit+1024 {
		s.sort()
	}
}

// sort puts the best in order and leaves the others out: without letters, the newest.
func (s *plainScan) sort() {
	slices.SortFunc(s.best, func(a, b plainHit) int {
		if len(s.pattern.letters) == 0 {
			return compareIDs(b.id, a.id)
		}
		return a.compare(b.found)
	})
	s.best = s.best[:min(len(s.best), s.Limit)]
}

func (s *plainScan) result(r *Result) {
	s.sort()
	for _, hit := range s.best {
		r.Hits = append(r.Hits, Hit{Excerpt: hit.excerpt, Rank: int(hit.points), Positions: positions(s.pattern.text, hit.excerpt)})
	}
	for _, e := range s.alike {
		r.Hits = append(r.Hits, Hit{Excerpt: e, Positions: marked(s.pattern.text, e), Alike: true})
	}
	r.Hits = append(r.Hits, s.long...)
	r.Total, r.More = s.total+len(s.alike)+len(s.long), false
}
