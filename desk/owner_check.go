package desk

import (
	"context"
	"maps"
	"time"
)

// checkTold is the least time between two calls of a check's progress.
const checkTold = 200 * time.Millisecond

func (w *owner) Check(ctx context.Context, progress func(Progress)) (CheckReport, error) {
	return during(ctx, w, func(ctx context.Context) (CheckReport, error) {
		if progress == nil {
			progress = func(Progress) {}
		}
		began := w.o.Now()
		told := began
		report, err := w.store.Check(ctx, func(done, total int64) {
			if now := w.o.Now(); now.Sub(told) >= checkTold {
				told = now
				progress(checkProgress(done, total, now.Sub(began)))
			}
		})
		if err == nil {
			err = w.countContents(&report)
		}
		if err == nil {
			progress(checkProgress(int64(report.Records), int64(report.Records), w.o.Now().Sub(began)))
		}
		return report, err
	})
}

// countContents compares the attached contents that are kept with those that
// records name. Neither side is damage: undo leaves contents behind, and records
// that come from another desk name what only that one keeps.
func (w *owner) countContents(report *CheckReport) error {
	missing := maps.Clone(report.Named)
	err := w.contents.each(func(sum string) {
		report.Files++
		if !report.Named[sum] {
			report.Orphans++
		}
		delete(missing, sum)
	})
	report.Missing = len(missing)
	return err
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
