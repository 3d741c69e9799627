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
