package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"tradedesk/model"
)

const (
	// scoreDelay is how long after opening the offers are read when nobody needs
	// them: the first screen comes before.
	scoreDelay = 300 * time.Millisecond
	// rescoreSettle is how long suppliers must be left alone before leads are
	// scored anew with what they offer.
	rescoreSettle = 2 * time.Second
	// rescorePause is how long others have the file between two batches of leads
	// that are scored anew.
	rescorePause = 20 * time.Millisecond
	// scoreTick is how often it is looked which scores time has changed.
	scoreTick = time.Minute
)

// scorekeeper knows what our suppliers offer, which scores depend on.
type scorekeeper struct {
	now   func() time.Time
	need  func()        // says that offers are needed now
	begun chan struct{} // closed when they are
	ready chan struct{} // closed when offers are known, or cannot be
	stale chan struct{} // holds one when suppliers changed

	mu     sync.Mutex
	offers *model.Offers
	failed error
}

func newScorekeeper(now func() time.Time) *scorekeeper {
	begun := make(chan struct{})
	return &scorekeeper{
		now: now, need: sync.OnceFunc(func() { close(begun) }), begun: begun, ready: make(chan struct{}), stale: make(chan struct{}, 1),
	}
}

// context gives what a score depends on, as of now. Offers are replaced, never
// written into, so that scores can be made while suppliers change.
func (k *scorekeeper) context() model.ScoreContext {
	k.mu.Lock()
	defer k.mu.Unlock()
	return model.ScoreContext{Now: k.now(), Offers: k.offers}
}

// known waits until the offers are known: a lead that is written before would
// get too low a score.
func (k *scorekeeper) known(ctx context.Context) error {
	k.need()
	select {
	case <-k.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.failed
}

// follow notes that suppliers changed. News name all kinds that changed, also
// when they cannot name all records.
func (k *scorekeeper) follow(n News) {
	if !slices.Contains(n.Kinds, model.KindSupplier) {
		return
	}
	select {
	case k.stale <- struct{}{}:
	default:
	}
}

// read makes the offers from the suppliers there are.
func (k *scorekeeper) read(ctx context.Context, w *owner) error {
	fresh := &model.Offers{}
	err := w.store.Records(ctx, Query{Kind: model.KindSupplier}, func(r model.Record) error {
		if s, ok := r.(*model.Supplier); ok {
			fresh.Add(s)
		}
		return nil
	})
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		return fmt.Errorf("reading what suppliers offer: %w", err)
	}
	k.offers = fresh
	return nil
}

// keepScores is the background work that keeps scores true: it reads the offers
// soon after opening, or when they are needed, follows the scores that change as
// time passes, and scores all leads anew when suppliers changed.
func (w *owner) keepScores() {
	k := w.score
	select {
	case <-k.begun:
	case <-time.After(scoreDelay):
	case <-w.base.Done():
	}
	err := k.read(w.base, w)
	k.mu.Lock()
	k.failed = err
	k.mu.Unlock()
	close(k.ready)
	if err != nil {
		return
	}
	w.rescoreDue()
	w.tidy()
	tick := time.NewTicker(scoreTick)
	defer tick.Stop()
	var settled <-chan time.Time
	for {
		select {
		case <-w.base.Done():
			return
		case <-k.stale:
			settled = time.After(rescoreSettle)
		case <-settled:
			settled = nil
			if w.score.read(w.base, w) == nil {
				w.rescored(w.store.Rescore(w.base, w.betweenScores))
			}
		case <-tick.C:
			w.index.rest()
			w.rescoreDue()
			w.tidy()
		}
	}
}

func (w *owner) rescoreDue() { w.rescored(w.store.RescoreDue(w.base, w.betweenScores)) }

// tidy is work that may wait, too: what it leaves is read all the same.
func (w *owner) tidy() {
	if w.loading.Load() > 0 {
		return // what is loaded now would be merged again and again
	}
	_, _ = w.store.Tidy(w.base, func() error { return w.betweenScores(0) })
}

// betweenScores lets others at the file.
func (w *owner) betweenScores(int) error {
	select {
	case <-w.base.Done():
		return w.base.Err()
	case <-time.After(rescorePause):
		return nil
	}
}

// rescored tells who watches. It is work that may fail: scores then stay as they
// were, and the next time goes on.
func (w *owner) rescored(changed int, _ error) {
	if changed > 0 {
		w.news.publish(News{All: true, Kinds: []model.Kind{model.KindLead}})
	}
}
