package search

import (
	"errors"
	"os"
	"sync"
	"testing"
)

// TestScratchIsSweptByAnother: a segment that is begun sweeps the directory, where another
// may have just made its scratch files.
func TestScratchIsSweptByAnother(t *testing.T) {
	dir := t.TempDir()
	var sweeping sync.WaitGroup
	done := make(chan struct{})
	sweeping.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				if err := removeLeft(dir); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for range 500 {
		s, err := newSpool(dir)
		if err == nil {
			err = errors.Join(s.add(&Document{Text: "nord foods"}), s.close())
		}
		if err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	sweeping.Wait()
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
}

// TestScratchKeepsItsName: where a file in use cannot lose its name, it loses it when it is
// closed, unless it was swept away by then.
func TestScratchKeepsItsName(t *testing.T) {
	dir := t.TempDir()
	for _, swept := range []bool{false, true} {
		f, err := os.CreateTemp(dir, besideFile)
		if err != nil {
			t.Fatal(err)
		}
		if swept {
			if err := os.Remove(f.Name()); err != nil {
				t.Fatal(err)
			}
		}
		if err := (scratch{File: f}).Close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
}
