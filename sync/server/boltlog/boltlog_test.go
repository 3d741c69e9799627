package boltlog

import (
	"path/filepath"
	"testing"

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
