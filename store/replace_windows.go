package store

import (
	"errors"
	"time"
)

// reopenPatience is how long another program may hold the new file, which has to
// be let go of while it gets its name.
const reopenPatience = 5 * time.Second

// swap closes both files, as an open one cannot be renamed here.
func (f *boltFile) swap(name string) error {
	var closeErr error
	if f.stuck == nil {
		closeErr = f.db.Close()
	} else {
		closeErr = f.handle.Close()
	}
	renameErr := Rename(name, f.path)
	db, handle, err := lockBolt(f.path, f.options, reopenPatience)
	if err != nil {
		return errors.Join(closeErr, renameErr, err)
	}
	f.db, f.handle, f.stuck = db, handle, nil
	return errors.Join(closeErr, renameErr, f.readJournal())
}
