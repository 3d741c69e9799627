package store

import (
	"errors"
	"sync"
)

// kept is a reading transaction that ended, for the next reader: to begin one and to
// find its buckets costs a read of one record a third of its time. As bbolt's file
// cannot grow or give back pages while one is open, none is kept while a writer is at
// work or when the file is closed.
type kept struct {
	mu      sync.Mutex
	tx      *transaction
	writers int
}

// take gives the transaction that is kept, nil when there is none.
func (k *kept) take() *transaction {
	k.mu.Lock()
	defer k.mu.Unlock()
	tx := k.tx
	k.tx = nil
	return tx
}

// keep keeps a transaction when it reads the state last committed and none is kept;
// false when the caller has to end it.
func (k *kept) keep(tx *transaction, last func() int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.writers > 0 || k.tx != nil || tx.ID() != last() {
		return false
	}
	k.tx = tx
	return true
}

// writing ends what is kept, and keeps none until done is called.
func (k *kept) writing() (done func(), err error) {
	k.mu.Lock()
	k.writers++
	k.mu.Unlock()
	return func() {
		k.mu.Lock()
		k.writers--
		k.mu.Unlock()
	}, k.drop()
}

// drop ends what is kept.
func (k *kept) drop() error {
	if tx := k.take(); tx != nil {
		return tx.bolt.Rollback()
	}
	return nil
}

// view runs do in a read transaction.
func (f *boltFile) view(do func(tx *transaction) error) error {
	f.using.RLock()
	defer f.using.RUnlock()
	return guarded(func() error {
		t, err := f.reading()
		if err != nil {
			return err
		}
		whole := false // do came to its end
		defer func() {
			if !whole || !f.kept.keep(t, f.state) {
				// There is nothing to take back.
				_ = t.bolt.Rollback()
			}
		}()
		err = do(t)
		whole = !errors.Is(err, ErrDamaged)
		if f.reads.Add(1)%unmapEvery == 0 {
			f.unmapSome(t)
		}
		return err
	})
}

// reading gives a transaction that reads the state last committed, together with what
// lies over its buckets. It tries again when two states were committed in between.
func (f *boltFile) reading() (*transaction, error) {
	if t := f.kept.take(); t != nil {
		return t, nil
	}
	for {
		tx, err := f.db.Begin(false)
		if err != nil {
			return nil, err
		}
		if over := f.overlay(tx.ID()); over != nil {
			t := newTransaction(tx, over)
			t.lately = &f.lately
			return t, nil
		}
		if err := tx.Rollback(); err != nil {
			return nil, err
		}
	}
}

// state is the one last committed.
func (f *boltFile) state() int { return f.overlays.Load()[1].tx }
