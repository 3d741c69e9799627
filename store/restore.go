package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// SettingRestored says when a file was put in place from a backup, in RFC 3339; ""
// when it never was. A server must not take such a file for the desk that went on.
const SettingRestored = "restored"

// Restored says what was put in place of what.
type Restored struct {
	Kept    string // the name under which the former file is kept; "" when there was none
	Records int    // live ones
	Schema  uint64 // of the backup
}

// Restore puts a backup in the place of the desk file at path, which nobody may
// have open, and keeps that file under another name. The backup is copied, brought
// up to date and proved first; whatever fails leaves everything as it was. Errors
// wrap ErrBusy, ErrDamaged, ErrNewer, ErrFull and ErrNotFound. progress may be nil.
func Restore(ctx context.Context, path, backup string, o Options, progress func(done, total int64)) (Restored, error) {
	r := &restore{path: followed(path), backup: backup, options: o, progress: progress}
	if r.options.Now == nil {
		r.options.Now = time.Now
	}
	if err := r.run(ctx); err != nil {
		return Restored{}, fmt.Errorf("restoring %s: %w", backup, explain(err))
	}
	return r.restored, nil
}

type restore struct {
	path, backup string
	options      Options
	progress     func(done, total int64)
	restored     Restored
}

func (r *restore) run(ctx context.Context) (err error) {
	if named, err := os.Stat(r.path); err == nil {
		if given, err := os.Stat(r.backup); err == nil && os.SameFile(named, given) {
			return fmt.Errorf("%w: it is the desk's own file", ErrInvalid)
		}
	}
	// What nobody can read needs no lock.
	found, err := inspect(ctx, r.backup, ProofPages, nil)
	if err != nil {
		return err
	}
	r.restored.Schema = found.Schema
	held, err := holdFile(r.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	if err := roomFor(filepath.Dir(r.path), found.Bytes); err != nil {
		return err
	}
	name, err := r.copy(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeWith(name)) }()
	if err := r.prove(ctx, name); err != nil {
		return err
	}
	r.restored.Kept, err = held.replaceBy(name, "restore", r.options.Now())
	return err
}

// copy makes a copy of the backup beside the desk.
func (r *restore) copy(ctx context.Context) (name string, err error) {
	source, err := os.Open(r.backup)
	if err != nil {
		return "", err
	}
	defer func() { _ = source.Close() }() // only read
	temp, err := createTemp(r.path, "restore")
	if err != nil {
		return "", err
	}
	out := &copyWriter{ctx: ctx, w: temp, progress: func(int64, int64) {}}
	_, err = io.Copy(out, source)
	if err = errors.Join(err, temp.Close()); err != nil {
		return "", errors.Join(err, os.Remove(temp.Name()))
	}
	return temp.Name(), nil
}

// prove brings the copy up to date, proves it, and writes down that it is one.
func (r *restore) prove(ctx context.Context, name string) (err error) {
	o := r.options
	o.Wait, o.ReadOnly, o.NoSync = 0, false, false
	s, err := Open(ctx, name, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	report, err := s.Check(ctx, r.progress)
	if err != nil {
		return err
	}
	if !report.OK {
		return fmt.Errorf("%w: %s; `tradedesk check --repair` mends a desk, copy the backup into an empty directory as desk.db for it",
			ErrDamaged, report.Problems[0])
	}
	if r.restored.Records, err = s.live(ctx); err != nil {
		return err
	}
	return s.SetSetting(ctx, SettingRestored, r.options.Now().UTC().Format(time.RFC3339))
}

// removeWith removes a file that is not whole and what was made beside it.
func removeWith(name string) error {
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), filepath.Base(name)) {
			continue
		}
		if err := os.Remove(filepath.Join(filepath.Dir(name), entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
