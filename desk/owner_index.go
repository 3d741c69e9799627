package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"tradedesk/model"
	"tradedesk/search"
	"tradedesk/store"
)

// indexKeeper keeps the search index in step with the store. The index is read
// when it is first needed: a command that searches nothing does not pay for it.
type indexKeeper struct {
	index *search.Index

	// turn is held while the index follows a commit, and excerpts are read
	// while it is held: the last to follow leaves the newest.
	turn   sync.Mutex
	begun  bool
	loaded chan struct{}
	failed error // why loading ended, once loaded is closed
}

func newIndexKeeper(x *search.Index) *indexKeeper {
	return &indexKeeper{index: x, loaded: make(chan struct{})}
}

// begin starts to load the index, once, as work of the owner.
func (k *indexKeeper) begin(w *owner) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if k.begun {
		return
	}
	k.begun = true
	w.work.Go(func() {
		defer close(k.loaded)
		k.failed = k.index.Load(w.base, w.store.Excerpts)
	})
}

// find searches once the index is there.
func (k *indexKeeper) find(ctx context.Context, q SearchQuery) (SearchResult, error) {
	select {
	case <-k.loaded:
	case <-ctx.Done():
		return SearchResult{}, ctx.Err()
	}
	if k.failed != nil {
		return SearchResult{}, fmt.Errorf("reading what is searched: %w", k.failed)
	}
	return k.index.Find(ctx, q)
}

// follow brings the index up to date with a commit. What cannot be read is left
// as it was: a hit is looked up again before it is shown.
func (k *indexKeeper) follow(ctx context.Context, st *store.Store, n News) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if !k.begun {
		return
	}
	if n.All {
		_ = k.index.Load(ctx, st.Excerpts)
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
