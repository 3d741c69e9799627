package search

import (
	"context"
	"slices"
	"strings"

	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// Values gives values of a filter that records have and that begin with what is typed,
// folded, those first that most have; of owners and tags, nothing of others.
func (x *Index) Values(ctx context.Context, of query.Name, typed string, limit int) (values []string, err error) {
	if of != query.ByOwner && of != query.ByTag {
		return nil, nil
	}
	v, end := x.look()
	begins := saidFacet + string(of) + ":"
	had := map[string]int{}
	err = reading(func() error {
		return v.eachWord(ctx, begins+text.Fold(typed), func(word string, records int) bool {
			had[strings.TrimPrefix(word, begins)] += records
			return true
		})
	})
	for value := range had {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b string) int {
		if had[a] != had[b] {
			return had[b] - had[a]
		}
		return strings.Compare(a, b)
	})
	if ended := end(); err == nil {
		err = ended
	}
	return values[:min(len(values), limit)], err
}

// eachWord walks the words that begin so, of the segment and of what changed: a word can
// come twice.
func (v *view) eachWord(ctx context.Context, begins string, yield func(word string, records int) bool) error {
	all := []terms.Searcher{v.words}
	for _, p := range v.parts {
		all = append(all, p.held.words)
	}
	for _, words := range all {
		on := true
		err := words.Words(ctx, begins, func(word []byte, records int) bool {
			on = yield(string(word), records)
			return on
		})
		if err != nil || !on {
			return err
		}
	}
	return nil
}
