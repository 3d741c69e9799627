package store

import (
	"time"

	"go.etcd.io/bbolt"

	"tradedesk/internal/resident"
)

// unmapEvery is how many transactions there are between two looks at the memory.
const unmapEvery = 64

// Bounds in bytes. Mapping a page in again costs a read of one record about as much as
// all else, so that a desk at rest keeps what it read as long as the whole program
// stays small; what writes and reads much has memory of its own beside the pages.
const (
	residentAtRest = 140 << 20 // all of the program
	mappedInBulk   = 32 << 20  // the pages of the file
)

// bulkLasts is how long after the last bulk work the file's pages are held short.
const bulkLasts = 10 * time.Second

// unmapRead lets go of pages of the file that bulk work has read, within a
// transaction.
func (f *boltFile) unmapRead(tx *transaction) {
	f.bulk.Store(time.Now().UnixNano())
	unmapRead(f.db, tx.Size(), mappedInBulk)
}

// unmapRead lets go of the pages of the file that were read, when they are more than
// so many bytes. The caller has a transaction open, or holds the writers off, so that
// the mapping stays.
func unmapRead(db *bbolt.DB, size, bound int64) {
	if _, mapped := resident.Bytes(); mapped >= bound {
		resident.Release(db, size)
	}
}

// unmapBlocks is how many blocks of an index are gone through between two looks at the
// memory: as many lie on four megabytes.
const unmapBlocks = 1024

// unmapPassed lets go of pages that a transaction has read while it goes through many
// blocks, of which this is the n-th.
func (t *transaction) unmapPassed(n int) {
	if n%unmapBlocks == unmapBlocks-1 {
		unmapRead(t.DB(), t.Size(), mappedInBulk)
	}
}

// unmapSome lets go of pages that single reads have left behind.
func (f *boltFile) unmapSome(tx *transaction) {
	bound := int64(mappedInBulk)
	all, mapped := resident.Bytes()
	if !f.inBulk() {
		bound = max(bound, residentAtRest-(all-mapped))
	}
	if mapped >= bound {
		resident.Release(f.db, tx.Size())
	}
}

// inBulk reports whether bulk work was done lately.
func (f *boltFile) inBulk() bool {
	return time.Since(time.Unix(0, f.bulk.Load())) <= bulkLasts
}

// unmapTick is how long pages may gather within a transaction: a commit that moves many
// keys maps a page for each node that it writes, and the system those around it.
const unmapTick = 5 * time.Millisecond

// holdShort lets go of pages all the time, until end is called.
func (f *boltFile) holdShort() (end func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(unmapTick)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
				f.unmapNow()
			}
		}
	}()
	return func() { close(quit); <-done }
}

// unmapNow lets go of pages while another writes: a reading transaction keeps the mapping
// where it is meanwhile.
func (f *boltFile) unmapNow() {
	if _, mapped := resident.Bytes(); mapped < mappedInBulk {
		return
	}
	// It reads nothing, and what fails here the writer meets itself.
	_ = guarded(func() error {
		return f.db.View(func(tx *bbolt.Tx) error {
			resident.Release(f.db, tx.Size())
			return nil
		})
	})
}
