package server

import (
	"context"
	"sync"
	"time"

	"tradedesk/model"
)

// polling asks an engine that tells no news how far its logs go: once for all who listen
// to a workspace, and only while somebody does.
type polling struct {
	head  func(ctx context.Context, workspace model.ID) (uint64, error)
	every time.Duration

	mu   sync.Mutex
	open map[model.ID]*poller
}

// poller asks for one workspace.
type poller struct {
	listeners map[chan struct{}]bool
	end       context.CancelFunc
	done      chan struct{} // closed when it asks no more
}

// watch is what storage.Watcher promises.
func (p *polling) watch(workspace model.ID) (grew <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.open[workspace]
	if one == nil {
		ctx, end := context.WithCancel(context.Background())
		one = &poller{map[chan struct{}]bool{}, end, make(chan struct{})}
		p.open[workspace] = one
		go p.ask(ctx, workspace, one)
	}
	one.listeners[c] = true
	return c, sync.OnceFunc(func() { p.leave(workspace, one, c) })
}

// leave ends the asking with the last who listens, and waits for that.
func (p *polling) leave(workspace model.ID, one *poller, c chan struct{}) {
	p.mu.Lock()
	delete(one.listeners, c)
	last := len(one.listeners) == 0
	if last {
		delete(p.open, workspace)
	}
	p.mu.Unlock()
	if last {
		one.end()
		<-one.done
	}
}

func (p *polling) ask(ctx context.Context, workspace model.ID, one *poller) {
	defer close(one.done)
	ticks := time.NewTicker(p.every)
	defer ticks.Stop()
	told, looked := uint64(0), false
	for {
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
		head, err := p.head(ctx, workspace)
		// Who listens learns of an error when he looks himself.
		if err != nil || !looked || head != told {
			p.wake(one)
		}
		told, looked = head, err == nil
	}
}

func (p *polling) wake(one *poller) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range one.listeners {
		select {
		case c <- struct{}{}:
		default: // it has not looked since it was woken last
		}
	}
}
