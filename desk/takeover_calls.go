package desk

import (
	"context"

	"tradedesk/model"
)

func (s *sitter) Get(ctx context.Context, id model.ID) (model.Record, error) {
	return on(ctx, s, func(at seat) (model.Record, error) { return at.Get(ctx, id) })
}

func (s *sitter) Find(ctx context.Context, text string) (model.ID, error) {
	return on(ctx, s, func(at seat) (model.ID, error) { return at.Find(ctx, text) })
}

func (s *sitter) Detail(ctx context.Context, id model.ID) (Detail, error) {
	return on(ctx, s, func(at seat) (Detail, error) { return at.Detail(ctx, id) })
}

func (s *sitter) List(ctx context.Context, q Query) (Page, error) {
	return on(ctx, s, func(at seat) (Page, error) { return at.List(ctx, q) })
}

func (s *sitter) Count(ctx context.Context, q Query) (int, error) {
	return on(ctx, s, func(at seat) (int, error) { return at.Count(ctx, q) })
}

func (s *sitter) Counts(ctx context.Context) (Counts, error) {
	return on(ctx, s, func(at seat) (Counts, error) { return at.Counts(ctx) })
}

func (s *sitter) History(ctx context.Context, id model.ID, limit int) ([]model.Change, error) {
	return on(ctx, s, func(at seat) ([]model.Change, error) { return at.History(ctx, id, limit) })
}

func (s *sitter) Search(ctx context.Context, q SearchQuery) (SearchResult, error) {
	if q.Me == "" {
		q.Me = s.me
	}
	return on(ctx, s, func(at seat) (SearchResult, error) { return at.Search(ctx, q) })
}

func (s *sitter) Complete(ctx context.Context, line string, cursor int) (Completion, error) {
	return on(ctx, s, func(at seat) (Completion, error) { return at.Complete(ctx, line, cursor) })
}

func (s *sitter) Duplicates(ctx context.Context, r model.Record) ([]Duplicate, error) {
	return on(ctx, s, func(at seat) ([]Duplicate, error) { return at.Duplicates(ctx, r) })
}

func (s *sitter) DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error) {
	return on(ctx, s, func(at seat) (DuplicatePage, error) { return at.DuplicatePairs(ctx, q) })
}

func (s *sitter) PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error) {
	return on(ctx, s, func(at seat) (MergePlan, error) { return at.PlanMerge(ctx, m) })
}

func (s *sitter) Merge(ctx context.Context, m MergeRequest) (Done, error) {
	if m.Action.IsZero() {
		m.Action = s.ids.New()
	}
	return on(ctx, s, func(at seat) (Done, error) { return at.merge(ctx, s.me, m) })
}

func (s *sitter) Setting(ctx context.Context, name string) (string, error) {
	return on(ctx, s, func(at seat) (string, error) { return at.Setting(ctx, name) })
}

func (s *sitter) SetSetting(ctx context.Context, name, text string) error {
	_, err := on(ctx, s, func(at seat) (nothing, error) { return nothing{}, at.SetSetting(ctx, name, text) })
	return err
}

func (s *sitter) Do(ctx context.Context, a Action) (Done, error) {
	if a.ID.IsZero() {
		a.ID = s.ids.New()
	}
	return on(ctx, s, func(at seat) (Done, error) { return at.do(ctx, s.me, a) })
}

// DoWhere goes on at the next seat: what is done already is not done again. The
// report is then of what the last seat did.
func (s *sitter) DoWhere(ctx context.Context, b Bulk, progress func(Progress)) (BulkReport, error) {
	if b.ID.IsZero() {
		b.ID = s.ids.New()
	}
	return on(ctx, s, func(at seat) (BulkReport, error) { return at.doWhere(ctx, s.me, b, progress) })
}

func (s *sitter) Undo(ctx context.Context) (Done, error) { return s.step(ctx, false) }
func (s *sitter) Redo(ctx context.Context) (Done, error) { return s.step(ctx, true) }

func (s *sitter) step(ctx context.Context, redo bool) (Done, error) {
	action := s.ids.New()
	return on(ctx, s, func(at seat) (Done, error) { return at.step(ctx, s.me, action, redo) })
}

func (s *sitter) Check(ctx context.Context, progress func(Progress)) (CheckReport, error) {
	return on(ctx, s, func(at seat) (CheckReport, error) { return at.Check(ctx, progress) })
}

// Compact begins again at the next seat: a file that was compacted already takes
// little time.
func (s *sitter) Compact(ctx context.Context, progress func(Progress)) (Compacted, error) {
	return on(ctx, s, func(at seat) (Compacted, error) { return at.Compact(ctx, progress) })
}

// Repair begins again at the next seat.
func (s *sitter) Repair(ctx context.Context, progress func(Progress)) (RepairReport, error) {
	return on(ctx, s, func(at seat) (RepairReport, error) { return at.Repair(ctx, progress) })
}
