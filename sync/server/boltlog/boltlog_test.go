package boltlog

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/sync/server/storage"
	"tradedesk/sync/server/storage/storagetest"
)

func open(t *testing.T, path string) *Engine {
	t.Helper()
	e, err := Open(path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestContract(t *testing.T) {
	storagetest.Run(t, storagetest.Engine{
		Open: func(t *testing.T) storage.Storage { return open(t, filepath.Join(t.TempDir(), "server.db")) },
		Again: func(t *testing.T, s storage.Storage) storage.Storage {
			path := s.(*Engine).db.Path()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return open(t, path)
		},
		WhenFull: whenFull,
	})
}

// The contract stands changes that are begun again, and several who share one engine.
func TestContractOfChangesBegunAgain(t *testing.T) {
	engines := map[storage.Storage]*Engine{}
	shared := func(e *Engine) storage.Storage {
		s := storagetest.Twice(e)
		engines[s] = e
		return s
	}
	storagetest.Run(t, storagetest.Engine{
		Open: func(t *testing.T) storage.Storage { return shared(open(t, filepath.Join(t.TempDir(), "server.db"))) },
		Again: func(t *testing.T, s storage.Storage) storage.Storage {
			path := engines[s].db.Path()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return shared(open(t, path))
		},
		Another: func(_ *testing.T, s storage.Storage) storage.Storage { return shared(engines[s]) },
	})
}

// A row that was cut is damage, and nothing that a caller who hung up could be taken for.
func TestCutRowsAreDamaged(t *testing.T) {
	e := open(t, filepath.Join(t.TempDir(), "server.db"))
	space := model.ID{1}
	if err := e.Create(t.Context(), storage.Workspace{ID: space, Name: "atlas"}, model.ID{2}); err != nil {
		t.Fatal(err)
	}
	err := e.db.Update(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketWorkspaces).Bucket(space[:]).Bucket(bucketMeta)
		raw := meta.Get(keyLog)
		return meta.Put(keyLog, bytes.Clone(raw[:len(raw)/2]))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = e.View(t.Context(), space, func(tx storage.ReadTx) error {
		_, err := tx.Log()
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "damaged") || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a row says %v", err)
	}
}

// A reader that takes its time, as a backup does, holds nobody up while the file grows
// beyond what it was when it was opened.
func TestSlowReadersHoldNobodyUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "server.db")
	if mapping(path) == 0 {
		t.Skip("files are mapped without room to grow on Windows, on 32 bits and under a limit of addresses (ulimit -v): readers hold writers up there, as docs/server.md says")
	}
	e := open(t, path)
	space := model.ID{1}
	if err := e.Create(t.Context(), storage.Workspace{ID: space, Name: "atlas"}, model.ID{2}); err != nil {
		t.Fatal(err)
	}
	err := e.View(t.Context(), space, func(storage.ReadTx) error {
		others := make(chan error)
		go func() { // bbolt forbids two transactions of one goroutine
			for i := range 8 {
				big := causal.NewState("lead", model.ID{byte(i)})
				big.Made = true
				big.Registers["notes"] = []causal.Dot{{Value: canonical.AppendString(nil, strings.Repeat("x", 1<<20))}}
				others <- e.Update(t.Context(), space, func(tx storage.Tx) error { return tx.PutStates([]*causal.State{big}) })
				others <- e.View(t.Context(), space, func(storage.ReadTx) error { return nil })
			}
			close(others)
		}()
		var all error
		for err := range others {
			all = errors.Join(all, err)
		}
		return all
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Room to grow is addresses: a small file is small.
func TestASmallFileIsSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "server.db")
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Create(t.Context(), storage.Workspace{ID: model.ID{1}, Name: "atlas"}, model.ID{2}), e.Close()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 2*growth {
		t.Errorf("it has %d bytes, %v", info.Size(), err)
	}
}
