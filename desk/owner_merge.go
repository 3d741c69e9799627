package desk

import "context"

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
