package client

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"tradedesk/store"
)

// ahead is a call that was made before its turn, while what came of the one before is
// written down. It counts when the next step is exactly what it was made for. Otherwise
// it is given up, which to the desk and to the server is a reply that was lost on its way.
type ahead struct {
	pull     *reading[logPage]
	push     *pushing
	snapshot *reading[recordPages]
}

func (a ahead) giveUp() {
	if a.pull != nil {
		a.pull.call.giveUp()
	}
	if a.push != nil {
		a.push.call.giveUp()
	}
	if a.snapshot != nil {
		a.snapshot.call.giveUp()
	}
}

// GiveUp ends the call that was made ahead, if there is one, and waits for its end: who
// has no further steps to make, or changes who the desk is, says so.
func (e *Engine) GiveUp() {
	e.ahead.giveUp()
	e.ahead = ahead{}
}

// reading is a call for a page under way.
type reading[Page any] struct {
	wire  *wire
	query url.Values
	call  *underWay[Page]
}

// take gives the reading that was made ahead, nil when it is not the one wanted. Other
// calls that were made ahead are given up.
func take[Page any](e *Engine, p *reading[Page], w *wire, query url.Values) *reading[Page] {
	if p == nil || !p.wire.same(w) || p.query.Encode() != query.Encode() {
		e.GiveUp()
		return nil
	}
	e.ahead = ahead{}
	return p
}

// takePush is take for a push: the desk stands where the call says that it does, and
// first is the first change that waits.
func (e *Engine) takePush(w *wire, l store.Link, first uint64) *pushing {
	p := e.ahead.push
	if p == nil || !p.wire.same(w) || p.batch.cursor != l.Cursor || p.batch.sent != l.Sent || p.batch.ops[0].N != first {
		e.GiveUp()
		return nil
	}
	e.ahead = ahead{}
	return p
}

// same reports whether calls are made to the same server in the same words.
func (w *wire) same(other *wire) bool {
	return w.client == other.client && w.base == other.base && w.token == other.token &&
		maps.EqualFunc(w.header, other.header, slices.Equal[[]string])
}

// underWay is a call whose reply is waited for later.
type underWay[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	reply  T
	err    error
}

// begin makes a call by run, which may do it in another goroutine; that lasts until
// somebody waits for the reply or gives it up.
func begin[T any](ctx context.Context, run func(func()), call func(context.Context) (T, error)) *underWay[T] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	u := &underWay[T]{cancel: cancel, done: make(chan struct{})}
	run(func() {
		defer close(u.done)
		u.reply, u.err = call(ctx)
	})
	return u
}

// wait gives the reply; the call is given up when ctx ends before it.
func (u *underWay[T]) wait(ctx context.Context) (T, error) {
	select {
	case <-u.done:
		u.cancel()
		return u.reply, u.err
	case <-ctx.Done():
		u.giveUp()
		var none T
		return none, ctx.Err()
	}
}

func (u *underWay[T]) giveUp() {
	u.cancel()
	<-u.done
}
