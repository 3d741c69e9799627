package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tradedesk/internal/durable"

	"go.etcd.io/bbolt"
)

// preparePlace makes an empty file, its folder too, when there is none, and keeps
// others from reading the file.
func preparePlace(path string, o Options) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.ReadOnly:
		return fmt.Errorf("%w: there is no desk here", ErrNotFound)
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		return makeFile(path, o)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("is not a regular file")
	case info.Size() == 0:
		// Ours are never empty: a new one gets its name when it is whole.
		return fmt.Errorf("%w: it is empty; restore a backup, or remove it to begin a new desk", ErrDamaged)
	case o.ReadOnly:
		return nil
	case info.Mode().Perm()&0o200 == 0:
		// The superuser could write all the same, but somebody locked it on purpose.
		return fmt.Errorf("%w: its owner may not write it (mode %04o)", ErrReadOnly, info.Mode().Perm())
	case info.Mode().Perm()&0o077 != 0:
		return os.Chmod(path, 0o600)
	}
	return nil
}

// followed gives the file that a name stands for: a link to a desk stays one when
// another file takes the place of what it links to.
func followed(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path // there is nothing yet, or what follows says why not
}

// makeFile makes a bbolt file without buckets under another name and gives it its
// own when it is whole; one that is there by then is left.
func makeFile(path string, o Options) error {
	temp, err := createTemp(path, "new")
	if err != nil {
		return err
	}
	name := temp.Name()
	if err := temp.Close(); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	db, err := bbolt.Open(name, 0o600, &bbolt.Options{NoSync: o.NoSync, NoGrowSync: o.NoSync, NoStatistics: true})
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		err = nameNew(name, path)
	}
	if removeErr := os.Remove(name); err == nil && !errors.Is(removeErr, fs.ErrNotExist) {
		err = removeErr
	}
	return err
}

// nameNew gives a file a second name, unless that is taken.
func nameNew(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	if _, err := os.Stat(to); err == nil {
		return nil // somebody else was faster
	}
	return os.Rename(from, to) // a file system without second names
}

// Rename gives a whole file another name, in place of what has it, and makes that
// durable.
func Rename(from, to string) error {
	return explain(durable.Rename(from, to))
}
