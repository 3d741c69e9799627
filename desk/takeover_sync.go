package desk

import (
	"context"

	"tradedesk/model"
)

func (s *sitter) Status(ctx context.Context) (Status, error) {
	return on(ctx, s, func(at seat) (Status, error) { return at.Status(ctx) })
}

// Login at the next seat registers once more, as a desk that goes on from the one
// before.
func (s *sitter) Login(ctx context.Context, req LoginRequest) (Account, error) {
	return on(ctx, s, func(at seat) (Account, error) { return at.Login(ctx, req) })
}

func (s *sitter) Logout(ctx context.Context) (Logout, error) {
	return on(ctx, s, func(at seat) (Logout, error) { return at.Logout(ctx) })
}

func (s *sitter) Sync(ctx context.Context, progress func(SyncProgress)) (SyncReport, error) {
	return on(ctx, s, func(at seat) (SyncReport, error) { return at.Sync(ctx, progress) })
}

func (s *sitter) SetSyncMode(ctx context.Context, mode SyncMode) error {
	return s.tell(ctx, func(at seat) error { return at.SetSyncMode(ctx, mode) })
}

func (s *sitter) Devices(ctx context.Context) ([]Device, error) {
	return on(ctx, s, func(at seat) ([]Device, error) { return at.Devices(ctx) })
}

func (s *sitter) Queue(ctx context.Context, q QueueQuery) (QueuePage, error) {
	return on(ctx, s, func(at seat) (QueuePage, error) { return at.Queue(ctx, q) })
}

func (s *sitter) Conflicts(ctx context.Context, from uint64, limit int) (ConflictPage, error) {
	return on(ctx, s, func(at seat) (ConflictPage, error) { return at.Conflicts(ctx, from, limit) })
}

func (s *sitter) ConflictsOf(ctx context.Context, id model.ID) ([]FieldConflict, error) {
	return on(ctx, s, func(at seat) ([]FieldConflict, error) { return at.ConflictsOf(ctx, id) })
}

func (s *sitter) Resolve(ctx context.Context, r Resolution) (Done, error) {
	if r.Action.IsZero() {
		r.Action = s.ids.New()
	}
	return on(ctx, s, func(at seat) (Done, error) { return at.resolve(ctx, s.me, r) })
}

func (s *sitter) Quarantine(ctx context.Context, behind uint64, limit int) ([]Quarantined, error) {
	return on(ctx, s, func(at seat) ([]Quarantined, error) { return at.Quarantine(ctx, behind, limit) })
}

func (s *sitter) RetryQuarantined(ctx context.Context, n uint64) error {
	return s.tell(ctx, func(at seat) error { return at.RetryQuarantined(ctx, n) })
}

func (s *sitter) DropQuarantined(ctx context.Context, n uint64) error {
	return s.tell(ctx, func(at seat) error { return at.DropQuarantined(ctx, n) })
}

// tell is on for what has no answer.
func (s *sitter) tell(ctx context.Context, f func(seat) error) error {
	_, err := on(ctx, s, func(at seat) (nothing, error) { return nothing{}, f(at) })
	return err
}
