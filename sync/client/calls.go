package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"tradedesk/store"
	"tradedesk/sync/protocol"
)

func workspace(l store.Link, call string) string { return "/v1/w/" + l.Workspace.String() + call }

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

// register becomes another device: this file is a copy of another desk's. A copy of this file
// that was made meanwhile asks with the same nonce: the server has that register once more.
func (e *Engine) register(ctx context.Context, w *wire, l store.Link) error {
	if l.Nonce == "" {
		l.Nonce = newNonce()
		err := e.o.Store.UpdateLink(ctx, func(is *store.Link) (*store.Link, error) {
			if is != nil {
				is.Nonce = l.Nonce
			}
			return is, nil
		})
		if err != nil {
			return err
		}
	}
	start, err := e.o.Store.LastTaken(ctx)
	if err != nil {
		return err
	}
	body := protocol.Registration{Name: e.o.Desk, Start: start, Previous: previous(l, start), Nonce: l.Nonce}
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
