package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tradedesk/store"
)

// ExportFile exports to a file that only its owner may read. It appears when it is
// whole. A file that is there already is replaced only when replace says so; else
// the error is fs.ErrExist.
func ExportFile(ctx context.Context, d Desk, req ExportRequest, path string, replace bool) error {
	if err := exportFile(ctx, d, req, path, replace); err != nil {
		return fmt.Errorf("writing %s: %w", path, store.Explain(err))
	}
	return nil
}

func exportFile(ctx context.Context, d Desk, req ExportRequest, path string, replace bool) error {
	if _, err := os.Lstat(path); err == nil && !replace {
		return fs.ErrExist
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".tradedesk-*.tmp")
	if err != nil {
		return err
	}
	err = d.Export(ctx, req, file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = name(file.Name(), path, replace)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// name gives a finished file its name, unless another took it meanwhile.
func name(from, to string, replace bool) error {
	if replace {
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without links.
	return os.Rename(from, to)
}
