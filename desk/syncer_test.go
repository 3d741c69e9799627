package desk

import (
	"context"
	"testing"
)

// A file that cannot be read for once is looked at again by itself, and who waits is told.
func TestTheSyncerLooksAgainAtAFileThatFails(t *testing.T) {
	d := openManual(t, t.TempDir())
	defer d.Close()
	w := ownerOf(t, d)
	s := newSyncer(w)
	if wait, again := s.work(context.Background()); again {
		t.Errorf("a desk without a server looks again in %s", wait)
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	r := &round{ctx: context.Background(), moved: make(chan SyncProgress, 1), done: make(chan error, 1)}
	s.asked = []*round{r}
	if wait, again := s.work(context.Background()); !again || wait != fileLook {
		t.Errorf("it looks again: %v, in %s", again, wait)
	}
	if err := <-r.done; err == nil {
		t.Error("who waits is told that all is in step")
	}
}
