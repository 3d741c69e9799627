package desk

import (
	"context"

	"tradedesk/exchange"
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

// tellAlike keeps, for the report, which records of a batch may have been there.
func (t *importTarget) tellAlike(pairs []DuplicatePair) {
	for _, p := range pairs[:min(len(pairs), exchange.MaxAlike-len(t.alike))] {
		t.alike = append(t.alike, exchange.Alike{
			ID: p.Second.ID, Kind: p.Second.Kind, Title: p.Second.Title, Other: p.First.ID, Name: p.First.Title,
			Level: p.Level, Code: p.Code, Shared: p.Shared, Why: p.Why,
		})
	}
}
