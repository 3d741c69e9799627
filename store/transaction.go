package store

import (
	"io"
	"maps"
	"sync/atomic"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// transaction is one of bbolt that sees what the journal holds as if it stood in
// the buckets. A writing one collects what it puts; when it ends, little becomes a
// row of the journal, and much goes into the buckets together with all that the
// journal holds: see journal.go.
type transaction struct {
	bolt     *bbolt.Tx
	writable bool
	layers   map[string]*layer
	journal  journalSize
	lately   *atomic.Uint32 // the partition of ids in which one was last found; nil when nobody remembers
	opened   []*bucket      // of a reading one

	// Of a writing one.
	before  *overlay // as it began
	owned   map[string]bool
	through bool // what is put goes into the buckets at once
	size    int  // bytes that were put before
	version int  // counts what was put, so that cursors know to look again
}

// maxCollected is how many bytes a transaction puts before it writes through.
const maxCollected = 256 << 10

func newTransaction(tx *bbolt.Tx, o *overlay) *transaction {
	t := &transaction{bolt: tx, layers: o.layers, journal: o.journal}
	if tx.Writable() {
		t.writable, t.before = true, o
		t.layers, t.owned = map[string]*layer{}, map[string]bool{}
		maps.Copy(t.layers, o.layers)
	}
	return t
}

// ID is that of the state that is read; that of a writing one is the next.
func (t *transaction) ID() int { return t.bolt.ID() }

// Size is that of the file in bytes.
func (t *transaction) Size() int64 { return t.bolt.Size() }

func (t *transaction) DB() *bbolt.DB { return t.bolt.DB() }

// WriteTo writes a copy of the file, its journal too.
func (t *transaction) WriteTo(w io.Writer) (int64, error) { return t.bolt.WriteTo(w) }

// Cursor walks the names of the buckets.
func (t *transaction) Cursor() *bbolt.Cursor { return t.bolt.Cursor() }

// Bucket gives nil when there is none.
func (t *transaction) Bucket(name []byte) *bucket {
	for _, b := range t.opened {
		if b.name == string(name) {
			return b
		}
	}
	b := t.bucket(name, t.bolt.Bucket(name))
	if b != nil && !t.writable {
		t.opened = append(t.opened, b)
	}
	return b
}

func (t *transaction) bucket(name []byte, of *bbolt.Bucket) *bucket {
	if of == nil {
		return nil
	}
	b := &bucket{tx: t, bolt: of, name: string(name)}
	if t.writable {
		of.FillPercent = fillOf(b.name)
	} else if len(t.layers) > 0 {
		b.layer = t.layers[b.name]
	}
	return b
}

// CreateBucketIfNotExists makes a bucket in the file at once.
func (t *transaction) CreateBucketIfNotExists(name []byte) (*bucket, error) {
	of, err := t.bolt.CreateBucketIfNotExists(name)
	return t.bucket(name, of), err
}

// CreateBucket fails when there is one.
func (t *transaction) CreateBucket(name []byte) (*bucket, error) {
	of, err := t.bolt.CreateBucket(name)
	return t.bucket(name, of), err
}

func (t *transaction) DeleteBucket(name []byte) error {
	if err := t.writeThrough(); err != nil {
		return err
	}
	t.version++
	return t.bolt.DeleteBucket(name)
}

// ForEach calls yield with every bucket but the journal.
func (t *transaction) ForEach(yield func(name []byte, b *bucket) error) error {
	return t.bolt.ForEach(func(name []byte, of *bbolt.Bucket) error {
		if string(name) == bucketJournal {
			return nil
		}
		return yield(name, t.bucket(name, of))
	})
}

// bucket is one of bbolt under what the journal says of it.
type bucket struct {
	tx    *transaction
	bolt  *bbolt.Bucket
	layer *layer // of a reading transaction
	name  string
}

// over gives what lies over the bucket; nil when nothing does.
func (b *bucket) over() *layer {
	if b.tx.writable {
		return b.tx.layers[b.name]
	}
	return b.layer
}

// Get gives nil when there is no such key. What it gives is valid within the
// transaction.
func (b *bucket) Get(key []byte) []byte {
	if l := b.over(); l != nil {
		if at, found := l.find(key); found {
			return l.rows[at].value
		}
	}
	return b.bolt.Get(key)
}

// Put keeps neither key nor value.
func (b *bucket) Put(key, value []byte) error {
	if b.tx.through {
		return b.bolt.Put(key, value)
	}
	if len(key) == 0 {
		return bolterrors.ErrKeyRequired
	}
	if len(key) > bbolt.MaxKeySize {
		return bolterrors.ErrKeyTooLarge
	}
	return b.set(key, append(make([]byte, 0, len(value)), value...))
}

// Delete does nothing when there is no such key.
func (b *bucket) Delete(key []byte) error {
	if b.tx.through {
		return b.bolt.Delete(key)
	}
	if b.Get(key) == nil {
		return nil
	}
	return b.set(key, nil)
}

func (b *bucket) set(key, value []byte) error {
	t := b.tx
	if !t.owned[b.name] {
		t.owned[b.name] = true
		t.layers[b.name] = t.layers[b.name].clone()
	}
	t.layers[b.name].set(key, value, t.journal.rows+1)
	t.version++
	if t.size += len(key) + len(value); t.size > maxCollected {
		return t.writeThrough()
	}
	return nil
}

// ForEach calls yield with every key in order until it fails; of a bucket within
// the bucket the value is nil.
func (b *bucket) ForEach(yield func(key, value []byte) error) error {
	if b.over() == nil {
		return b.bolt.ForEach(yield)
	}
	c := b.Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		if err := yield(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (b *bucket) Cursor() *cursor { return &cursor{b: b, bolt: b.bolt.Cursor()} }
