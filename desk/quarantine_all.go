package desk

import (
	"context"
	"errors"
	"fmt"
)

// RetryQuarantine makes all changes that are in quarantine now anew, the oldest first, and
// gives how many it came to: those that the server refuses again meanwhile are let be. It
// ends with the first that cannot be made.
func RetryQuarantine(ctx context.Context, d Desk, progress func(Progress)) (int, error) {
	return releaseAll(ctx, d, "retry", d.RetryQuarantined, progress)
}

// DropQuarantine gives all changes that are in quarantine now up, and gives how many.
func DropQuarantine(ctx context.Context, d Desk, progress func(Progress)) (int, error) {
	return releaseAll(ctx, d, "give up", d.DropQuarantined, progress)
}

func releaseAll(ctx context.Context, d Desk, what string, release func(context.Context, uint64) error, progress func(Progress)) (done int, err error) {
	var all []uint64
	if err := EachQuarantined(ctx, d, func(q Quarantined) error {
		all = append(all, q.N)
		return nil
	}); err != nil {
		return 0, err
	}
	for i, n := range all {
		// One may be gone: with an earlier one of its record, for which it waited, or by others.
		switch err := release(ctx, n); {
		case err == nil:
			done++
		case !errors.Is(err, ErrNotFound):
			return done, fmt.Errorf("change %d, after %d of %d: %w", n, done, len(all), err)
		}
		if progress != nil {
			progress(Progress{What: what, Done: int64(i + 1)})
		}
	}
	return done, nil
}
