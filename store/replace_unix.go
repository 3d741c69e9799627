//go:build !windows

package store

import "errors"

// swap opens and locks the new file before it has the name, so that at no moment
// the name stands for a file that is not held.
func (f *boltFile) swap(name string) error {
	db, handle, err := lockBolt(name, f.options, 1)
	if err != nil {
		return err
	}
	if err := Rename(name, f.path); err != nil {
		return errors.Join(err, db.Close())
	}
	old := f.db
	f.db, f.handle = db, handle
	if f.stuck != nil {
		f.stuck = nil // what it would wait for was the old file's
		return f.readJournal()
	}
	return errors.Join(f.readJournal(), old.Close())
}
