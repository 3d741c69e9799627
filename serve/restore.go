package serve

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"tradedesk/internal/durable"
	"tradedesk/model"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// errNoBackup is what comes of a file that is none of a server's.
var errNoBackup = errors.New("this is no backup of a server")

// eachMember goes through a backup: the file once, then the contents, then its ending.
func eachMember(r io.Reader, file func(io.Reader) error, content func(workspace model.ID, sum string, size int64, r io.Reader) error) error {
	in := tar.NewReader(r)
	if h, err := in.Next(); err != nil || h.Name != memberFile || h.Typeflag != tar.TypeReg {
		return errNoBackup
	}
	if err := file(in); err != nil {
		return whole(err)
	}
	for files := 0; ; files++ {
		h, err := in.Next()
		if err != nil {
			return fmt.Errorf("the backup was cut behind %s: %w", plural(files), err)
		}
		if h.Name == memberEnd {
			var end ending
			if err := json.NewDecoder(io.LimitReader(in, maxQuestion)).Decode(&end); err != nil || end.Files != files {
				return fmt.Errorf("the backup has %s and says another number", plural(files))
			}
			return nil
		}
		workspace, sum, ok := contentName(h.Name)
		if !ok || h.Typeflag != tar.TypeReg {
			return fmt.Errorf("%w: it has %.100q in it", errNoBackup, h.Name)
		}
		if err := content(workspace, sum, h.Size, in); err != nil {
			return whole(err)
		}
	}
}

// whole says what it means that a backup ends within a file.
func whole(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the backup was cut, its end is missing: take another one: %w", err)
	}
	return err
}

func plural(files int) string {
	if files == 1 {
		return "1 attached file"
	}
	return fmt.Sprintf("%d attached files", files)
}

// proveBackup reads a backup that was just written from its beginning.
func proveBackup(ctx context.Context, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return eachMember(f,
		func(r io.Reader) error { _, err := io.Copy(io.Discard, r); return err },
		func(_ model.ID, sum string, _ int64, r io.Reader) error {
			h := sha256.New()
			if _, err := io.Copy(h, r); err != nil {
				return err
			}
			if is := hex.EncodeToString(h.Sum(nil)); is != sum {
				return fmt.Errorf("the attached file %s is damaged: its SHA-256 is %s", sum, is)
			}
			return ctx.Err()
		})
}

// RestoreReport is what became of a restore.
type RestoreReport struct {
	File       string `json:"file"`
	Workspaces int    `json:"workspaces"`
	Files      int    `json:"files"`          // attached ones
	Kept       string `json:"kept,omitempty"` // the file that was there before
}

// Restore puts a backup in the place of a server's file. Every workspace begins
// another epoch, so that desks bring what they wrote since. The file that was there
// stays beside it. No server may hold it meanwhile.
func Restore(ctx context.Context, store, name string, now time.Time) (report RestoreReport, err error) {
	p, err := placeOf(store)
	if err != nil {
		return report, err
	}
	there, err := p.there()
	if err != nil {
		return report, err
	}
	release := func() error { return nil }
	if there {
		if release, err = p.hold(); err != nil {
			return report, err
		}
	}
	defer func() { err = errors.Join(err, release()) }()
	fresh := p.file + ".restoring"
	defer func() {
		if err != nil {
			_ = os.Remove(fresh) // it is there or not
			report = RestoreReport{}
		}
	}()
	report.File = name
	if report.Files, report.Workspaces, err = prepare(ctx, p, name, fresh, now); err != nil {
		return report, fmt.Errorf("restoring %s: %w", name, err)
	}
	if there {
		if report.Kept, err = p.keep(now); err != nil {
			return report, err
		}
	}
	return report, p.replace(fresh, release)
}

// hold keeps others from a file until it is released.
func (p place) hold() (release func() error, err error) {
	old, err := p.open()
	if errors.Is(err, ErrHeld) {
		return nil, fmt.Errorf("%w; stop the server first", err)
	}
	if err != nil { // a damaged one does not stand in the way
		return func() error { return nil }, nil
	}
	return sync.OnceValue(old.Close), nil
}

// prepare makes of a backup a file that can be put in its place.
func prepare(ctx context.Context, p place, name, fresh string, now time.Time) (files, workspaces int, err error) {
	if err := os.MkdirAll(filepath.Dir(p.file), 0o700); err != nil {
		return 0, 0, fmt.Errorf("making a directory for the server's file: %w", err)
	}
	if files, err = unpack(ctx, name, fresh, p.contents()); err != nil {
		return 0, 0, err
	}
	workspaces, err = beginAnew(ctx, fresh, now)
	return files, workspaces, err
}

// keep gives the file that is there a second name, which it has when another one comes in
// its place.
func (p place) keep(now time.Time) (kept string, err error) {
	kept = keptName(p.file, now)
	err = os.Link(p.file, kept)
	if err == nil {
		err = durable.Names(filepath.Dir(kept))
	}
	if err != nil {
		return "", fmt.Errorf("keeping the file that was there as %s: %w", kept, linkCause(err))
	}
	return kept, nil
}

// replace puts a file in the place of the one that is held.
func (p place) replace(fresh string, release func() error) error {
	if runtime.GOOS == "windows" { // which puts nothing in the place of a file that is open
		if err := release(); err != nil {
			return fmt.Errorf("letting go of the file that was there: %w", err)
		}
	}
	if err := durable.Rename(fresh, p.file); err != nil {
		return fmt.Errorf("putting the backup in its place: %w", err)
	}
	return nil
}

// keptName gives a name that nothing has yet for the file that a restore replaces.
func keptName(file string, now time.Time) string {
	base := file + ".before-restore-" + now.UTC().Format("20060102T150405Z")
	name := base
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil { // a real trouble is told when it is made
			return name
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

// linkCause leaves out names that are said already.
func linkCause(err error) error {
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// unpack brings the file of a backup to fresh and attached files to where they lie,
// and gives how many there are.
func unpack(ctx context.Context, name, fresh, contents string) (files int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, cause(err)
	}
	defer f.Close() // only read
	file := func(r io.Reader) error { return writeFile(fresh, r) }
	if plain, err := isPlain(f); err != nil || plain {
		// A copy of the file alone brings no attached files.
		return 0, errors.Join(err, file(f))
	}
	dir := blobdir.New(contents, 0)
	err = eachMember(f, file, func(workspace model.ID, sum string, size int64, r io.Reader) error {
		files++
		_, err := dir.Write(ctx, workspace, sum, 0, size, r)
		return err
	})
	return files, err
}

// isPlain reports whether a file is that of a server rather than a tar.
func isPlain(f *os.File) (bool, error) {
	head := make([]byte, 20)
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	// bbolt's first page is page 0, a meta page, and begins with its magic number.
	return bytes.Equal(head[16:], []byte{0xed, 0xda, 0x0c, 0xed}), nil
}

func writeFile(name string, r io.Reader) (err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, r); err != nil {
		return storage.Full(err)
	}
	return f.Sync()
}

// beginAnew proves a file and begins another life of every log in it.
func beginAnew(ctx context.Context, file string, now time.Time) (workspaces int, err error) {
	engine, err := boltlog.Open(file, boltlog.Options{})
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errNoBackup, err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	if err := engine.Check(ctx); err != nil {
		return 0, err
	}
	all, err := engine.Workspaces(ctx)
	if err != nil {
		return 0, err
	}
	ids := model.NewIDs(func() time.Time { return now }, rand.Reader)
	for _, w := range all {
		epoch := ids.New()
		if err := engine.Update(ctx, w.ID, func(tx storage.Tx) error { return tx.SetEpoch(epoch) }); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
