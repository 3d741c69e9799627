package desk

import (
	"context"

	"tradedesk/model"
)

func (v *visitor) Login(ctx context.Context, req LoginRequest) (out Account, err error) {
	err = v.ask(ctx, "login", req, &out)
	return out, err
}

func (v *visitor) Logout(ctx context.Context) (out Logout, err error) {
	err = v.ask(ctx, "logout", nothing{}, &out)
	return out, err
}

func (v *visitor) Sync(ctx context.Context, progress func(SyncProgress)) (report SyncReport, err error) {
	err = v.lines(ctx, "sync", nothing{}, func(l line) error {
		if l.Moved != nil && progress != nil {
			progress(*l.Moved)
		}
		if l.Synced != nil {
			report = *l.Synced
		}
		return nil
	})
	return report, err
}

func (v *visitor) SetSyncMode(ctx context.Context, mode SyncMode) error {
	return v.ask(ctx, "sync-mode", textQuestion{string(mode)}, &nothing{})
}

func (v *visitor) Devices(ctx context.Context) (out []Device, err error) {
	err = v.ask(ctx, "devices", nothing{}, &out)
	return out, err
}

func (v *visitor) Queue(ctx context.Context, q QueueQuery) (out QueuePage, err error) {
	err = v.ask(ctx, "queue", q, &out)
	return out, err
}

func (v *visitor) Conflicts(ctx context.Context, from uint64, limit int) (ConflictPage, error) {
	var page wireConflicts
	err := v.ask(ctx, "conflicts", pageQuestion{from, limit}, &page)
	return page.unwrap(), err
}

func (v *visitor) ConflictsOf(ctx context.Context, id model.ID) (out []FieldConflict, err error) {
	err = v.ask(ctx, "conflicts-of", idQuestion{id}, &out)
	return out, err
}

func (v *visitor) resolve(ctx context.Context, by string, r Resolution) (Done, error) {
	var done wireDone
	err := v.askAs(ctx, "resolve", by, r, &done)
	return done.unwrap(), err
}

func (v *visitor) Quarantine(ctx context.Context, behind uint64, limit int) (out []Quarantined, err error) {
	err = v.ask(ctx, "quarantine", pageQuestion{From: behind, Limit: limit}, &out)
	return out, err
}

func (v *visitor) RetryQuarantined(ctx context.Context, n uint64) error {
	return v.ask(ctx, "retry-change", numberQuestion{n}, &nothing{})
}

func (v *visitor) DropQuarantined(ctx context.Context, n uint64) error {
	return v.ask(ctx, "drop-change", numberQuestion{n}, &nothing{})
}
