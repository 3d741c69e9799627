package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"tradedesk/model"
	"tradedesk/search"
	"tradedesk/search/query"
	"tradedesk/store"
)

// Bounds of the search index.
const (
	// indexRest is how long nobody must search for the index to be let go of.
	indexRest = 5 * time.Minute
	// indexMerge is how many records may have changed beside the segment before one is
	// made with them in it.
	indexMerge = 10_000
	// indexChanges is how many changes are remembered; behind more of them the segment
	// is made anew.
	indexChanges = 20_000
	// indexPatience is how long a search waits for a segment that is being made before
	// all records are looked through in its place.
	indexPatience = 300 * time.Millisecond
	// indexRetry is how long nothing is made after that failed, as on a full disk.
	indexRetry = time.Minute
	// indexPause lets others at the machine while a segment is made.
	indexPause = 500 * time.Microsecond
	// indexHeld is how long at the most some thousand records of a segment that is made wait
	// for searches: who goes on typing does not keep it from being made.
	indexHeld = 50 * time.Millisecond
)

// indexKeeper keeps the search index in step with the store. Its segment is opened when
// somebody searches, made when there is none that fits, and let go of when nobody
// searches: who searches nothing does not pay for it.
type indexKeeper struct {
	index *search.Index
	place place
	now   func() time.Time

	// turn is held while the index follows a commit, and records are read while it is
	// held: the last to follow leaves the newest.
	turn sync.Mutex
	// noted is what changed since the segment was made, whether it is open or not.
	noted  noted
	open   bool // the segment is taken up
	stale  bool // more changed than is known: the segment is still there, and behind
	behind behind
	making *making
	used   time.Time

	answering atomic.Int32 // searches under way, which what is made lets go first
}

func newIndexKeeper(w *owner) *indexKeeper {
	lookup := func(id model.ID) (model.Excerpt, model.Record, error) {
		return w.store.Excerpt(context.Background(), id)
	}
	k := &indexKeeper{index: search.New(w.place.segment(), lookup), place: w.place, now: w.o.Now}
	k.noted = takeNoted(w.place, k.deskOf(w), w.store.State())
	return k
}

// indexDesk is the setting that tells the desk from others, so that a file of another's
// index is not taken for its own.
const indexDesk = "search.desk"

// deskOf gives what is set, zero when nothing is.
func (k *indexKeeper) deskOf(w *owner) model.ID {
	set, err := w.store.Setting(context.Background(), indexDesk)
	if err != nil {
		return model.ID{}
	}
	id, err := model.ParseID(set)
	if err != nil {
		return model.ID{}
	}
	return id
}

// find answers a search: from the index, or by a look through all records while it is
// made.
func (k *indexKeeper) find(ctx context.Context, w *owner, q search.Query) (SearchResult, error) {
	began, m := time.Now(), k.prepare(w)
	patience := indexPatience
	if q.Budget > 0 {
		patience = min(patience, q.Budget/2)
	}
	if m != nil && q.Session != "" {
		select {
		case <-m.done:
			m = k.prepare(w)
		case <-time.After(patience):
		case <-ctx.Done():
			return SearchResult{}, ctx.Err()
		}
	} else if m != nil {
		// A line that is searched once leaves the index for the next.
		select {
		case <-m.done:
			m = k.prepare(w)
		case <-ctx.Done():
			return SearchResult{}, ctx.Err()
		}
	}
	if q.Budget == 0 {
		if err := k.caughtUp(ctx); err != nil {
			return SearchResult{}, err
		}
	}
	if q.Budget > 0 {
		q.Budget = max(q.Budget/2, q.Budget-time.Since(began))
	}
	k.answering.Add(1)
	defer k.answering.Add(-1)
	if ready, late := k.standing(); ready || late && q.Budget > 0 {
		result, err := k.index.Find(ctx, q)
		if err == nil {
			result.Partial = result.Partial || late
			return SearchResult{Result: result, Making: m.progress()}, nil
		}
		if !search.Unfit(err) {
			return SearchResult{}, err
		}
		if err := k.discard(); err != nil {
			return SearchResult{}, fmt.Errorf("taking a damaged index away: %w", err)
		}
		m = k.prepare(w)
	}
	result, err := search.Scan(ctx, q, func(yield func(model.Excerpt, model.Record) error) error {
		return w.store.Excerpts(ctx, yield)
	})
	return SearchResult{Result: result, Making: m.progress(), Unmade: k.unmade()}, err
}

// unmade says why no segment was made, "" when there is one or one is being made.
func (k *indexKeeper) unmade() string {
	k.turn.Lock()
	defer k.turn.Unlock()
	if k.right() || k.making == nil || k.making.over() == nil || k.making.failed == nil {
		return ""
	}
	return k.making.failed.Error()
}

// standing says whether the index knows all, or is there and late.
func (k *indexKeeper) standing() (ready, late bool) {
	k.turn.Lock()
	defer k.turn.Unlock()
	knows := k.right() && len(k.behind.ids) == 0
	return k.open && knows, k.open && !knows
}

// right reports whether the index knows all but what it is behind with. turn is held.
func (k *indexKeeper) right() bool { return k.open && !k.stale }

// prepare opens the segment when it fits and is not open; else it starts making one, as
// work of the owner, and gives that. It gives nil when none is waited for: the index knows
// all or soon will, or it is stale by an import, after which it is made anew.
func (k *indexKeeper) prepare(w *owner) *making {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.used = k.now()
	if k.making != nil && k.making.over() == nil {
		if k.right() {
			return nil
		}
		return k.making
	}
	if !k.open && k.noted.known {
		k.open = k.takeUp(w) == nil
		k.work(w)
	}
	switch {
	case k.right():
		k.renew(w)
		return nil
	case k.open && w.loading.Load() > 0, k.failedLately():
		return nil
	}
	k.make(w)
	return k.making
}

// failedLately reports whether a segment could not be made a moment ago, and not because the
// one before was found to be damaged meanwhile.
func (k *indexKeeper) failedLately() bool {
	m := k.making
	return m != nil && m.over() != nil && m.failed != nil && !errors.Is(m.failed, search.ErrLetGo) && k.now().Sub(m.began) < indexRetry
}

// renew makes one segment of all when much changed, and nothing is coming in. turn is held.
func (k *indexKeeper) renew(w *owner) {
	if k.making != nil && k.making.over() == nil || w.loading.Load() > 0 || k.failedLately() {
		return
	}
	if k.index.Changed() > indexMerge || k.index.Parts() > 1 {
		k.make(w)
	}
}

// takeUp opens the segment and brings it up to date. turn is held.
func (k *indexKeeper) takeUp(w *owner) error {
	stamp, err := k.index.Open()
	switch {
	case err == nil && stamp != k.noted.stamp:
		err = search.ErrUnfit
	case err == nil && len(k.noted.changed) > fewChanged:
		k.late(w, k.noted.list())
	case err == nil:
		err = k.update(w.base, w.store, k.noted.list())
	}
	if err != nil {
		k.noted.forget()
		k.behind.clear()
		return errors.Join(err, k.index.Close())
	}
	return nil
}

// update reads records anew into the index. turn is held.
func (k *indexKeeper) update(ctx context.Context, st *store.Store, ids []model.ID) error {
	var changed []search.Document
	var removed []model.ID
	for _, id := range ids {
		e, r, err := st.Excerpt(ctx, id)
		switch {
		case errors.Is(err, ErrNotFound) || err == nil && e.Deleted:
			removed = append(removed, id)
		case err != nil:
			return err
		default:
			changed = append(changed, search.DocumentOf(e, r))
		}
	}
	return k.index.Update(changed, removed)
}

// discard takes a segment away that cannot be used.
func (k *indexKeeper) discard() error {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.noted.forget()
	k.behind.clear()
	k.open = false
	return k.index.Discard()
}

// rest lets go of the index when nobody has searched for a while.
func (k *indexKeeper) rest() {
	k.turn.Lock()
	defer k.turn.Unlock()
	if !k.open || k.now().Sub(k.used) < indexRest || len(k.behind.ids) > 0 || k.making != nil && k.making.over() == nil {
		return
	}
	k.open = false
	// It was only read; what changed is noted.
	_ = k.index.Close()
	if k.stale {
		k.noted.forget()
	}
}

// close lets go of the index, and writes down what changed since its segment was made.
// state is that of the store when it was closed.
func (k *indexKeeper) close(state uint64) error {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.open = false
	err := k.index.Close()
	if k.stale {
		k.noted.forget()
	}
	k.noted.keep(k.place, state)
	return err
}

// values gives values of a filter that records have, those first that most have.
func (k *indexKeeper) values(ctx context.Context, of query.Name, typed string, limit int) []string {
	// Nothing is offered when the index cannot be read; a search says why.
	values, _ := k.index.Values(ctx, of, typed, limit)
	return values
}
