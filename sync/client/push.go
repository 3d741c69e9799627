package client

import (
	"context"
	"fmt"
	"net/http"

	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// batch is what one push carries.
type batch struct {
	ops    []causal.Op
	cursor causal.Cursor // where the desk stands
	body   protocol.Push
	sent   uint64 // the last counter that the server has before it
	last   uint64 // the last counter of the batch
	more   bool   // there are others behind it
}

// pushing is a push under way.
type pushing struct {
	wire  *wire
	batch batch
	size  int // bytes of its body
	call  *underWay[protocol.Pushed]
}

// batchBehind reads what waits behind a counter, for a server that has what was sent.
func (e *Engine) batchBehind(ctx context.Context, behind, sent uint64) (batch, error) {
	ops, more, err := e.o.Store.Waiting(ctx, behind, e.batch, int(e.limits.Bytes)/2)
	b := batch{ops: ops, sent: sent, last: sent, more: more}
	for _, op := range ops {
		if op.N > b.last+1 {
			b.body.Ops = append(b.body.Ops, protocol.Op{Kind: protocol.OpSkip, N: op.N - 1})
		}
		b.body.Ops = append(b.body.Ops, protocol.Wire(op))
		b.last = op.N
	}
	return b, err
}

// send begins to push a batch by a desk that stands at a cursor.
func (e *Engine) send(ctx context.Context, w *wire, l store.Link, b batch, at causal.Cursor) *pushing {
	b.cursor, b.body.Epoch, b.body.Cursor = at, at.Epoch, at
	body := b.body.Append(make([]byte, 0, 1<<20))
	return &pushing{w, b, len(body), begin(ctx, e.o.Run, func(ctx context.Context) (protocol.Pushed, error) {
		reply, err := w.call(ctx, http.MethodPost, workspace(l, "/push"), nil, body, protocol.TypeJSON)
		if err != nil {
			return protocol.Pushed{}, err
		}
		pushed, err := protocol.ParsePushed(reply)
		if err != nil {
			return pushed, fmt.Errorf("%w: %w", errBadReply, err)
		}
		return pushed, nil
	})}
}

// push sends what waits. The next batch is read while the server is at work, and goes on
// its way while it is written down what became of this one.
func (e *Engine) push(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	p, err := e.beginPush(ctx, w, l)
	if err != nil || p == nil {
		return err
	}
	x.Ops, x.Bytes = len(p.batch.ops), p.size
	var next batch
	if p.batch.more {
		if next, err = e.batchBehind(ctx, p.batch.last, p.batch.last); err != nil {
			p.call.giveUp()
			return err
		}
	}
	pushed, err := p.call.wait(ctx)
	if err != nil {
		return err
	}
	took, err := p.batch.results(pushed)
	if err != nil {
		return err
	}
	for _, t := range took {
		if t.Seq == 0 {
			x.Refused++
		}
	}
	e.batch = min(e.limits.Ops, e.batch*2)
	return e.note(ctx, w, l, p.batch, next, took, pushed)
}

// beginPush begins with what waits, or takes up what is on its way already; nil when
// nothing waits.
func (e *Engine) beginPush(ctx context.Context, w *wire, l store.Link) (*pushing, error) {
	taken, err := e.o.Store.LastTaken(ctx)
	if err != nil {
		return nil, err
	}
	if p := e.takePush(w, l, taken+1); p != nil {
		return p, nil
	}
	b, err := e.batchBehind(ctx, 0, l.Sent)
	if err != nil || len(b.ops) == 0 {
		return nil, err
	}
	return e.send(ctx, w, l, b, l.Cursor), nil
}

// note writes down what became of a batch, with the next one on its way. That is sent
// before only when all of this one was taken as it was: what follows a change that was
// refused may have to wait for it.
func (e *Engine) note(ctx context.Context, w *wire, l store.Link, b, next batch, took []store.Took, pushed protocol.Pushed) error {
	if b.isNext(took, pushed) {
		if len(next.ops) > 0 {
			e.ahead = ahead{push: e.send(ctx, w, l, next, pushed.Cursor)}
		}
		news, ok, err := e.o.Store.TookNext(ctx, b.ops, took, pushed.Cursor, func(entry causal.Entry) []byte { return protocol.AppendEntry(nil, entry) })
		if err != nil || ok {
			e.tell(news)
			return err
		}
		e.GiveUp()
	}
	news, err := e.o.Store.Took(ctx, took, b.last, pushed.Cursor)
	if err != nil {
		return err
	}
	e.tell(news)
	if pushed.Head > l.Cursor.Seq {
		e.pulled = false
	}
	return nil
}

// isNext reports whether all of the batch was taken, as the next entries of the log.
func (b batch) isNext(took []store.Took, pushed protocol.Pushed) bool {
	if pushed.Cursor.Epoch != b.cursor.Epoch || len(b.body.Ops) != len(b.ops) || pushed.Cursor.Seq != b.cursor.Seq+uint64(len(b.ops)) {
		return false
	}
	for i, t := range took {
		if t.Seq != b.cursor.Seq+1+uint64(i) {
			return false
		}
	}
	return len(took) == len(b.ops)
}

// results gives what became of the ops of the batch.
func (b batch) results(pushed protocol.Pushed) ([]store.Took, error) {
	if len(pushed.Results) != len(b.body.Ops) {
		return nil, fmt.Errorf("%w: %d results of %d changes", errBadReply, len(pushed.Results), len(b.body.Ops))
	}
	took := make([]store.Took, 0, len(b.ops))
	for i, r := range pushed.Results {
		if r.N != b.body.Ops[i].N || r.ID != b.body.Ops[i].ID {
			return nil, fmt.Errorf("%w: the result of change %d where that of %d is due", errBadReply, r.N, b.body.Ops[i].N)
		}
		switch {
		case r.Status == protocol.StatusSkipped:
		case r.Seq > 0:
			took = append(took, store.Took{N: r.N, Seq: r.Seq})
		default:
			why := store.Took{N: r.N, Code: string(protocol.CodeInvalid)}
			if r.Problem != nil {
				why.Code, why.Reason = said(string(r.Problem.Code())), said(r.Problem.Detail)
			}
			took = append(took, why)
		}
	}
	return took, nil
}
