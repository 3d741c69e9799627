package desk

import (
	"context"
	"time"
)

// checkTold is the least time between two calls of a check's progress.
const checkTold = 200 * time.Millisecond

func (w *owner) Check(ctx context.Context, progress func(Progress)) (CheckReport, error) {
	return during(ctx, w, func(ctx context.Context) (CheckReport, error) {
		began := w.o.Now()
		told := began
		return w.store.Check(ctx, func(done, total int64) {
			now := w.o.Now()
			if progress == nil || now.Sub(told) < checkTold && done < total {
				return
			}
			told = now
			progress(checkProgress(done, total, now.Sub(began)))
		})
	})
}

func checkProgress(done, total int64, elapsed time.Duration) Progress {
	p := Progress{What: "check", Done: done, Elapsed: elapsed}
	if seconds := elapsed.Seconds(); seconds > 0 {
		p.PerSec = float64(done) / seconds
	}
	if done > 0 && total > done {
		p.Left = time.Duration(float64(elapsed) * float64(total-done) / float64(done))
	}
	return p
}
