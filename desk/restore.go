package desk

import (
	"context"
	"errors"
	"path/filepath"

	"tradedesk/store"
)

// RestoreReport says what a backup was put in the place of. Kept is the name of the
// former file, "" when there was none.
type RestoreReport struct {
	File    string `json:"file"`
	Kept    string `json:"kept,omitempty"`
	Records int    `json:"records"`
	Schema  uint64 `json:"schema"` // of the backup
}

// RestoreBackup puts a backup in the place of the desk in o.Dir, which nobody may
// have open, and keeps the former file beside it. The backup is copied, brought up
// to date and proved first: what fails leaves the desk as it was. Errors wrap
// ErrBusy, ErrDamaged, ErrNewer, ErrFull and ErrNotFound. progress may be nil.
func RestoreBackup(ctx context.Context, o Options, file string, progress func(Progress)) (RestoreReport, error) {
	o = o.withDefaults()
	report := RestoreReport{File: file}
	p, err := newPlace(o.Dir)
	if err != nil {
		return report, err
	}
	told := &teller{what: "verify", now: o.Now, tell: progress, began: o.Now()}
	done, err := store.Restore(ctx, p.file(), file, store.Options{Now: o.Now, By: o.Me}, told.at)
	if errors.Is(err, ErrBusy) {
		if _, held := store.Inspect(ctx, p.file(), ProofNone, nil); errors.Is(held, ErrBusy) {
			return report, p.busy("end it, then restore the backup")
		}
	}
	if err != nil {
		return report, err
	}
	if done.Kept != "" {
		report.Kept = filepath.Base(done.Kept)
	}
	report.Records, report.Schema = done.Records, done.Schema
	return report, nil
}
