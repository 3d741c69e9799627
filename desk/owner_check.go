package desk

import (
	"context"
	"maps"
)

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
