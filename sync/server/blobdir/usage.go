package blobdir

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"

	"tradedesk/model"
)

// usage is how many bytes a workspace has, counted when it is first asked for.
type usage struct {
	mu      sync.Mutex // held while they are counted: others of the workspace wait
	counted bool
	bytes   int64
}

func (d *Dir) usage(workspace model.ID) *usage {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.used[workspace] == nil {
		d.used[workspace] = &usage{}
	}
	return d.used[workspace]
}

// count gives how many bytes a workspace has.
func (d *Dir) count(workspace model.ID) (int64, error) {
	u := d.usage(workspace)
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.counted {
		var err error
		if u.bytes, err = sizeOf(d.space(workspace)); err != nil {
			return 0, err
		}
		u.counted = true
	}
	return u.bytes, nil
}

// fits looks whether a content of which some bytes are there has room.
func (d *Dir) fits(workspace model.ID, there, size int64) error {
	if d.quota == 0 {
		return nil
	}
	used, err := d.count(workspace)
	if err != nil {
		return err
	}
	if used-there+size > d.quota {
		return fmt.Errorf("%w: the attached files of the workspace have %d bytes of %d", ErrQuota, used, d.quota)
	}
	return nil
}

// uses notes that a workspace has so many bytes more.
func (d *Dir) uses(workspace model.ID, bytes int64) {
	u := d.usage(workspace)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.counted {
		u.bytes += bytes
	}
}

func sizeOf(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // renamed meanwhile
		}
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("counting the attached files: %w", err)
	}
	return total, nil
}
