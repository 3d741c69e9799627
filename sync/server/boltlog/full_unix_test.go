//go:build unix

package boltlog

import (
	"os"
	"syscall"
	"testing"

	"tradedesk/sync/server/storage"
)

// whenFull lets no file of this process grow beyond the size that the engine's has.
func whenFull(t *testing.T, s storage.Storage, do func()) {
	info, err := os.Stat(s.(*Engine).db.Path())
	if err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limited := before
	limited.Cur = uint64(info.Size())
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limited); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Fatal(err)
		}
	}()
	do()
}
