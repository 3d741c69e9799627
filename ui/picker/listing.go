package picker

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// MaxEntries is how many entries of a directory are listed.
const MaxEntries = 10_000

// Entry is one file or directory, by its real name.
type Entry struct {
	Name string
	Dir  bool
	Size int64 // bytes, of a file
}

// Listing is what a path turned out to be.
type Listing struct {
	Path    string // absolute
	File    bool   // a file; the rest is for directories
	Entries []Entry
	More    bool // there are more than MaxEntries
}

// Look reads a path from the disk: a directory's entries, directories first,
// each part by name, or that it is a file. It follows links.
func Look(path string) (Listing, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Listing{}, fmt.Errorf("finding %.200q: %w", path, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return Listing{}, &fs.PathError{Op: "opening", Path: abs, Err: plainError(err)}
	}
	if info.Mode().IsRegular() {
		return Listing{Path: abs, File: true}, nil
	}
	if !info.IsDir() {
		return Listing{}, fmt.Errorf("opening %.200q: neither a file nor a directory", abs)
	}
	dir, err := os.Open(abs)
	if err != nil {
		return Listing{}, &fs.PathError{Op: "opening", Path: abs, Err: plainError(err)}
	}
	defer dir.Close()
	found, err := dir.ReadDir(MaxEntries + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return Listing{}, &fs.PathError{Op: "reading", Path: abs, Err: plainError(err)}
	}
	l := Listing{Path: abs, More: len(found) > MaxEntries}
	for _, e := range found[:min(len(found), MaxEntries)] {
		if entry, ok := entryOf(abs, e); ok {
			l.Entries = append(l.Entries, entry)
		}
	}
	slices.SortFunc(l.Entries, func(a, b Entry) int {
		if a.Dir != b.Dir {
			return cmp.Compare(btoi(b.Dir), btoi(a.Dir))
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return l, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// entryOf leaves out what cannot be opened as a file: devices, sockets, links to
// nothing, and what was removed meanwhile.
func entryOf(dir string, e fs.DirEntry) (Entry, bool) {
	info, err := e.Info()
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		info, err = os.Stat(filepath.Join(dir, e.Name()))
	}
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return Entry{}, false
	}
	return Entry{Name: e.Name(), Dir: info.IsDir(), Size: info.Size()}, true
}

// plainError takes the path out of an error that is told with its path anyway.
func plainError(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
