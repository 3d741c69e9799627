package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tradedesk/store"
)

// RestoreReport says what a backup was put in the place of. Kept is the name of the
// former file, "" when there was none.
type RestoreReport struct {
	File    string `json:"file"`
	Kept    string `json:"kept,omitempty"`
	Records int    `json:"records"`
	Schema  uint64 `json:"schema"`  // of the backup
	Files   int    `json:"files"`   // attached contents that the backup held
	Missing int    `json:"missing"` // contents that records name and this machine does not keep
}

// RestoreBackup puts a backup in the place of the desk in o.Dir, which nobody may
// have open, and keeps the former file beside it. The backup is copied, brought up
// to date and proved first, its attached files too: what fails leaves the desk as it
// was. Attached files that were there stay, so that the former file has all of its
// own. Errors wrap ErrBusy, ErrDamaged, ErrNewer, ErrFull and ErrNotFound. progress
// may be nil.
func RestoreBackup(ctx context.Context, o Options, file string, progress func(Progress)) (RestoreReport, error) {
	o = o.withDefaults()
	report := RestoreReport{File: file}
	p, err := newPlace(o.Dir)
	if err != nil {
		return report, err
	}
	told := &teller{what: "verify", now: o.Now, tell: progress, began: o.Now()}
	done, err := restoreBackup(ctx, p, &report, store.Options{Now: o.Now, By: o.Me}, told.at)
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
	report.Missing, err = p.contents().missing(done.Named)
	return report, err
}

func restoreBackup(ctx context.Context, p place, report *RestoreReport, o store.Options, told func(done, total int64)) (store.Restored, error) {
	archive, err := isArchive(report.File)
	if err != nil {
		return store.Restored{}, fmt.Errorf("restoring %s: %w", report.File, cause(err))
	}
	if !archive {
		return store.Restore(ctx, p.file(), report.File, o, told)
	}
	info, err := os.Stat(report.File)
	if err != nil {
		return store.Restored{}, fmt.Errorf("restoring %s: %w", report.File, cause(err))
	}
	u := &unpacking{file: report.File, kept: p.contents(), report: report}
	done, err := store.RestoreFrom(ctx, p.file(), store.Source{Name: u.file, Room: info.Size(), Copy: u.copy, Ready: u.keep}, o, told)
	return done, errors.Join(err, u.close())
}

// unpacking takes a backup apart: the desk's file to where it is proved, the contents
// beside those of the desk until they may join them.
type unpacking struct {
	file   string
	kept   *contents
	dir    string // of the contents that have not joined yet
	report *RestoreReport
}

func (u *unpacking) copy(ctx context.Context, w io.Writer) (err error) {
	if err := u.kept.prepare(); err != nil {
		return err
	}
	if u.dir, err = os.MkdirTemp(u.kept.dir, unfinished); err != nil {
		return err
	}
	held, err := readArchiveFile(ctx, u.file, taking{
		desk:    func(r io.Reader) error { return copyTo(w, r) },
		content: u.content,
	})
	u.report.Files = held.Files
	return err
}

func (u *unpacking) content(sum string, r io.Reader) error {
	file, err := os.OpenFile(filepath.Join(u.dir, sum), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return damaged("it holds file %.12s twice", sum)
	}
	if err != nil {
		return err
	}
	err = copyTo(file, r)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// keep lets the contents join those of the desk, also in the place of damaged ones.
func (u *unpacking) keep(ctx context.Context) error {
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := u.kept.place(filepath.Join(u.dir, entry.Name()), entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacking) close() error {
	if u.dir == "" {
		return nil
	}
	return os.RemoveAll(u.dir)
}
