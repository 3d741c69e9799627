package desk

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"tradedesk/model"
)

// routes gives what answers each call of a visitor.
func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	// An owner that is closing must not take visitors in: they would ask it, be
	// sent away, and come back.
	answer(s, mux, "hello", func(ctx context.Context, _ string, _ nothing) (hello, error) {
		_, err := s.seat.Status(ctx)
		return hello{Protocol: protocol, PID: os.Getpid()}, err
	})
	answer(s, mux, "status", func(ctx context.Context, _ string, _ nothing) (Status, error) { return s.seat.Status(ctx) })
	answer(s, mux, "cancel", func(_ context.Context, _ string, q idQuestion) (nothing, error) {
		s.cancelImport(q.ID)
		return nothing{}, nil
	})
	s.routeReads(mux)
	s.routeWrites(mux)
	s.routeMerging(mux)
	s.routeSync(mux)
	s.routePost(mux)
	s.routeStreams(mux)
	return s.counted(mux)
}

// routeReads routes what reads records and finds them.
func (s *server) routeReads(mux *http.ServeMux) {
	answer(s, mux, "get", func(ctx context.Context, _ string, id idQuestion) (record, error) {
		r, err := s.seat.Get(ctx, id.ID)
		return record{r}, err
	})
	answer(s, mux, "find", func(ctx context.Context, _ string, q textQuestion) (model.ID, error) {
		return s.seat.Find(ctx, q.Text)
	})
	answer(s, mux, "detail", func(ctx context.Context, _ string, id idQuestion) (wireDetail, error) {
		d, err := s.seat.Detail(ctx, id.ID)
		return wrapDetail(d), err
	})
	answer(s, mux, "list", func(ctx context.Context, _ string, q Query) (Page, error) { return s.seat.List(ctx, q) })
	answer(s, mux, "counts", func(ctx context.Context, _ string, _ nothing) (Counts, error) { return s.seat.Counts(ctx) })
	answer(s, mux, "count", func(ctx context.Context, _ string, q Query) (int, error) { return s.seat.Count(ctx, q) })
	answer(s, mux, "history", func(ctx context.Context, _ string, q historyQuestion) ([]model.Change, error) {
		return s.seat.History(ctx, q.ID, q.Limit)
	})
	answer(s, mux, "search", func(ctx context.Context, _ string, q SearchQuery) (SearchResult, error) {
		return s.seat.Search(ctx, q)
	})
	answer(s, mux, "complete", func(ctx context.Context, _ string, q completeQuestion) (Completion, error) {
		return s.seat.Complete(ctx, q.Line, q.Cursor)
	})
	answer(s, mux, "duplicates", func(ctx context.Context, _ string, r record) ([]Duplicate, error) {
		if r.Record == nil {
			return nil, fmt.Errorf("finding duplicates of nothing: %w", ErrInvalid)
		}
		return s.seat.Duplicates(ctx, r.Record)
	})
	answer(s, mux, "read_cards", func(ctx context.Context, _ string, q textQuestion) ([]record, error) {
		cards, err := s.seat.ReadCards(ctx, q.Text)
		return wrapRecords(cards), err
	})
}

// routeWrites routes what changes records, and what is kept beside them: settings and drafts.
func (s *server) routeWrites(mux *http.ServeMux) {
	answer(s, mux, "do", func(ctx context.Context, by string, a Action) (wireDone, error) {
		d, err := s.seat.do(ctx, by, a)
		return wrapDone(d), err
	})
	answer(s, mux, "edit-each", func(ctx context.Context, by string, a EachAction) (EachReport, error) {
		return s.seat.editEach(ctx, by, a)
	})
	answer(s, mux, "step", func(ctx context.Context, by string, q stepQuestion) (wireDone, error) {
		d, err := s.seat.step(ctx, by, q.Action, q.Redo)
		return wrapDone(d), err
	})
	answer(s, mux, "setting", func(ctx context.Context, _ string, q textQuestion) (string, error) {
		return s.seat.Setting(ctx, q.Text)
	})
	answer(s, mux, "set-setting", func(ctx context.Context, _ string, q settingQuestion) (nothing, error) {
		return nothing{}, s.seat.SetSetting(ctx, q.Name, q.Text)
	})
	answer(s, mux, "put_draft", func(ctx context.Context, _ string, d Draft) (nothing, error) {
		return nothing{}, s.seat.PutDraft(ctx, d)
	})
	answer(s, mux, "drafts", func(ctx context.Context, _ string, _ nothing) ([]Draft, error) { return s.seat.Drafts(ctx) })
	answer(s, mux, "drop_draft", func(ctx context.Context, _ string, q idQuestion) (nothing, error) {
		return nothing{}, s.seat.DropDraft(ctx, q.ID)
	})
}
