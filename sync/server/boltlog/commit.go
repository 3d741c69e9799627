package boltlog

import (
	"context"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"tradedesk/sync/server/storage"
)

// write is one caller's part of a commit.
type write struct {
	ctx  context.Context
	fn   func(*bbolt.Tx) error
	done chan error
}

// mostTogether bounds how many writes one commit holds.
const mostTogether = 64

// write hands fn to who commits and waits for the disk.
func (e *Engine) write(ctx context.Context, fn func(*bbolt.Tx) error) error {
	w := &write{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case e.writes <- w:
		return <-w.done
	case <-e.closing:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commitAll commits what is waiting together: while one commit waits for the disk,
// the writes of the next gather, so that one pusher waits for nobody and many share
// the disk.
func (e *Engine) commitAll() {
	defer close(e.done)
	for {
		select {
		case first := <-e.writes:
			e.commit(e.gather(first))
		case <-e.closing:
			return
		}
	}
}

func (e *Engine) gather(first *write) []*write {
	together := []*write{first}
	for len(together) < mostTogether {
		select {
		case w := <-e.writes:
			together = append(together, w)
		default:
			return together
		}
	}
	return together
}

// commit commits writes in one transaction. One that fails is told so; those before it
// went well and are committed without it, those behind it come next. So no write runs
// more than twice, however many fail.
func (e *Engine) commit(together []*write) {
	for len(together) > 0 {
		failed, err := e.try(together)
		if failed < 0 {
			for _, w := range together {
				w.done <- storage.Full(err)
			}
			return
		}
		together[failed].done <- storage.Full(err)
		e.commit(together[:failed])
		together = together[failed+1:]
	}
}

// try makes writes in one transaction, and says which of them failed, -1 when none did:
// then err is how the commit went. One that panics fails as any other, with its stack:
// it would take all callers down with it.
func (e *Engine) try(together []*write) (failed int, err error) {
	failed = -1
	defer func() {
		if p := recover(); p != nil { // bbolt has rolled the transaction back
			err = fmt.Errorf("a write panicked: %v\n%s", p, debug.Stack())
		}
	}()
	err = e.db.Update(func(tx *bbolt.Tx) error {
		for i, w := range together {
			failed = i
			err := w.ctx.Err()
			if err == nil {
				err = w.fn(tx)
			}
			if err != nil {
				return err
			}
		}
		failed = -1
		return nil
	})
	return failed, err
}
