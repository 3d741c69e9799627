package ui

import (
	"cmp"
	"context"
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// same gives what the desk would find to be the same as r.
func (d *fakeDesk) same(r model.Record) []desk.Duplicate {
	var out []desk.Duplicate
	for _, other := range d.records {
		if other.Header().Deleted {
			continue
		}
		if why, ok := duplicate.Compare(r, other); ok {
			out = append(out, desk.Duplicate{
				Excerpt: model.ExcerptOf(other, model.ScoreContext{Now: testNow}),
				Level:   why.Level, Code: why.Code, Shared: why.Detail, Why: why.String(),
			})
		}
	}
	return out
}

func (d *fakeDesk) Duplicates(_ context.Context, r model.Record) ([]desk.Duplicate, error) {
	defer d.call("Duplicates")()
	return d.same(r), nil
}

func (d *fakeDesk) DuplicatePairs(_ context.Context, q desk.PairQuery) (desk.DuplicatePage, error) {
	defer d.call("DuplicatePairs")()
	var page desk.DuplicatePage
	for _, r := range d.records {
		if r.Kind() != q.Kind || r.Header().Deleted {
			continue
		}
		for _, same := range d.same(r) {
			if cmp.Compare(r.Header().ID.String(), same.ID.String()) < 0 {
				page.Pairs = append(page.Pairs, desk.DuplicatePair{
					First: model.ExcerptOf(r, model.ScoreContext{Now: testNow}), Second: same.Excerpt,
					Level: same.Level, Code: same.Code, Shared: same.Shared, Why: same.Why,
				})
			}
		}
	}
	return page, nil
}

func (d *fakeDesk) PlanMerge(_ context.Context, m desk.MergeRequest) (desk.MergePlan, error) {
	defer d.call("PlanMerge")()
	return d.plan(m)
}

func (d *fakeDesk) plan(m desk.MergeRequest) (desk.MergePlan, error) {
	plan := desk.MergePlan{Moves: []desk.Moves{{Kind: model.KindMessage, Count: 12}, {Kind: model.KindRFQ, Count: 2}}, Base: d.sync.status.Seq}
	_, plan.Into = d.find(m.Into)
	for _, id := range m.From {
		_, r := d.find(id)
		plan.From = append(plan.From, r)
	}
	var err error
	plan.After, err = duplicate.Merge(plan.Into, plan.From, m.Choice)
	return plan, err
}

// Merge does what the desk does to the records themselves.
func (d *fakeDesk) Merge(ctx context.Context, m desk.MergeRequest) (desk.Done, error) {
	plan, err := func() (desk.MergePlan, error) {
		defer d.call("Merge")()
		return d.plan(m)
	}()
	if err != nil {
		return desk.Done{}, fmt.Errorf("merging: %w", err)
	}
	edits := []desk.Edit{{Kind: plan.Into.Kind(), ID: m.Into, Set: model.Diff(plan.Into, plan.After), Base: m.Base}}
	for _, id := range m.From {
		edits = append(edits, desk.Edit{Kind: plan.Into.Kind(), ID: id, Set: model.Set{
			model.FieldDeleted: []byte("true"), model.FieldMergedInto: []byte(`"` + m.Into.String() + `"`),
		}, Base: m.Base})
	}
	return d.Do(ctx, desk.Action{ID: m.Action, Label: "merge", Edits: edits})
}
