package desk

import (
	"context"
	"slices"
	"sync"

	"tradedesk/model"
)

// newsLimit is how many records one News names at most; more become All.
const newsLimit = 1000

// broker hands news to watchers. A watcher that is slow gets what it missed
// joined into one: it is told that it must look again, not how often.
type broker struct {
	mu       sync.Mutex
	watchers map[*watcher]bool
	closed   chan struct{}
	pumps    sync.WaitGroup
}

type watcher struct {
	pending *News // guarded by the broker's mu
	signal  chan struct{}
}

func newBroker() *broker {
	return &broker{watchers: map[*watcher]bool{}, closed: make(chan struct{})}
}

// watch gives the news from now on; the channel is closed when ctx ends or the
// broker closes.
func (b *broker) watch(ctx context.Context) (<-chan News, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.isClosed() {
		return nil, ErrClosed
	}
	w := &watcher{signal: make(chan struct{}, 1)}
	b.watchers[w] = true
	out := make(chan News)
	b.pumps.Go(func() {
		defer close(out)
		defer b.forget(w)
		b.pump(ctx, w, out)
	})
	return out, nil
}

// pump joins what comes while the reader has not yet taken the last.
func (b *broker) pump(ctx context.Context, w *watcher, out chan<- News) {
	var held *News
	for {
		var ready chan<- News
		var next News
		if held != nil {
			ready, next = out, *held
		}
		select {
		case <-ctx.Done():
			return
		case <-b.closed:
			return
		case ready <- next:
			held = nil
		case <-w.signal:
			held = join(held, b.take(w))
		}
	}
}

func (b *broker) take(w *watcher) *News {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := w.pending
	w.pending = nil
	return n
}

func (b *broker) forget(w *watcher) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.watchers, w)
}

// publish never waits for a watcher.
func (b *broker) publish(n News) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for w := range b.watchers {
		w.pending = join(w.pending, &n)
		select {
		case w.signal <- struct{}{}:
		default:
		}
	}
}

// close ends every watch and waits for them.
func (b *broker) close() {
	b.mu.Lock()
	if !b.isClosed() {
		close(b.closed)
	}
	b.mu.Unlock()
	b.pumps.Wait()
}

func (b *broker) isClosed() bool {
	select {
	case <-b.closed:
		return true
	default:
		return false
	}
}

// join gives one News that says what both say. Author, label and action stay
// only when both have the same.
func join(a, b *News) *News {
	if a == nil || b == nil {
		if a == nil {
			a = b
		}
		return a
	}
	if onlySync(a) || onlySync(b) { // who and what is that of the records
		out := *a
		if onlySync(a) {
			out = *b
		}
		out.Sync = true
		return &out
	}
	out := News{All: a.All || b.All, Sync: a.Sync || b.Sync}
	if a.By == b.By {
		out.By = a.By
	}
	if a.Label == b.Label {
		out.Label = a.Label
	}
	if a.Action == b.Action {
		out.Action = a.Action
	}
	out.Kinds = union(a.Kinds, b.Kinds)
	if !out.All {
		out.Records = union(a.Records, b.Records)
	}
	if len(out.Records) > newsLimit {
		out.All, out.Records = true, nil
	}
	return &out
}

func onlySync(n *News) bool { return n.Sync && !n.All && len(n.Records) == 0 && len(n.Kinds) == 0 }

// union keeps the order of first appearance.
func union[T model.ID | model.Kind](a, b []T) []T {
	seen := make(map[T]bool, len(a)+len(b))
	out := slices.Concat(a, b)
	return slices.DeleteFunc(out, func(v T) bool {
		known := seen[v]
		seen[v] = true
		return known
	})
}
