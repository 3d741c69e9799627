package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// boltFile is the open bbolt file of a store. Damage that bbolt meets is an error
// of the call, not the end of the program, and another file can be put in its
// place while it is in use.
type boltFile struct {
	path    string
	options Options

	writing chan struct{} // held by the one that writes, or that wants no writes

	using  sync.RWMutex // held for reading by transactions
	db     *bbolt.DB
	handle *os.File
	stuck  error // why nothing can be written any more
	reads  atomic.Int64
	writes atomic.Int64
	lately atomic.Uint32
	kept   kept
	bulk   atomic.Int64 // when bulk work was last done, in nanoseconds since 1970
	// What lies over the buckets at the last state and, while one is committed, at
	// the next.
	overlays atomic.Pointer[[2]*overlay]

	// replaced is called when another file is put in the place, while nobody reads:
	// the ids of its transactions begin again.
	replaced func()
}

// lockSlice is how long one try for the lock lasts, so that waiting obeys its
// context.
const lockSlice = 100 * time.Millisecond

// openBolt opens and locks the file at path; it waits for the lock as o says.
func openBolt(ctx context.Context, path string, o Options) (*boltFile, error) {
	f := &boltFile{path: path, options: o, writing: make(chan struct{}, 1)}
	deadline := time.Now().Add(o.Wait)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		slice := min(lockSlice, time.Until(deadline))
		db, handle, err := lockBolt(path, o, max(slice, 1))
		switch {
		case err == nil && stillNamed(handle, path):
			f.db, f.handle = db, handle
			if err := f.readJournal(); err != nil {
				return nil, errors.Join(err, db.Close())
			}
			if o.ReadOnly {
				return f, nil
			}
			return f, removeStale(path)
		case err == nil:
			// Who held it put another file in its place: that one is the desk.
			if err := db.Close(); err != nil {
				return nil, err
			}
			continue
		case !errors.Is(err, bolterrors.ErrTimeout):
			return nil, err
		}
		if time.Until(deadline) <= 0 {
			return nil, fmt.Errorf("%w: another program holds the file", ErrBusy)
		}
	}
}

// lockBolt opens a file with bbolt and looks whether its pages can be walked.
func lockBolt(path string, o Options, wait time.Duration) (db *bbolt.DB, handle *os.File, err error) {
	err = guarded(func() error {
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:  wait,
			ReadOnly: o.ReadOnly,
			NoSync:   o.NoSync, NoGrowSync: o.NoSync,
			NoStatistics: true,
			// The list of free pages is written with every commit, as a file that was not
			// closed would else be read through, unguarded, when it is opened; a map of
			// them would be sorted each time.
			FreelistType: bbolt.FreelistArrayType,
			OpenFile: func(name string, flag int, perm os.FileMode) (*os.File, error) {
				handle, err = os.OpenFile(name, flag, perm)
				return handle, err
			},
		})
		return err
	})
	if err != nil {
		if handle != nil && errors.Is(err, ErrDamaged) {
			// bbolt broke off and left the file open and locked. What is wrong is
			// said better by who looks at it in order.
			if why := sound(handle); errors.Is(why, ErrDamaged) {
				err = why
			}
			err = errors.Join(err, unlockFile(handle), handle.Close())
		}
		return nil, nil, err
	}
	if err := sound(handle); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, handle, nil
}

// stillNamed reports whether an open file is the one that its name stands for.
func stillNamed(handle *os.File, path string) bool {
	open, err := handle.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(open, named)
}

// readJournal reads what the journal of a file that was opened holds.
func (f *boltFile) readJournal() error {
	return guarded(func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			o, err := readJournal(tx)
			if err == nil {
				f.overlays.Store(&[2]*overlay{o, o})
			}
			return err
		})
	})
}

// overlay gives what lies over the buckets at a state, nil when that is gone by.
func (f *boltFile) overlay(state int) *overlay {
	for _, o := range f.overlays.Load() {
		if o.tx == state {
			return o
		}
	}
	return nil
}

// readPages gives the pages of the file as they are on the disk. Who calls it holds
// writers off.
func (f *boltFile) readPages(do func(*pageFile) error) error {
	f.using.RLock()
	defer f.using.RUnlock()
	info, err := f.handle.Stat()
	if errors.Is(err, fs.ErrClosed) {
		return ErrClosed
	}
	if err != nil {
		return err
	}
	p, err := readPages(f.handle, info.Size())
	if err != nil {
		return err
	}
	return do(p)
}

// hold waits until nobody writes and keeps writers off until release is called.
func (f *boltFile) hold(ctx context.Context) (release func(), err error) {
	select {
	case f.writing <- struct{}{}:
		return func() { <-f.writing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// update runs do in a write transaction and commits it when do agrees.
func (f *boltFile) update(ctx context.Context, do func(tx *transaction) error) error {
	release, err := f.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	return f.write(do)
}

// write is update for who holds writers off.
func (f *boltFile) write(do func(tx *transaction) error) (err error) {
	f.using.RLock()
	defer f.using.RUnlock()
	if f.stuck != nil {
		return f.stuck
	}
	done, err := f.kept.writing()
	if err != nil {
		return err
	}
	defer done()
	var tx *bbolt.Tx
	err = guarded(func() error {
		tx, err = f.db.Begin(true)
		return err
	})
	if err != nil {
		return err
	}
	if f.inBulk() {
		defer f.holdShort()()
	}
	t := newTransaction(tx, f.overlay(tx.ID()-1))
	t.lately = &f.lately
	ended := false
	defer func() {
		if !ended { // do panicked
			f.giveUp(tx)
		}
	}()
	err = guarded(func() error { return do(t) })
	if err == nil && f.writes.Add(1)%unmapEvery == 0 {
		f.unmapSome(t)
	}
	if err == nil {
		err = guarded(func() error { return f.commit(t) })
	}
	ended = true
	if err != nil {
		f.giveUp(tx)
	}
	return err
}

// commit ends a writing transaction. What lies over the buckets at the new state is
// there before the state is, and stays in case that one cannot tell whether it is.
func (f *boltFile) commit(t *transaction) error {
	next, err := t.end()
	if err != nil {
		return err
	}
	f.overlays.Store(&[2]*overlay{t.before, next})
	return t.bolt.Commit()
}

// giveUp takes a transaction back. When even that meets damage, bbolt keeps its
// lock for ever, and nothing may wait for it again.
func (f *boltFile) giveUp(tx *bbolt.Tx) {
	err := guarded(tx.Rollback)
	if err != nil && !errors.Is(err, bolterrors.ErrTxClosed) {
		f.stuck = err
	}
}

// shorten leaves little in the journal, so that opening is fast. It fails on a full
// disk, and nothing is lost then.
func (f *boltFile) shorten() {
	if !f.options.ReadOnly && f.overlays.Load()[1].journal.rows > keptRows {
		_ = f.write((*transaction).writeThrough)
	}
}

// close waits for what is under way and lets go of the file.
func (f *boltFile) close() error {
	f.writing <- struct{}{}
	defer func() { <-f.writing }()
	f.shorten()
	f.using.Lock()
	defer f.using.Unlock()
	err := f.kept.drop()
	if f.stuck == nil {
		return errors.Join(err, f.db.Close())
	}
	if closed := f.handle.Close(); !errors.Is(closed, fs.ErrClosed) {
		err = errors.Join(err, closed)
	}
	return err
}
