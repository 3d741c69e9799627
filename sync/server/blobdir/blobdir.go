// Package blobdir keeps the contents of attached files in a directory, apart for each
// workspace: WORKSPACE/ab/SHA256, and WORKSPACE/partial/SHA256 while one is on its way.
// One server holds a directory, as it does the file beside it.
package blobdir

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"tradedesk/internal/diskroom"
	"tradedesk/internal/durable"
	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// Errors of a directory.
var (
	ErrOffset   = errors.New("the content does not go on there")
	ErrMismatch = errors.New("the content has another SHA-256 than its name")
	ErrBusy     = errors.New("the content is being written by somebody else")
	ErrQuota    = errors.New("the workspace has no room left")
)

// Have says how much of a content is there; the zero value is nothing.
type Have struct {
	Size  int64
	Whole bool
}

// Dir is a directory of contents. It is safe for use by several goroutines.
type Dir struct {
	root  string
	quota int64
	room  func(path string) (diskroom.Room, bool) // nil: contents may take all of the disk

	mu    sync.Mutex
	busy  map[string]bool // contents that somebody is writing
	parts map[string]bool // contents on their way of which it is known that they are not whole
	used  map[model.ID]*usage
}

// New uses a directory, which is made when something is kept. quota is how many bytes
// a workspace may keep; 0 is no bound.
func New(root string, quota int64) *Dir {
	return &Dir{root: root, quota: quota, busy: map[string]bool{}, parts: map[string]bool{}, used: map[model.ID]*usage{}}
}

// LeaveRoom has contents leave room on the disk for records; look says how much there is
// where a directory lies. It is called before the directory is used.
func (d *Dir) LeaveRoom(look func(dir string) (diskroom.Room, bool)) { d.room = look }

// partialDir holds what is not whole; it is no two digits, so no content lies there.
const partialDir = "partial"

func (d *Dir) space(workspace model.ID) string { return filepath.Join(d.root, workspace.String()) }

func (d *Dir) whole(workspace model.ID, sum string) string {
	return filepath.Join(d.space(workspace), sum[:2], sum)
}

func (d *Dir) partial(workspace model.ID, sum string) string {
	return filepath.Join(d.space(workspace), partialDir, sum)
}

// Have says what there is of a content.
func (d *Dir) Have(_ context.Context, workspace model.ID, sum string) (Have, error) {
	if !model.IsSHA256(sum) {
		return Have{}, storage.ErrNotFound
	}
	have, err := d.look(workspace, sum)
	if err != nil || have.Whole || have.Size == 0 || d.isPart(workspace, sum) {
		return have, err
	}
	release, err := d.hold(workspace, sum)
	if err != nil {
		return have, nil // whoever goes on with it looks after it
	}
	defer release()
	return d.leftover(workspace, sum)
}

// look says what lies there, as it calls itself.
func (d *Dir) look(workspace model.ID, sum string) (Have, error) {
	for _, whole := range []bool{true, false} {
		path := d.partial(workspace, sum)
		if whole {
			path = d.whole(workspace, sum)
		}
		info, err := os.Stat(path)
		if err == nil {
			return Have{Size: info.Size(), Whole: whole}, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Have{}, fmt.Errorf("looking for a content: %w", err)
		}
	}
	return Have{}, nil
}

// leftover looks what there is of a content that the caller holds. One on its way may be
// whole, when the server was killed before it had its name: nothing more of it will come,
// so it is proved, once.
func (d *Dir) leftover(workspace model.ID, sum string) (Have, error) {
	have, err := d.look(workspace, sum)
	if err != nil || have.Whole || have.Size == 0 || d.isPart(workspace, sum) {
		return have, err
	}
	is, _, err := hashOf(d.partial(workspace, sum))
	if err != nil {
		return have, fmt.Errorf("proving a content: %w", err)
	}
	if is != sum {
		d.notePart(workspace, sum, true)
		return have, nil
	}
	if err := d.name(workspace, sum); err != nil {
		return have, storage.Full(err)
	}
	have.Whole = true
	return have, nil
}

// isPart reports whether a content on its way is known not to be whole.
func (d *Dir) isPart(workspace model.ID, sum string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.parts[d.partial(workspace, sum)]
}

func (d *Dir) notePart(workspace model.ID, sum string, part bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if part {
		d.parts[d.partial(workspace, sum)] = true
	} else {
		delete(d.parts, d.partial(workspace, sum))
	}
}

// Open reads a whole content; storage.ErrNotFound when it is not there.
func (d *Dir) Open(_ context.Context, workspace model.ID, sum string) (io.ReadSeekCloser, error) {
	if !model.IsSHA256(sum) {
		return nil, storage.ErrNotFound
	}
	f, err := os.Open(d.whole(workspace, sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, storage.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("opening a content: %w", err)
	}
	return f, nil
}

// Write goes on with a content at an offset, or begins it anew at 0, and gives what is
// there then, also with an error; size is what the whole is to have. What came before from
// broke off is kept. A content that is whole is proved before it has its name; one with
// another hash is removed: ErrMismatch; and so is what the disk has no room for:
// storage.ErrFull.
func (d *Dir) Write(ctx context.Context, workspace model.ID, sum string, offset, size int64, from io.Reader) (Have, error) {
	if !model.IsSHA256(sum) {
		return Have{}, storage.ErrNotFound
	}
	release, err := d.hold(workspace, sum)
	if err != nil {
		return Have{}, err
	}
	defer release()
	have, err := d.leftover(workspace, sum)
	if err != nil || have.Whole {
		return have, err
	}
	if offset != 0 && offset != have.Size {
		return have, ErrOffset
	}
	if err := d.fits(workspace, have.Size, size); err != nil {
		return have, err
	}
	have.Size, err = d.extend(ctx, workspace, sum, offset, size, from)
	d.notePart(workspace, sum, 0 < have.Size && have.Size < size)
	if err == nil && have.Size == size {
		if err = d.finish(workspace, sum); err == nil {
			have.Whole = true
		}
	}
	if err = storage.Full(err); errors.Is(err, storage.ErrFull) {
		return Have{}, errors.Join(err, d.remove(workspace, sum))
	}
	return have, err
}

// hold lets one caller at a time write a content.
func (d *Dir) hold(workspace model.ID, sum string) (release func(), err error) {
	key := d.partial(workspace, sum)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[key] {
		return nil, ErrBusy
	}
	d.busy[key] = true
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.busy, key)
	}, nil
}

// extend writes what comes behind an offset, and gives how much is there then.
func (d *Dir) extend(ctx context.Context, workspace model.ID, sum string, offset, size int64, from io.Reader) (there int64, err error) {
	path := d.partial(workspace, sum)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, fmt.Errorf("keeping a content: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("keeping a content: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("keeping a content: %w", err)
	}
	if err := f.Truncate(offset); err != nil {
		return info.Size(), fmt.Errorf("keeping a content: %w", err)
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return offset, fmt.Errorf("keeping a content: %w", err)
	}
	n, err := io.Copy(f, io.LimitReader(&sparing{dir: d, in: filepath.Dir(path), from: from, left: size - offset}, size-offset))
	d.uses(workspace, offset+n-info.Size())
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return offset + n, fmt.Errorf("keeping a content: %w", err)
	}
	return offset + n, nil
}

// finish proves a content that is all there, and gives it its name.
func (d *Dir) finish(workspace model.ID, sum string) error {
	path := d.partial(workspace, sum)
	is, size, err := hashOf(path)
	if err != nil {
		return fmt.Errorf("proving a content: %w", err)
	}
	if is != sum {
		d.uses(workspace, -size)
		return errors.Join(ErrMismatch, os.Remove(path))
	}
	return d.name(workspace, sum)
}

// name gives a content that is proved its name, for good.
func (d *Dir) name(workspace model.ID, sum string) error {
	to := d.whole(workspace, sum)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("keeping a content: %w", err)
	}
	err := durable.Rename(d.partial(workspace, sum), to)
	if err == nil {
		err = durable.Names(d.space(workspace), d.root)
	}
	if err != nil {
		return fmt.Errorf("keeping a content: %w", err)
	}
	return nil
}

// hashOf reads a file's hash when all of it is on the disk.
func hashOf(path string) (sum string, size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Sync(); err != nil {
		return "", 0, err
	}
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
