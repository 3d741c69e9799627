package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// together is from how many records on no further page is read before they are taken in,
// and largest from how many bytes: a transaction of several pages costs little more than
// one of a page does.
const (
	together = 2000
	largest  = 2 << 20
)

// recordPages is one page of a snapshot or several, one behind the other, as they came.
type recordPages struct {
	store.StatePage
	size int // bytes
}

// askRecords begins to read the pages of the snapshot behind where the desk stands in it.
func (e *Engine) askRecords(ctx context.Context, w *wire, l store.Link) *reading[recordPages] {
	return &reading[recordPages]{w, snapshotQuery(l), begin(ctx, e.o.Run, func(ctx context.Context) (recordPages, error) {
		all, err := readPage(ctx, w, l)
		for err == nil && !all.Next.IsZero() && len(all.States) < together && all.size < largest {
			next, failed := readPage(ctx, w, behindPage(l, all.StatePage))
			if failed != nil {
				break // what came counts; who asks for the rest is told
			}
			all.join(next)
		}
		return all, err
	})}
}

// join adds the page behind.
func (p *recordPages) join(next recordPages) {
	p.States = append(p.States, next.States...)
	p.Next, p.Seen, p.Total = next.Next, next.Seen, next.Total
	p.size += next.size
}

// readPage reads the page behind where the desk stands.
func readPage(ctx context.Context, w *wire, l store.Link) (recordPages, error) {
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/snapshot"), snapshotQuery(l), nil, protocol.TypeLines)
	if err != nil {
		return recordPages{}, err
	}
	page, err := parsePage(reply)
	if err == nil && !page.Next.IsZero() && bytes.Compare(page.Next[:], l.Snapshot.After[:]) <= 0 {
		err = errors.New("a page of a snapshot that leads no further")
	}
	if err != nil {
		return recordPages{}, fmt.Errorf("%w: %w", errBadReply, err)
	}
	return recordPages{page, len(reply)}, nil
}

func snapshotQuery(l store.Link) url.Values {
	query := url.Values{}
	if !l.Snapshot.After.IsZero() {
		query.Set("token", l.Snapshot.After.String())
	}
	setSeen(query, l)
	return query
}

// snapshot takes in the next pages of records. Those behind them are asked for before, and
// come while these are written.
func (e *Engine) snapshot(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	p := take(e, e.ahead.snapshot, w, snapshotQuery(l))
	if p == nil {
		p = e.askRecords(ctx, w, l)
	}
	page, err := p.call.wait(ctx)
	if err != nil {
		return err
	}
	x.Ops, x.Others, x.Bytes = len(page.States), len(page.States), page.size
	// The first page is asked for without a place in the log: a server that was restored since
	// the desk read of it, or sent to it, cannot know that it lost what the desk has.
	if epoch := l.Cursor.Epoch; !epoch.IsZero() && page.Seen.Epoch != epoch {
		return protocol.NewProblem(http.StatusConflict, protocol.CodeDiverged, "the server was restored before its records were read")
	}
	if !page.Next.IsZero() {
		e.ahead = ahead{snapshot: e.askRecords(ctx, w, behindPage(l, page.StatePage))}
	}
	news, err := e.o.Store.TakeStates(ctx, page.StatePage)
	if err != nil {
		return err
	}
	e.tell(news)
	e.pulled = false
	return nil
}

// behindPage gives how the desk will stand when it has taken in a page of a snapshot.
func behindPage(l store.Link, page store.StatePage) store.Link {
	l.Snapshot, l.Seen = &store.Snapshot{After: page.Next}, page.Seen
	return l
}

// setSeen says where the log stood at the last page of a snapshot, which entry both sides
// share, or where it ended when it took changes of this desk: the server may have gone back in
// time since.
func setSeen(query url.Values, l store.Link) {
	seen := l.Seen
	if l.Known.Seq > seen.Seq {
		seen = l.Known
	}
	if seen != (causal.Cursor{}) {
		query.Set("seen", seen.String())
	}
}

func parsePage(reply []byte) (store.StatePage, error) {
	if bytes.Count(reply, []byte("\n")) > protocol.MaxList {
		return store.StatePage{}, protocol.ErrTooLarge
	}
	all := lines(reply)
	if len(all) < 2 {
		return store.StatePage{}, fmt.Errorf("a page of a snapshot of %d lines", len(all))
	}
	var head protocol.SnapshotHead
	var tail protocol.SnapshotTail
	err := errors.Join(json.Unmarshal(all[0], &head), json.Unmarshal(all[len(all)-1], &tail))
	if err != nil {
		return store.StatePage{}, err
	}
	page := store.StatePage{From: head.From, Seen: tail.Cursor, Total: head.Total}
	if tail.Next != "" {
		if page.Next, err = model.ParseID(tail.Next); err != nil {
			return page, err
		}
	}
	for _, line := range all[1 : len(all)-1] {
		state, err := protocol.ParseState(line)
		if err != nil {
			return page, err
		}
		page.States = append(page.States, state)
	}
	return page, nil
}
