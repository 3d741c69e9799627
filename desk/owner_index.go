package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/search"
	"tradedesk/store"
)

// Bounds of the search index.
const (
	// indexRest is how long nobody must search for the index to be let go of.
	indexRest = 5 * time.Minute
	// indexChanges is how many single changes the index follows before it is
	// better read anew.
	indexChanges = 20_000
)

// indexKeeper keeps the search index in step with the store. The index is read
// when somebody searches, and let go of when nobody does: who searches nothing
// does not pay for it.
type indexKeeper struct {
	index *search.Index
	now   func() time.Time

	// turn is held while the index follows a commit, and excerpts are read
	// while it is held: the last to follow leaves the newest.
	turn    sync.Mutex
	reading *indexReading // nil when nothing was searched lately
	used    time.Time
}

// indexReading is the index being read, or read.
type indexReading struct {
	done   chan struct{} // closed when it is read
	failed error         // why it ended, once done is closed
	stale  bool          // more changed since than was followed; over it is turn
}

func newIndexKeeper(x *search.Index, now func() time.Time) *indexKeeper {
	return &indexKeeper{index: x, now: now}
}

// begin gives the index as it is being read, and starts that as work of the owner
// when there is none or it is out of date.
func (k *indexKeeper) begin(w *owner) *indexReading {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.used = k.now()
	if k.reading != nil && !k.reading.unfit() {
		return k.reading
	}
	k.index.Clear() // two at once would take twice the memory
	reading := &indexReading{done: make(chan struct{})}
	k.reading = reading
	w.work.Go(func() {
		defer close(reading.done)
		reading.failed = k.index.Load(w.base, w.store.Excerpts)
	})
	return reading
}

// unfit says that the index is read and yet no use.
func (r *indexReading) unfit() bool {
	select {
	case <-r.done:
		return r.stale || r.failed != nil
	default:
		return false
	}
}

// find searches once the index is there. An index that much changed under while
// it was read is read once more, so that what was in before the search is found.
func (k *indexKeeper) find(ctx context.Context, w *owner, q SearchQuery) (SearchResult, error) {
	for range 2 {
		reading := k.begin(w)
		select {
		case <-reading.done:
		case <-ctx.Done():
			return SearchResult{}, ctx.Err()
		}
		if reading.failed != nil {
			return SearchResult{}, fmt.Errorf("reading what is searched: %w", reading.failed)
		}
		if k.current(reading) {
			break
		}
	}
	return k.index.Find(ctx, q)
}

func (k *indexKeeper) current(r *indexReading) bool {
	k.turn.Lock()
	defer k.turn.Unlock()
	return !r.stale
}

// follow brings the index up to date with a commit. What cannot be read is left
// as it was: a hit is looked up again before it is shown.
func (k *indexKeeper) follow(ctx context.Context, st *store.Store, n News) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if k.reading == nil || k.reading.stale {
		return
	}
	if n.All || k.index.Changed() > indexChanges {
		k.reading.stale = true
		return
	}
	var changed []model.Excerpt
	var removed []model.ID
	for _, id := range n.Records {
		e, err := st.Excerpt(ctx, id)
		if errors.Is(err, ErrNotFound) {
			removed = append(removed, id)
		} else if err == nil {
			changed = append(changed, e)
		}
	}
	k.index.Update(changed, removed)
}

// rest lets go of the index when nobody has searched for a while.
func (k *indexKeeper) rest() {
	k.turn.Lock()
	defer k.turn.Unlock()
	if k.reading == nil || k.now().Sub(k.used) < indexRest {
		return
	}
	select {
	case <-k.reading.done:
		k.reading = nil
		k.index.Clear()
	default:
	}
}
