package desk

import (
	"context"
	"net/http"
)

// routeMerging routes what finds duplicates and makes one of them.
func (s *server) routeMerging(mux *http.ServeMux) {
	answer(s, mux, "pairs", func(ctx context.Context, _ string, q PairQuery) (DuplicatePage, error) {
		return s.seat.DuplicatePairs(ctx, q)
	})
	answer(s, mux, "plan_merge", func(ctx context.Context, _ string, m MergeRequest) (wirePlan, error) {
		plan, err := s.seat.PlanMerge(ctx, m)
		return wrapPlan(plan), err
	})
	answer(s, mux, "merge", func(ctx context.Context, by string, m MergeRequest) (wireDone, error) {
		d, err := s.seat.merge(ctx, by, m)
		return wrapDone(d), err
	})
}
