package desk

import (
	"context"
	"time"

	"tradedesk/model"
)

const (
	// fewChanged is how many records the index is told of while who changed them waits:
	// they are found as soon as the change is done.
	fewChanged = 256
	// toldAtOnce is how many it is told of in one go; a search waits for no more.
	toldAtOnce = 64
	// mostBehind bounds what is remembered of what the index was not told of yet.
	mostBehind = 500_000
	// manyParts is after how many parts of one size larger ones are set aside.
	manyParts = 8
)

// behind is what changed and the index was not told of yet: of an import, which does not
// wait for it. A worker of the owner tells it.
type behind struct {
	ids     []model.ID
	working bool
	came    uint64 // records that were ever late
	told    uint64 // of these the index knows
	waiting []waiting
}

// waiting is a search that waits until the index knows what came before it.
type waiting struct {
	came uint64
	done chan struct{}
}

// clear forgets what the index was to be told of.
func (b *behind) clear() {
	b.ids = nil
	b.tell(b.came - b.told)
}

// tell notes that the index knows so many more.
func (b *behind) tell(more uint64) {
	b.told += more
	left := b.waiting[:0]
	for _, one := range b.waiting {
		if one.came <= b.told {
			close(one.done)
		} else {
			left = append(left, one)
		}
	}
	b.waiting = left
}

// follow brings the index up to date with a commit, at once when it is a small one. What
// is not known makes it stale.
func (k *indexKeeper) follow(w *owner, n News) {
	k.turn.Lock()
	defer k.turn.Unlock()
	ids := n.Changed
	if len(ids) == 0 {
		ids = n.Records
	}
	making := k.making != nil && k.making.over() == nil
	if n.All && len(n.Changed) == 0 || len(k.behind.ids)+len(ids) > mostBehind {
		k.missed()
		return
	}
	k.noted.add(ids)
	switch {
	case !making && !k.right():
	case len(ids) > fewChanged, len(k.behind.ids) > 0:
		k.late(w, ids)
	default:
		if err := k.update(w.base, w.store, ids); err != nil {
			k.missed()
			return
		}
		if k.right() {
			k.renew(w)
		}
	}
}

// missed says that more changed than is known: of the segment that is open, and of the one
// that is being made. turn is held.
func (k *indexKeeper) missed() {
	k.noted.forget()
	k.behind.clear()
	k.stale = k.open || k.making != nil
	if k.making != nil {
		k.making.missed = true
	}
}

// late notes what the index is to be told of. turn is held.
func (k *indexKeeper) late(w *owner, ids []model.ID) {
	k.behind.ids = append(k.behind.ids, ids...)
	k.behind.came += uint64(len(ids))
	k.work(w)
}

// work has a worker tell the index what it does not know yet, once there is a segment.
// turn is held.
func (k *indexKeeper) work(w *owner) {
	if !k.open || k.behind.working || len(k.behind.ids) == 0 {
		return
	}
	k.behind.working = true
	w.work.Go(func() { k.catchUp(w) })
}

// catchUp tells the index what it does not know yet, some records at a time, and half of the
// time while an import needs the machine. What is much is set aside, so that no key looks
// through it one by one.
func (k *indexKeeper) catchUp(w *owner) {
	for began := time.Now(); k.tellSome(w); began = time.Now() {
		rest := indexPause
		if w.loading.Load() > 0 {
			rest = max(rest, time.Since(began))
		}
		err := w.pauseFor(rest)
		// The more parts there are the larger they become: each is searched.
		if err == nil && k.index.Changed() > indexMerge*(1+k.index.Parts()/manyParts) {
			err = k.index.SetAside(w.base, w.pauseIndex)
		}
		if err != nil {
			k.turn.Lock()
			k.behind.working = false
			k.missed()
			k.turn.Unlock()
			return
		}
	}
}

// tellSome tells the index of some records, and whether there are more.
func (k *indexKeeper) tellSome(w *owner) bool {
	k.turn.Lock()
	defer k.turn.Unlock()
	n := min(len(k.behind.ids), toldAtOnce)
	if !k.open || n == 0 {
		k.behind.working = false
		if k.right() {
			k.renew(w)
		}
		return false
	}
	if err := k.update(w.base, w.store, k.behind.ids[:n]); err != nil {
		k.behind.working = false
		k.missed()
		return false
	}
	k.behind.ids = k.behind.ids[n:]
	k.behind.tell(uint64(n))
	return true
}

// caughtUp waits until the index knows what changed before, unless it is stale anyway.
func (k *indexKeeper) caughtUp(ctx context.Context) error {
	k.turn.Lock()
	if !k.right() || len(k.behind.ids) == 0 {
		k.turn.Unlock()
		return nil
	}
	one := waiting{came: k.behind.came, done: make(chan struct{})}
	k.behind.waiting = append(k.behind.waiting, one)
	k.turn.Unlock()
	select {
	case <-one.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
