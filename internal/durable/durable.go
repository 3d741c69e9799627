// Package durable makes the names of files last: what was said to be done is there when the
// power comes back.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Rename gives a whole file another name, in place of what has it, and makes that last.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return Names(filepath.Dir(to))
}

// Names makes the names in directories last, where the system can.
func Names(dirs ...string) error {
	for _, dir := range dirs {
		if err := names(dir); err != nil {
			return fmt.Errorf("making the names in %s last: %w", dir, err)
		}
	}
	return nil
}

func names(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, fs.ErrPermission) {
		err = nil // Windows, and file systems that order names by themselves
	}
	return errors.Join(err, d.Close())
}
