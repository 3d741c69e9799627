package desk

import (
	"context"
	"net/http"
)

// routeSync routes what is about the server and the other desks.
func (s *server) routeSync(mux *http.ServeMux) {
	answer(s, mux, "login", func(ctx context.Context, _ string, q LoginRequest) (Account, error) { return s.seat.Login(ctx, q) })
	answer(s, mux, "logout", func(ctx context.Context, _ string, _ nothing) (Logout, error) { return s.seat.Logout(ctx) })
	answer(s, mux, "sync-mode", func(ctx context.Context, _ string, q textQuestion) (nothing, error) {
		return nothing{}, s.seat.SetSyncMode(ctx, SyncMode(q.Text))
	})
	answer(s, mux, "devices", func(ctx context.Context, _ string, _ nothing) ([]Device, error) { return s.seat.Devices(ctx) })
	answer(s, mux, "queue", func(ctx context.Context, _ string, q QueueQuery) (QueuePage, error) { return s.seat.Queue(ctx, q) })
	answer(s, mux, "conflicts", func(ctx context.Context, _ string, q pageQuestion) (wireConflicts, error) {
		page, err := s.seat.Conflicts(ctx, q.From, q.Limit)
		return wrapConflicts(page), err
	})
	answer(s, mux, "conflicts-of", func(ctx context.Context, _ string, q idQuestion) ([]FieldConflict, error) {
		return s.seat.ConflictsOf(ctx, q.ID)
	})
	answer(s, mux, "resolve", func(ctx context.Context, by string, q Resolution) (wireDone, error) {
		done, err := s.seat.resolve(ctx, by, q)
		return wrapDone(done), err
	})
	answer(s, mux, "quarantine", func(ctx context.Context, _ string, q pageQuestion) ([]Quarantined, error) {
		return s.seat.Quarantine(ctx, q.From, q.Limit)
	})
	answer(s, mux, "retry-change", func(ctx context.Context, _ string, q numberQuestion) (nothing, error) {
		return nothing{}, s.seat.RetryQuarantined(ctx, q.N)
	})
	answer(s, mux, "drop-change", func(ctx context.Context, _ string, q numberQuestion) (nothing, error) {
		return nothing{}, s.seat.DropQuarantined(ctx, q.N)
	})
	mux.HandleFunc("POST /sync", s.sync)
}

// sync tells how far it is. A visitor that leaves asks no more.
func (s *server) sync(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	report, err := s.seat.Sync(r.Context(), func(p SyncProgress) { out.now(line{Moved: &p}) })
	_ = out.write(line{Synced: &report}) // a visitor that is gone needs no report
	out.finish(r.Context(), err)
}

type (
	pageQuestion struct {
		From  uint64
		Limit int
	}
	numberQuestion struct{ N uint64 }
)

// wireConflicts is ConflictPage with records that JSON can carry.
type wireConflicts struct {
	Records []wireConflict `json:"records"`
	Next    uint64         `json:"next"`
	Base    uint64         `json:"base"`
}

type wireConflict struct {
	Record record          `json:"record"`
	Fields []FieldConflict `json:"fields"`
}

func wrapConflicts(p ConflictPage) wireConflicts {
	out := wireConflicts{Next: p.Next, Base: p.Base}
	for _, c := range p.Records {
		out.Records = append(out.Records, wireConflict{record{c.Record}, c.Fields})
	}
	return out
}

func (p wireConflicts) unwrap() ConflictPage {
	out := ConflictPage{Next: p.Next, Base: p.Base}
	for _, c := range p.Records {
		out.Records = append(out.Records, Conflicted{Record: c.Record.Record, Fields: c.Fields})
	}
	return out
}
