package desk

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"tradedesk/exchange"
	"tradedesk/model"
)

func (w *owner) DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error) {
	return during(ctx, w, func(ctx context.Context) (DuplicatePage, error) { return w.store.DuplicatePairs(ctx, q) })
}

func (w *owner) PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error) {
	return during(ctx, w, func(ctx context.Context) (MergePlan, error) { return w.store.PlanMerge(ctx, m) })
}

func (w *owner) merge(ctx context.Context, by string, m MergeRequest) (Done, error) {
	return during(ctx, w, func(ctx context.Context) (Done, error) {
		if err := w.score.known(ctx); err != nil {
			return Done{}, err
		}
		// A merge of much that is cut off has still changed what its news say.
		done, news, err := w.store.As(w.author(by)).Merge(ctx, m)
		w.committed(news)
		return done, err
	})
}

// surestFirst gives what was kept for the report, those as sure in the order of
// the file.
func (t *importTarget) surestFirst() []exchange.Alike {
	slices.SortFunc(t.alike, func(a, b exchange.Alike) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return t.alike
}

// tellAlike keeps, for the report, which records of a batch may have been there.
func (t *importTarget) tellAlike(pairs []DuplicatePair) {
	for _, p := range pairs[:min(len(pairs), exchange.MaxAlike-len(t.alike))] {
		t.alike = append(t.alike, exchange.Alike{
			ID: p.Second.ID, Kind: p.Second.Kind, Title: p.Second.Title, Other: p.First.ID, Name: p.First.Title,
			Level: p.Level, Code: p.Code, Shared: p.Shared, Why: p.Why,
		})
	}
}

// Originals works the history of a record out again up to each merge into it.
func (t *importTarget) Originals(ctx context.Context, id model.ID) ([]model.Record, error) {
	changes, err := t.owner.store.History(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	var is model.Record
	var originals []model.Record
	for _, change := range slices.Backward(changes) {
		if from := string(change.Set[model.FieldMergedFrom]); from != "" && from != "null" && is != nil {
			originals = append(originals, is)
		}
		if is, err = model.Apply(is, change); err != nil {
			return nil, fmt.Errorf("reading what %s was before a merge: %w", id.Short(), err)
		}
	}
	return originals, nil
}
