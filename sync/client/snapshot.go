package client

import (
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

// recordPage is a page of a snapshot as it came.
type recordPage struct {
	store.StatePage
	size int // bytes
}

// snapping is a call for a page of a snapshot under way.
type snapping struct {
	wire  *wire
	query url.Values
	call  *underWay[recordPage]
}

// askRecords begins to read the page of the snapshot behind where the desk stands in it.
func (e *Engine) askRecords(ctx context.Context, w *wire, l store.Link) *snapping {
	query := snapshotQuery(l)
	return &snapping{w, query, begin(ctx, e.o.Run, func(ctx context.Context) (recordPage, error) {
		reply, err := w.call(ctx, http.MethodGet, workspace(l, "/snapshot"), query, nil, protocol.TypeLines)
		if err != nil {
			return recordPage{}, err
		}
		page, err := parsePage(reply)
		if err != nil {
			return recordPage{}, fmt.Errorf("%w: %w", errBadReply, err)
		}
		return recordPage{page, len(reply)}, nil
	})}
}

func snapshotQuery(l store.Link) url.Values {
	query := url.Values{}
	if !l.Snapshot.After.IsZero() {
		query.Set("token", l.Snapshot.After.String())
	}
	setSeen(query, l)
	return query
}

// snapshot takes in the next page of records. The page behind it is asked for before, and
// comes while this one is written.
func (e *Engine) snapshot(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	p := e.takeSnapshot(w, snapshotQuery(l))
	if p == nil {
		p = e.askRecords(ctx, w, l)
	}
	page, err := p.call.wait(ctx)
	if err != nil {
		return err
	}
	x.Ops, x.Others, x.Bytes = len(page.States), len(page.States), page.size
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

// setSeen says where the log stood at the last page of a snapshot, or which entry both
// sides share: the server may have gone back in time since.
func setSeen(query url.Values, l store.Link) {
	if l.Seen != (causal.Cursor{}) {
		query.Set("seen", l.Seen.String())
	}
}

func parsePage(reply []byte) (store.StatePage, error) {
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
