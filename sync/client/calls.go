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

func workspace(l store.Link, call string) string { return "/v1/w/" + l.Workspace.String() + call }

func (e *Engine) push(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	ops, _, err := e.o.Store.Waiting(ctx, e.batch, int(e.limits.Bytes)/2)
	if err != nil || len(ops) == 0 {
		return err
	}
	body := protocol.Push{Epoch: l.Cursor.Epoch, Cursor: l.Cursor}
	at := l.Sent
	for _, op := range ops {
		if op.N > at+1 {
			body.Ops = append(body.Ops, protocol.Op{Kind: protocol.OpSkip, N: op.N - 1})
		}
		body.Ops = append(body.Ops, protocol.Wire(op))
		at = op.N
	}
	sent := body.Append(make([]byte, 0, 1<<20))
	x.Ops, x.Bytes = len(ops), len(sent)
	reply, err := w.call(ctx, http.MethodPost, workspace(l, "/push"), nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	pushed, err := protocol.ParsePushed(reply)
	if err != nil || len(pushed.Results) != len(body.Ops) {
		return fmt.Errorf("%w: %d results of %d changes", errBadReply, len(pushed.Results), len(body.Ops))
	}
	took := make([]store.Took, 0, len(ops))
	for i, r := range pushed.Results {
		if r.N != body.Ops[i].N || r.ID != body.Ops[i].ID {
			return fmt.Errorf("%w: the result of change %d where that of %d is due", errBadReply, r.N, body.Ops[i].N)
		}
		switch {
		case r.Status == protocol.StatusSkipped:
		case r.Seq > 0:
			took = append(took, store.Took{N: r.N, Seq: r.Seq})
		default:
			why := store.Took{N: r.N, Code: string(protocol.CodeInvalid)}
			if r.Problem != nil {
				why.Code, why.Reason = string(r.Problem.Code()), r.Problem.Detail
			}
			took = append(took, why)
			x.Refused++
		}
	}
	e.batch = min(e.limits.Ops, e.batch*2)
	if pushed.Cursor.Epoch == l.Cursor.Epoch && len(body.Ops) == len(ops) {
		news, ok, err := e.o.Store.TookNext(ctx, ops, took, pushed.Cursor, func(entry causal.Entry) []byte { return protocol.AppendEntry(nil, entry) })
		if err != nil || ok {
			e.tell(news)
			return err
		}
	}
	news, err := e.o.Store.Took(ctx, took, at, pushed.Head)
	if err != nil {
		return err
	}
	e.tell(news)
	if pushed.Head > l.Cursor.Seq {
		e.pulled = false
	}
	return nil
}

func (e *Engine) pull(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	query := url.Values{}
	if l.Cursor.Epoch != (model.ID{}) {
		query.Set("cursor", l.Cursor.String())
	}
	setSeen(query, l)
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/changes"), query, nil, protocol.TypeJSON)
	if err != nil {
		return err
	}
	page, entries, err := protocol.ParseChanges(reply)
	if err != nil {
		return fmt.Errorf("%w: %w", errBadReply, err)
	}
	x.Ops, x.Bytes = len(page.Entries), len(reply)
	hash := l.Cursor.Hash
	for i, line := range page.Entries {
		hash = hash.Next(line)
		if entries[i].Device != l.Device {
			x.Others++
		}
	}
	if hash != page.Cursor.Hash {
		return e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
			l.Diverged = true
			return l, nil
		})
	}
	if e.o.Long > 0 && l.Cursor.Seq == 0 && page.Head > e.o.Long {
		return e.o.Store.Compacted(ctx) // the records as they are take less than all that was ever written
	}
	if len(entries) > 0 || page.Cursor != l.Cursor || page.Head != l.Head {
		news, err := e.o.Store.Fold(ctx, store.LogPage{Entries: entries, Cursor: page.Cursor, Head: page.Head})
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

func (e *Engine) snapshot(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	query := url.Values{}
	if !l.Snapshot.After.IsZero() {
		query.Set("token", l.Snapshot.After.String())
	}
	setSeen(query, l)
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/snapshot"), query, nil, protocol.TypeLines)
	if err != nil {
		return err
	}
	page, err := parsePage(reply)
	if err != nil {
		return fmt.Errorf("%w: %w", errBadReply, err)
	}
	x.Ops, x.Others, x.Bytes = len(page.States), len(page.States), len(reply)
	news, err := e.o.Store.TakeStates(ctx, page)
	if err != nil {
		return err
	}
	e.tell(news)
	e.pulled = false
	return nil
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

func (e *Engine) ancestor(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	points, err := e.o.Store.Points(ctx)
	if err != nil {
		return err
	}
	body := make([]protocol.Point, 0, len(points))
	for _, p := range points {
		body = append(body, protocol.Point(p))
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	x.Ops, x.Bytes = len(body), len(sent)
	reply, err := w.call(ctx, http.MethodPost, workspace(l, "/ancestor"), nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var shared protocol.Ancestor
	if err := json.Unmarshal(reply, &shared); err != nil || shared.Cursor.Epoch.IsZero() {
		return fmt.Errorf("%w: an ancestor that cannot be read", errBadReply)
	}
	e.pulled = false
	return e.o.Store.Diverge(ctx, shared.Cursor)
}

// register becomes another device: this file is a copy of another desk's.
func (e *Engine) register(ctx context.Context, w *wire, l store.Link) error {
	start, err := e.o.Store.LastTaken(ctx)
	if err != nil {
		return err
	}
	body := protocol.Registration{Name: e.o.Desk, Start: start, Previous: previous(l, start)}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	reply, err := w.call(ctx, http.MethodPost, "/v1/devices", nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var is protocol.Registered
	if err := json.Unmarshal(reply, &is); err != nil || is.Device.IsZero() || is.Token == "" {
		return fmt.Errorf("%w: a device that cannot be read", errBadReply)
	}
	if err := e.o.SetToken(is.Token); err != nil {
		return err
	}
	return e.o.Store.GoOnAs(ctx, is.Device, start)
}

func (e *Engine) tell(news store.News) {
	if e.o.Changed != nil && (news.All || len(news.Records) > 0) {
		e.o.Changed(news)
	}
}
