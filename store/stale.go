package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tempEnd is how the names of files end that are not whole yet.
const tempEnd = ".tmp"

// createTemp makes a file beside path that is not whole yet; its name says what
// for.
func createTemp(path, purpose string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"."+purpose+"-*"+tempEnd)
}

// removeStale removes what a program that was killed left half made beside path.
// Only who holds the lock of path may call it.
func removeStale(path string) error {
	dir, begin := filepath.Dir(path), filepath.Base(path)+"."
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for unfinished files: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, begin) || !strings.HasSuffix(name, tempEnd) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing an unfinished file: %w", err)
		}
	}
	return nil
}
