package search

import (
	"context"
	"slices"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// Bounds of a search within longer texts.
const (
	mostWithin   = 20 // how many are shown: below all others
	snippetCells = 100
)

// within adds records that have all the words in their longer text and nowhere else, the
// newest first, each with the place of the text.
func (f *finding) within(ctx context.Context, result *Result) error {
	asked, said := withinTerms(f.Sought())
	if len(asked) == 0 {
		return nil
	}
	had := map[model.ID]bool{}
	for _, hit := range result.Hits {
		had[hit.ID] = true
	}
	ids, err := f.saying(ctx, terms.Query{All: asked}, had, mostLooked)
	if err != nil {
		return err
	}
	slices.SortFunc(ids, func(a, b model.ID) int { return compareIDs(b, a) })
	left := mostWithin
	for _, id := range ids {
		if left == 0 || ctx.Err() != nil {
			break
		}
		s := f.see(id)
		if !s.fits || len(f.pattern.phrases) > 0 && !f.pattern.whole([]byte(text.Fold(s.long))) {
			continue
		}
		snippet, marks := terms.Snippet(s.long, said, snippetCells)
		result.Hits = append(result.Hits, Hit{Excerpt: s.excerpt, Positions: []int{}, Alike: true, Snippet: snippet, Marks: marks})
		result.Total++
		left--
	}
	return nil
}

// withinTerms gives the words that are looked for in longer texts, as they are indexed
// and as they are written.
func withinTerms(sought []query.Sought) (asked [][]terms.Term, said []terms.Term) {
	for _, s := range sought {
		for word := range terms.Words(s.Folded) {
			if text.SmallWord(word) && len(said) > 0 || len(word) < 2 {
				continue
			}
			t := terms.Term{Word: word, Prefix: len(word) >= minPrefix}
			if slices.Contains(said, t) {
				continue
			}
			said = append(said, t)
			asked = append(asked, []terms.Term{{Word: saidWithin + word, Prefix: t.Prefix}})
		}
	}
	return asked, said
}
