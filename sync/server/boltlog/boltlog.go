// Package boltlog keeps a sync server's workspaces in one bbolt file.
//
// Each workspace is a bucket of its own; what is in it:
//
//	meta     epoch, head and its hash, floor, how many records, the workspace
//	log      seq → when it was taken, the hash up to it, canonical JSON
//	state    record → its kind and its state (causal.EncodeRow)
//	op       op id → its seq, or why it was not taken
//	device   id → device;  token  hash → token
//	user     name → user;  invitation  hash → invitation
//	registration  hash → device, until its desk comes
package boltlog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"tradedesk/internal/resident"
	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// Engine is an open file. It is safe for use by several goroutines.
type Engine struct {
	db      *bbolt.DB
	writes  chan *write
	close   sync.Once
	closing chan struct{} // closed when no more writes are taken
	done    chan struct{} // closed when nobody commits any more
	reads   atomic.Uint64

	mu      sync.Mutex
	watches map[model.ID]map[chan struct{}]bool
}

var (
	_ storage.Storage = (*Engine)(nil)
	_ storage.Watcher = (*Engine)(nil)
)

var errClosed = errors.New("the server's file is closed")

// ErrHeld is what comes of opening a file that another server holds.
var ErrHeld = errors.New("another process holds it")

var (
	bucketWorkspaces = []byte("workspace")
	buckets          = [][]byte{bucketMeta, bucketLog, bucketState, bucketOp, bucketDevice, bucketToken, bucketUser, bucketInvitation}
	bucketMeta       = []byte("meta")
	bucketLog        = []byte("log")
	bucketState      = []byte("state")
	bucketOp         = []byte("op")
	bucketRefused    = []byte("refused") // time, op → nothing; it comes with the first
	bucketDevice     = []byte("device")
	bucketToken      = []byte("token")
	bucketUser       = []byte("user")
	bucketInvitation = []byte("invitation")

	bucketRegistration = []byte("registration") // it comes with the first
)

// Options say how a file is opened; the zero value is how a server wants it.
type Options struct {
	NoSync bool // for tests: a commit does not wait for the disk
}

// Open opens the file at path, which one server holds at a time.
func Open(path string, o Options) (*Engine, error) {
	options := bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoSync: o.NoSync, NoGrowSync: o.NoSync, InitialMmapSize: mapping(path)}
	db, err := bbolt.Open(path, 0o600, &options)
	if errors.Is(err, syscall.ENOMEM) { // addresses are rationed here
		options.InitialMmapSize = 0
		db, err = bbolt.Open(path, 0o600, &options)
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		err = ErrHeld
	}
	if err != nil {
		return nil, fmt.Errorf("opening the server's file %s: %w", path, err)
	}
	db.AllocSize = growth
	if err := prepare(db); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the server's file %s: %w", path, err), db.Close())
	}
	e := &Engine{db: db, writes: make(chan *write), closing: make(chan struct{}), done: make(chan struct{}), watches: map[model.ID]map[chan struct{}]bool{}}
	go e.commitAll()
	return e, nil
}

// prepare makes what a new file needs; it writes nothing to one that has it.
func prepare(db *bbolt.DB) error {
	ready := false
	err := db.View(func(tx *bbolt.Tx) error {
		ready = tx.Bucket(bucketWorkspaces) != nil
		return nil
	})
	if err != nil || ready {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucketWorkspaces)
		return err
	})
}

// Close waits for the commits under way and lets go of the file.
func (e *Engine) Close() error {
	e.close.Do(func() { close(e.closing) })
	<-e.done
	return e.db.Close()
}

// Create makes a workspace.
func (e *Engine) Create(ctx context.Context, w storage.Workspace, epoch model.ID) error {
	return e.write(ctx, func(tx *bbolt.Tx) error {
		others, err := workspaces(tx)
		if err != nil {
			return err
		}
		for _, other := range others {
			if other.Name == w.Name || other.ID == w.ID {
				return fmt.Errorf("workspace %.80q: %w", w.Name, storage.ErrExists)
			}
		}
		b, err := tx.Bucket(bucketWorkspaces).CreateBucket(w.ID[:])
		if err != nil {
			return err
		}
		for _, name := range buckets {
			if _, err := b.CreateBucket(name); err != nil {
				return err
			}
		}
		t := newTx(tx, b)
		return errors.Join(t.putJSON(bucketMeta, keyWorkspace, w), t.putLog(storage.Log{Epoch: epoch}))
	})
}

// Workspaces lists the workspaces in the order of their ids.
func (e *Engine) Workspaces(context.Context) (out []storage.Workspace, err error) {
	err = e.db.View(func(tx *bbolt.Tx) error {
		out, err = workspaces(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the workspaces: %w", err)
	}
	return out, nil
}

func workspaces(tx *bbolt.Tx) (out []storage.Workspace, err error) {
	all := tx.Bucket(bucketWorkspaces)
	err = all.ForEachBucket(func(id []byte) error {
		w, err := newTx(tx, all.Bucket(id)).Workspace()
		out = append(out, w)
		return err
	})
	return out, err
}

// View reads a workspace.
func (e *Engine) View(ctx context.Context, workspace model.ID, fn func(storage.ReadTx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketWorkspaces).Bucket(workspace[:])
		if b == nil {
			return fmt.Errorf("workspace %s: %w", workspace, storage.ErrNotFound)
		}
		err := fn(newTx(tx, b))
		e.release(tx)
		return err
	})
}

// What the server reads of its file is bounded: so many bytes of it may stay mapped in,
// looked at once in so many reads.
const (
	mappedAtMost = 64 << 20
	releaseEvery = 16
)

// release lets go of what was read of the file, when it is much.
func (e *Engine) release(tx *bbolt.Tx) {
	if e.reads.Add(1)%releaseEvery != 0 {
		return
	}
	if _, mapped := resident.Bytes(); mapped > mappedAtMost {
		resident.Release(tx.DB(), tx.Size())
	}
}

// Update changes a workspace.
func (e *Engine) Update(ctx context.Context, workspace model.ID, fn func(storage.Tx) error) error {
	grew := false
	err := e.write(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketWorkspaces).Bucket(workspace[:])
		if b == nil {
			return fmt.Errorf("workspace %s: %w", workspace, storage.ErrNotFound)
		}
		t := newTx(tx, b)
		err := fn(t)
		grew = t.grew
		return err
	})
	if err == nil && grew {
		e.tell(workspace)
	}
	return err
}

// Backup writes the whole file as it stands, while the server works on. begin is told
// how long it is and says where it goes.
func (e *Engine) Backup(ctx context.Context, begin func(size int64) (io.Writer, error)) error {
	return e.db.View(func(tx *bbolt.Tx) error {
		w, err := begin(tx.Size())
		if err != nil {
			return err
		}
		if _, err := tx.WriteTo(stoppable{ctx, w}); err != nil {
			return fmt.Errorf("writing a backup: %w", err)
		}
		return nil
	})
}

// stoppable is a writer that a context ends.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// Size gives how many bytes the file has.
func (e *Engine) Size() (size int64, err error) {
	err = e.db.View(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	return size, err
}

// Watch tells of the growth of a workspace's log.
func (e *Engine) Watch(workspace model.ID) (grew <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.watches[workspace] == nil {
		e.watches[workspace] = map[chan struct{}]bool{}
	}
	e.watches[workspace][c] = true
	return c, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.watches[workspace], c)
	}
}

func (e *Engine) tell(workspace model.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.watches[workspace] {
		select {
		case c <- struct{}{}:
		default: // it has not looked since the last growth
		}
	}
}

func decodeJSON(raw []byte, what string, into any) error {
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("damaged: reading %s: %w", what, err)
	}
	return nil
}
