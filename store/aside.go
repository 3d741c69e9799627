package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tradedesk/internal/durable"
)

// heldFile is a desk file that is locked and not opened with bbolt: one that is
// replaced whatever its state.
type heldFile struct {
	path string
	file *os.File // nil when there is none yet
}

// holdFile locks the file at path, if there is one.
func holdFile(path string) (*heldFile, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return &heldFile{path: path}, nil
		}
		if err != nil {
			return nil, err
		}
		if err := lockFile(file); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if stillNamed(file, path) {
			return &heldFile{path, file}, removeStale(path)
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
}

// close lets go of the lock.
func (h *heldFile) close() error {
	if h.file == nil {
		return nil
	}
	return h.file.Close()
}

// replaceBy keeps the file under another name, which it gives, and puts a new one
// in its place. At every moment the path stands for one of the two.
func (h *heldFile) replaceBy(name, purpose string, now time.Time) (kept string, err error) {
	if h.file == nil {
		return "", nameFirst(name, h.path)
	}
	if kept, err = keepAside(h.path, purpose, now); err != nil {
		return "", err
	}
	return kept, Rename(name, h.path)
}

// nameFirst names a file that nothing else may have the name of.
func nameFirst(from, to string) error {
	if err := os.Link(from, to); err == nil {
		return errors.Join(os.Remove(from), durable.Names(filepath.Dir(to)))
	} else if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: somebody made a desk here meanwhile", ErrBusy)
	}
	return Rename(from, to)
}

// keepAside gives the file at path a second name: NAME-before-PURPOSE-TIME.db.
func keepAside(path, purpose string, now time.Time) (string, error) {
	end := filepath.Ext(path)
	begin := fmt.Sprintf("%s-before-%s-%s", strings.TrimSuffix(path, end), purpose, now.UTC().Format("20060102T150405Z"))
	for n := 1; ; n++ {
		kept := begin + end
		if n > 1 {
			kept = fmt.Sprintf("%s-%d%s", begin, n, end)
		}
		err := os.Link(path, kept)
		switch {
		case err == nil:
			return kept, durable.Names(filepath.Dir(path))
		case errors.Is(err, fs.ErrExist):
			continue
		}
		// A file system without second names.
		return kept, copyFile(path, kept)
	}
}
