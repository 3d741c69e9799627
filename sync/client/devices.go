package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"tradedesk/sync/protocol"
)

// Device is a desk of the workspace, as the server knows it.
type Device = protocol.Device

// Leave has the server shut this desk out. One that it has shut out already, or does not
// know, is what was wanted.
func (e *Engine) Leave(ctx context.Context) error {
	l, linked, err := e.o.Store.Link(ctx)
	if err != nil {
		return err
	}
	if !linked {
		return ErrNoLink
	}
	w, err := e.wire(l)
	if err != nil {
		return err
	}
	_, err = w.call(ctx, http.MethodDelete, workspace(l, "/devices/"+l.Device.String()), nil, nil, protocol.TypeJSON)
	var p *protocol.Problem
	if errors.As(err, &p) && (p.Code() == protocol.CodeRevoked || p.Code() == protocol.CodeUnauthorized) {
		return nil
	}
	return err
}

// Devices asks the server for the desks of the workspace.
func (e *Engine) Devices(ctx context.Context) ([]Device, error) {
	l, linked, err := e.o.Store.Link(ctx)
	if err != nil {
		return nil, err
	}
	if !linked {
		return nil, ErrNoLink
	}
	w, err := e.wire(l)
	if err != nil {
		return nil, err
	}
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/devices"), nil, nil, protocol.TypeJSON)
	if err != nil {
		return nil, err
	}
	var out protocol.Devices
	if err := json.Unmarshal(reply, &out); err != nil {
		return nil, fmt.Errorf("%w: %w", errBadReply, err)
	}
	for i, d := range out.Devices {
		out.Devices[i].User, out.Devices[i].Name = said(d.User), said(d.Name)
	}
	return out.Devices, nil
}
