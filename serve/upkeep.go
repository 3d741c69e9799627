package serve

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"tradedesk/model/value"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/storage"
)

const (
	upkeepEvery = time.Hour
	// forgetStep is how many entries one transaction forgets; forgetPause lets pushes
	// through between two.
	forgetStep  = 500
	forgetPause = 20 * time.Millisecond
	// unfinishedFor is how long an attached file may stay half sent.
	unfinishedFor = 7 * 24 * time.Hour
)

// upkeep forgets what is old, in small steps, until it is stopped.
type upkeep struct {
	storage  storage.Storage
	contents *blobdir.Dir
	keep     time.Duration // 0: everything
	now      func() time.Time
	log      *slog.Logger
}

func (u upkeep) run(ctx context.Context) {
	ticks := time.NewTicker(upkeepEvery)
	defer ticks.Stop()
	for {
		if err := u.once(ctx); err != nil && ctx.Err() == nil {
			u.log.Error("forgetting what is old", "error", err)
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

func (u upkeep) once(ctx context.Context) error {
	err := u.contents.Tidy(ctx, u.now().Add(-unfinishedFor))
	all, listErr := u.storage.Workspaces(ctx)
	if listErr != nil {
		return errors.Join(err, listErr)
	}
	for _, w := range all {
		err = errors.Join(err, u.dropExpired(ctx, w))
	}
	if u.keep <= 0 {
		return err
	}
	before := value.At(u.now().Add(-u.keep))
	for _, w := range all {
		n, forgetErr := u.forget(ctx, w, before)
		if n > 0 {
			u.log.Info("forgot old entries", "workspace", w.ID, "entries", n)
		}
		err = errors.Join(err, forgetErr)
	}
	return err
}

// errNothingOld ends a transaction that has nothing to write.
var errNothingOld = errors.New("nothing is old")

// dropExpired drops the codes of a workspace that nobody can use any more, and what is
// remembered of registrations.
func (u upkeep) dropExpired(ctx context.Context, w storage.Workspace) error {
	err := u.storage.Update(ctx, w.ID, func(tx storage.Tx) error {
		n, err := tx.DropExpired(value.At(u.now()))
		if err == nil && n == 0 {
			err = errNothingOld
		}
		return err
	})
	if errors.Is(err, errNothingOld) {
		return nil
	}
	return err
}

// forget drops the old entries of a workspace and gives how many.
func (u upkeep) forget(ctx context.Context, w storage.Workspace, before value.Instant) (total int, err error) {
	for {
		n := 0
		err := u.storage.Update(ctx, w.ID, func(tx storage.Tx) (err error) {
			n, err = tx.Forget(before, forgetStep)
			if err == nil && n == 0 {
				err = errNothingOld
			}
			return err
		})
		if errors.Is(err, errNothingOld) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
		total += n
		select {
		case <-time.After(forgetPause):
		case <-ctx.Done():
			return total, ctx.Err()
		}
	}
}
