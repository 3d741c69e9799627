package desk

import "context"

func (v *visitor) DuplicatePairs(ctx context.Context, q PairQuery) (page DuplicatePage, err error) {
	err = v.ask(ctx, "pairs", q, &page)
	return page, err
}

func (v *visitor) PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error) {
	var p wirePlan
	err := v.ask(ctx, "plan_merge", m, &p)
	return p.unwrap(), err
}

func (v *visitor) merge(ctx context.Context, by string, m MergeRequest) (Done, error) {
	var d wireDone
	err := v.askAs(ctx, "merge", by, m, &d)
	return d.unwrap(), err
}
