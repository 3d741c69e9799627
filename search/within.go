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
	newest, err := f.newestSaying(ctx, terms.Query{All: asked}, had)
	if err != nil {
		return err
	}
	for _, id := range newest {
		s := f.see(id)
		if !s.fits {
			continue
		}
		snippet, marks := terms.Snippet(s.long, said, snippetCells)
		result.Hits = append(result.Hits, Hit{Excerpt: s.excerpt, Positions: []int{}, Alike: true, Snippet: snippet, Marks: marks})
		result.Total++
	}
	return nil
}

// newestSaying gives the newest records that have the words in their longer text.
func (f *finding) newestSaying(ctx context.Context, asked terms.Query, had map[model.ID]bool) (ids []model.ID, err error) {
	keep := func(id model.ID) {
		if had[id] || len(f.pattern.phrases) > 0 && !f.pattern.whole([]byte(text.Fold(f.see(id).long))) || !f.passes(id) {
			return
		}
		at, _ := slices.BinarySearchFunc(ids, id, func(a, b model.ID) int { return compareIDs(b, a) })
		ids = slices.Insert(ids, at, id)
		ids = ids[:min(len(ids), mostWithin)]
	}
	mayBe := func(id model.ID) bool { return len(ids) < mostWithin || compareIDs(id, ids[mostWithin-1]) > 0 }
	for doc, err := range f.meeting(ctx, f.view.words, asked) {
		if err != nil {
			return nil, err
		}
		if d := f.changed(doc); d != nil && mayBe(d.ID) {
			keep(d.ID)
		}
	}
	for _, p := range f.view.parts {
		asked.Within = p.allowed()
		for doc, err := range f.meeting(ctx, p.held.words, asked) {
			if err != nil {
				return nil, err
			}
			if int(doc) >= p.records() {
				continue
			}
			if id := p.idOf(int(doc)); mayBe(id) {
				if _, ok := f.unlettered(p, doc); ok {
					keep(id)
				}
			}
		}
	}
	return ids, nil
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
