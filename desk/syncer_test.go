package desk

import (
	"context"
	"errors"
	"testing"
	"time"

	"tradedesk/model/value"
	"tradedesk/store"
	"tradedesk/sync/client"
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

// When the next try is due is said from a call that failed until one goes through, by a desk
// that calls by itself.
func TestTheNextTryIsSaidUntilACallGoesThrough(t *testing.T) {
	next := fixedNow().Add(40 * time.Second)
	s := &standing{mode: SyncAutomatic}
	says := func(l store.Link) value.Instant {
		out := Status{Mode: s.modeNow()}
		s.describe(&out, l, heard{})
		return out.NextTry
	}
	s.exchanged(Exchange{Call: client.CallPull, Error: "no answer"}, nil, "")
	s.pause(errors.New("no answer"), next, time.Time{})
	if got := says(store.Link{}); got != value.At(next) {
		t.Errorf("after a failure it is %s, want %s", got, value.At(next))
	}
	if got := says(store.Link{Stopped: client.StoppedRevoked}); !got.IsZero() {
		t.Errorf("of a desk that was shut out it is %s", got)
	}
	s.setMode(SyncManual)
	if got := says(store.Link{}); !got.IsZero() {
		t.Errorf("of a desk that calls when told it is %s", got)
	}
	s.setMode(SyncAutomatic)
	s.exchanged(Exchange{Call: client.CallPush, Ops: 1000}, &SyncProgress{Done: 1000, Total: 12_000}, "")
	if got := says(store.Link{}); !got.IsZero() {
		t.Errorf("while what waits is sent it is %s", got)
	}
	s.pause(nil, next, fixedNow())
	if got := says(store.Link{}); !got.IsZero() {
		t.Errorf("when all is in step it is %s: that is a look, and no try again", got)
	}
}
