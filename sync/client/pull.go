package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// logPage is a page of the log as it came.
type logPage struct {
	protocol.Changes
	entries []causal.Entry
	hash    causal.Hash // of the log up to its end, as its lines say
	size    int         // bytes
}

// ask begins to read the page of the log behind where the desk stands.
func (e *Engine) ask(ctx context.Context, w *wire, l store.Link) *reading[logPage] {
	query := pageQuery(l)
	return &reading[logPage]{w, query, begin(ctx, e.o.Run, func(ctx context.Context) (logPage, error) {
		reply, err := w.call(ctx, http.MethodGet, workspace(l, "/changes"), query, nil, protocol.TypeJSON)
		if err != nil {
			return logPage{}, err
		}
		page, entries, err := protocol.ParseChanges(reply)
		if err != nil {
			return logPage{}, fmt.Errorf("%w: %w", errBadReply, err)
		}
		hash := l.Cursor.Hash
		for _, line := range page.Entries {
			hash = hash.Next(line)
		}
		return logPage{page, entries, hash, len(reply)}, nil
	})}
}

func pageQuery(l store.Link) url.Values {
	query := url.Values{}
	if l.Cursor.Epoch != (model.ID{}) {
		query.Set("cursor", l.Cursor.String())
	}
	setSeen(query, l)
	return query
}

// pull takes in the next page of the log. The page behind it is asked for before, and
// comes while this one is written.
func (e *Engine) pull(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	p := take(e, e.ahead.pull, w, pageQuery(l))
	if p == nil {
		p = e.ask(ctx, w, l)
	}
	page, err := p.call.wait(ctx)
	if err != nil {
		return err
	}
	x.Ops, x.Bytes = len(page.entries), page.size
	for _, entry := range page.entries {
		if entry.Device != l.Device {
			x.Others++
		}
	}
	if page.hash != page.Cursor.Hash {
		return protocol.NewProblem(http.StatusConflict, protocol.CodeDiverged, "the entries of its log are others than their hash says")
	}
	if page.More != (page.Cursor.Seq < page.Head) || page.More && len(page.entries) == 0 || !page.More && page.Cursor.Seq < l.Seen.Seq {
		return fmt.Errorf("%w: a page of the log at entry %d that leads no further", errBadReply, page.Cursor.Seq)
	}
	if e.o.Long > 0 && l.Cursor.Seq == 0 && page.Head > e.o.Long && !e.leapt {
		e.leapt = true
		return e.o.Store.Compacted(ctx) // the records as they are take less than all that was ever written
	}
	if page.More && len(page.entries) > 0 {
		e.ahead = ahead{pull: e.ask(ctx, w, behind(l, page.Cursor))}
	}
	if len(page.entries) > 0 || page.Cursor != l.Cursor || page.Head != l.Head {
		news, err := e.o.Store.Fold(ctx, store.LogPage{Entries: page.entries, Cursor: page.Cursor, Head: page.Head})
		if errors.Is(err, store.ErrOutOfOrder) {
			return fmt.Errorf("%w: %w", errBadReply, err)
		}
		if err != nil {
			return err
		}
		e.tell(news)
	}
	e.pulled = !page.More
	return nil
}

// behind gives how the desk will stand when it has folded the log up to a cursor.
func behind(l store.Link, to causal.Cursor) store.Link {
	if l.Cursor = to; to.Seq >= l.Seen.Seq {
		l.Seen = causal.Cursor{}
	}
	if to.Seq >= l.Known.Seq {
		l.Known = causal.Cursor{}
	}
	return l
}
