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
	// Named holds the SHA-256 of every content that a record names.
	Named map[string]bool
}

// Source gives a desk's file that is kept in something else.
type Source struct {
	Name string // what messages call it
	Room int64  // bytes that it takes beside the desk's file
	// Copy writes the desk's file.
	Copy func(ctx context.Context, w io.Writer) error
	// Ready is called when the copy is proved, before it takes the desk's place; its
	// error leaves the desk as it was.
	Ready func(ctx context.Context) error
}

// Restore puts a backup in the place of the desk file at path, which nobody may
// have open, and keeps that file under another name. The backup is copied, brought
// up to date and proved first; whatever fails leaves everything as it was. Errors
// wrap ErrBusy, ErrDamaged, ErrNewer, ErrFull and ErrNotFound. progress may be nil.
func Restore(ctx context.Context, path, backup string, o Options, progress func(done, total int64)) (Restored, error) {
	found, err := readable(ctx, followed(path), backup)
	if err != nil {
		return Restored{}, fmt.Errorf("restoring %s: %w", backup, explain(err))
	}
	return RestoreFrom(ctx, path, Source{
		Name: backup, Room: found.Bytes,
		Copy:  func(ctx context.Context, w io.Writer) error { return copyOut(ctx, backup, w) },
		Ready: func(context.Context) error { return nil },
	}, o, progress)
}

// readable refuses a backup that cannot be read: what nobody can read needs no lock.
func readable(ctx context.Context, path, backup string) (Inspection, error) {
	if named, err := os.Stat(path); err == nil {
		if given, err := os.Stat(backup); err == nil && os.SameFile(named, given) {
			return Inspection{}, fmt.Errorf("%w: it is the desk's own file", ErrInvalid)
		}
	}
	return inspect(ctx, backup, ProofPages, nil)
}

// RestoreFrom is Restore for a desk's file that is no file of its own.
func RestoreFrom(ctx context.Context, path string, from Source, o Options, progress func(done, total int64)) (Restored, error) {
	r := &restore{path: followed(path), from: from, options: o, progress: progress}
	if r.options.Now == nil {
		r.options.Now = time.Now
	}
	if err := r.run(ctx); err != nil {
		return Restored{}, fmt.Errorf("restoring %s: %w", from.Name, explain(err))
	}
	return r.restored, nil
}

type restore struct {
	path     string
	from     Source
	options  Options
	progress func(done, total int64)
	restored Restored
}

func (r *restore) run(ctx context.Context) (err error) {
	held, err := holdFile(r.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	if err := roomFor(filepath.Dir(r.path), r.from.Room); err != nil {
		return err
	}
	name, err := r.copy(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeWith(name)) }()
	found, err := inspect(ctx, name, ProofPages, nil)
	if err != nil {
		return err
	}
	r.restored.Schema = found.Schema
	if err := r.prove(ctx, name); err != nil {
		return err
	}
	if err := r.from.Ready(ctx); err != nil {
		return err
	}
	r.restored.Kept, err = held.replaceBy(name, "restore", r.options.Now())
	return err
}

// copy makes a copy of the backup beside the desk.
func (r *restore) copy(ctx context.Context) (name string, err error) {
	temp, err := createTemp(r.path, "restore")
	if err != nil {
		return "", err
	}
	err = r.from.Copy(ctx, temp)
	if err = errors.Join(err, temp.Close()); err != nil {
		return "", errors.Join(err, os.Remove(temp.Name()))
	}
	return temp.Name(), nil
}

func copyOut(ctx context.Context, name string, w io.Writer) error {
	source, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // only read
	_, err = io.Copy(&copyWriter{ctx: ctx, w: w, progress: func(int64, int64) {}}, source)
	return err
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
		return fmt.Errorf("%w: %s; `tradedesk check --repair` mends a desk: put the backup's desk.db into an empty directory for it",
			ErrDamaged, report.Problems[0])
	}
	r.restored.Named = report.Named
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
