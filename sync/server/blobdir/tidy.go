package blobdir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tradedesk/model"
)

// Tidy removes what nobody has gone on with since a moment.
func (d *Dir) Tidy(ctx context.Context, since time.Time) error {
	left, err := filepath.Glob(filepath.Join(d.root, "*", partialDir, "*"))
	if err != nil {
		return fmt.Errorf("looking for unfinished contents: %w", err)
	}
	for _, path := range left {
		if err := ctx.Err(); err != nil {
			return err
		}
		workspace, err := model.ParseID(filepath.Base(filepath.Dir(filepath.Dir(path))))
		if err != nil || !model.IsSHA256(filepath.Base(path)) {
			continue // not ours
		}
		if err := d.tidy(workspace, filepath.Base(path), since); err != nil {
			return fmt.Errorf("removing an unfinished content: %w", err)
		}
	}
	return nil
}

func (d *Dir) tidy(workspace model.ID, sum string, since time.Time) error {
	release, err := d.hold(workspace, sum)
	if err != nil {
		return nil // somebody goes on with it right now
	}
	defer release()
	info, err := os.Stat(d.partial(workspace, sum))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(since) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.remove(workspace, sum)
}

// remove gives up a content on its way that the caller holds.
func (d *Dir) remove(workspace model.ID, sum string) error {
	path := d.partial(workspace, sum)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		d.uses(workspace, -info.Size())
		d.notePart(workspace, sum, false)
	}
	return err
}
