package search

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sahilm/fuzzy"

	"tradedesk/model"
	"tradedesk/model/text"
)

const (
	defaultLimit  = 100
	maxQueryRunes = 200 // what is typed beyond is left out
	chunk         = 5000
)

// found is a record that matches, before its excerpt is looked up.
type found struct {
	id    model.ID
	score int
	size  int // bytes of the text
}

// better orders as fuzzy.Find would over texts sorted by length, then age.
func better(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.size, b.size), bytes.Compare(a.id[:], b.id[:]))
}

// Find gives the best hits of q and counts all: the order is that of fuzzy.Find
// over the folded texts, ties by the shorter text, then the older record. An
// empty query finds nothing.
func (x *Index) Find(ctx context.Context, q Query) (Result, error) {
	start := time.Now()
	result := Result{Query: q.Text, Hits: []Hit{}}
	pattern := foldQuery(q.Text)
	if pattern == "" {
		return result, ctx.Err()
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	best, total, err := x.scan(ctx, pattern, q.Kind, limit)
	if err != nil {
		return Result{}, err
	}
	result.Total = total
	for _, f := range best {
		excerpt, err := x.lookup(f.id)
		if err != nil {
			result.Total--
			continue
		}
		result.Hits = append(result.Hits, Hit{Excerpt: excerpt, Rank: f.score, Positions: positions(pattern, excerpt)})
	}
	result.Took = time.Since(start)
	return result, nil
}

func foldQuery(typed string) string {
	runes := []rune(strings.TrimSpace(typed))
	return strings.TrimSpace(text.Fold(string(runes[:min(len(runes), maxQueryRunes)])))
}

// scan matches every record and keeps the best, in order.
func (x *Index) scan(ctx context.Context, pattern string, kind model.Kind, limit int) (best []found, total int, err error) {
	blocks, changed := x.view()
	var all []found
	keep := func(more []found) {
		total += len(more)
		if all = append(all, more...); len(all) > 2*limit+chunk {
			all = firstOf(all, limit)
		}
	}
	for _, b := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		keep(b.match(pattern, kind, changed))
	}
	entries := slices.Collect(maps.Values(changed))
	for part := range slices.Chunk(entries, chunk) {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		keep(matchAll(part, pattern, kind))
	}
	return firstOf(all, limit), total, nil
}

func firstOf(all []found, limit int) []found {
	slices.SortFunc(all, better)
	return all[:min(len(all), limit)]
}

// match finds the entries that are not among the changed.
func (b *block) match(pattern string, kind model.Kind, changed map[model.ID]entry) []found {
	var more []found
	for _, m := range fuzzy.FindFromNoSort(pattern, blockOf{b, kind}) {
		if _, other := changed[b.ids[m.Index]]; !other {
			more = append(more, found{id: b.ids[m.Index], score: m.Score, size: len(b.textAt(m.Index))})
		}
	}
	return more
}

func (b *block) textAt(i int) string {
	start := uint32(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.text[start:b.ends[i]]
}

func matchAll(entries []entry, pattern string, kind model.Kind) []found {
	var more []found
	for _, m := range fuzzy.FindFromNoSort(pattern, entriesOf{entries, kind}) {
		e := entries[m.Index]
		more = append(more, found{id: e.id, score: m.Score, size: len(e.text)})
	}
	return more
}

// blockOf and entriesOf show texts to fuzzy; a text of another kind is empty, and
// so never matches.
type blockOf struct {
	*block
	only model.Kind
}

func (s blockOf) Len() int { return len(s.ids) }

func (s blockOf) String(i int) string {
	if s.only != "" && s.kinds[s.kind[i]] != s.only {
		return ""
	}
	return s.textAt(i)
}

type entriesOf struct {
	entries []entry
	only    model.Kind
}

func (s entriesOf) Len() int { return len(s.entries) }

func (s entriesOf) String(i int) string {
	if s.only != "" && s.entries[i].kind != s.only {
		return ""
	}
	return s.entries[i].text
}

// positions gives the rune offsets in the title that the pattern matched; what
// it matched in the rest of the text is left out.
func positions(pattern string, e model.Excerpt) []int {
	matches := fuzzy.FindNoSort(pattern, []string{entryOf(e).text})
	out := []int{}
	if len(matches) == 0 {
		return out
	}
	_, runeAt := text.FoldMap(e.Title)
	for _, offset := range matches[0].MatchedIndexes {
		if offset < len(runeAt) {
			out = append(out, runeAt[offset])
		}
	}
	return slices.Compact(out)
}
