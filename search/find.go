package search

import (
	"bytes"
	"cmp"
	"context"
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
	var all []found
	for from := 0; ; from += chunk {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		more, ok := x.scanChunk(pattern, kind, from)
		if !ok {
			break
		}
		total += len(more)
		all = append(all, more...)
		if len(all) > 2*limit+chunk {
			all = firstOf(all, limit)
		}
	}
	return firstOf(all, limit), total, nil
}

func firstOf(all []found, limit int) []found {
	slices.SortFunc(all, better)
	return all[:min(len(all), limit)]
}

func (x *Index) scanChunk(pattern string, kind model.Kind, from int) (more []found, ok bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if from >= len(x.entries) {
		return nil, false
	}
	entries := x.entries[from:min(from+chunk, len(x.entries))]
	for _, m := range fuzzy.FindFromNoSort(pattern, source{entries, kind}) {
		e := entries[m.Index]
		more = append(more, found{id: e.id, score: m.Score, size: len(e.text)})
	}
	return more, true
}

// source shows entries to fuzzy; a text of another kind is empty, and so never
// matches.
type source struct {
	entries []entry
	kind    model.Kind
}

func (s source) Len() int { return len(s.entries) }

func (s source) String(i int) string {
	if s.kind != "" && s.entries[i].kind != s.kind {
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
