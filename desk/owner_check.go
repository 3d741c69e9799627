package desk

import "context"

func (w *owner) Check(ctx context.Context, progress func(Progress)) (CheckReport, error) {
	return during(ctx, w, func(ctx context.Context) (CheckReport, error) {
		told := w.teller("check", progress)
		report, err := w.store.Check(ctx, told.at)
		if err == nil {
			err = w.countContents(&report)
		}
		if err == nil {
			told.end(int64(report.Records))
		}
		return report, err
	})
}

// countContents compares the attached contents that are kept with those that
// records name. Neither side is damage: undo leaves contents behind, and records
// that come from another desk name what only that one keeps.
func (w *owner) countContents(report *CheckReport) (err error) {
	err = w.contents.each(func(sum string) {
		report.Files++
		if !report.Named[sum] {
			report.Orphans++
		}
	})
	if err != nil {
		return err
	}
	report.Missing, err = w.contents.missing(report.Named)
	return err
}

// missing counts the named contents that are not kept, but for nothing, which is everywhere.
func (c *contents) missing(named map[string]bool) (n int, err error) {
	here := 0
	if named[sumOfNothing] {
		here++
	}
	err = c.each(func(sum string) {
		if named[sum] && sum != sumOfNothing {
			here++
		}
	})
	return len(named) - here, err
}
