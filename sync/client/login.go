package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// Login is what makes a desk a device of a workspace: a token, or an invitation.
type Login struct {
	Store      *store.Store
	HTTP       *http.Client
	Server     string // its address, such as https://desk.example
	Token      string // of a user
	Invitation string // instead of a token
	Desk       string // the desk's name, for people
	Schema     uint64
	Plain      bool // http:// is allowed to machines other than this one
	// Keep keeps the token of the device before the desk knows of it.
	Keep func(token string) error
}

// ErrOtherWorkspace is what comes of a login to another workspace than the desk is
// linked with: its records would come to people they are not meant for.
var ErrOtherWorkspace = errors.New("this desk belongs to another workspace")

var errOtherWorkspace = fmt.Errorf("%w: log in to it, or open a new desk with --data", ErrOtherWorkspace)

// ErrNoLink is what comes of a question to a server by a desk that knows none.
var ErrNoLink = errors.New("the desk is not logged in to a server")

// ErrPlain is what comes of an address whose calls anybody on the way can read.
var ErrPlain = errors.New("it is not encrypted")

// ErrUnauthorized is what comes of a token or an invitation that the server does not
// know, or knows no more.
var ErrUnauthorized = errors.New("the server does not know this token or code")

// ErrCertificate is what comes of a server that cannot prove that it is the one that was
// asked for.
var ErrCertificate = errors.New("the connection is not safe")

// ErrAddress is what comes of an address that a server cannot have.
var ErrAddress = errors.New("not the address of a server")

// Do registers the desk. One that was a device before goes on from it, so that what it
// wrote stays its own. When the reply is lost, doing it again makes no second device.
func (l Login) Do(ctx context.Context) (protocol.Registered, error) {
	is, err := l.register(ctx)
	return is, l.settled(ctx, err)
}

func (l Login) register(ctx context.Context) (protocol.Registered, error) {
	var is protocol.Registered
	base, err := address(l.Server, l.Plain)
	if err != nil {
		return is, err
	}
	before, linked, err := l.Store.Link(ctx)
	if err != nil {
		return is, err
	}
	// An invitation is good once: it is not spent on what would be refused.
	if named, ok := protocol.WorkspaceOf(l.Token + l.Invitation); ok && linked && before.Workspace != named {
		return is, errOtherWorkspace
	}
	if strings.ContainsFunc(l.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return is, protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, "no token has such letters")
	}
	body := protocol.Registration{Name: l.Desk, Invitation: l.Invitation}
	if linked {
		if body.Start, err = l.Store.LastTaken(ctx); err != nil {
			return is, err
		}
		body.Previous = previous(before, body.Start)
	}
	if body.Nonce, err = l.nonce(ctx); err != nil {
		return is, err
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return is, err
	}
	w := &wire{client: l.HTTP, base: base, token: l.Token, header: http.Header{}}
	w.header.Set(protocol.HeaderSchema, strconv.FormatUint(l.Schema, 10))
	reply, err := w.call(ctx, http.MethodPost, "/v1/devices", nil, sent, protocol.TypeJSON)
	if err != nil {
		return is, err
	}
	if err := json.Unmarshal(reply, &is); err != nil || is.Device.IsZero() || is.Token == "" {
		return is, fmt.Errorf("%w: a device that cannot be read", errBadReply)
	}
	workspace, err := model.ParseID(is.Workspace)
	if err != nil {
		return is, fmt.Errorf("%w: %w", errBadReply, err)
	}
	is.User, is.Role = said(is.User), said(is.Role)
	if linked && before.Workspace != workspace {
		return is, errOtherWorkspace
	}
	if err := l.Keep(is.Token); err != nil {
		return is, fmt.Errorf("keeping the token: %w", err)
	}
	if !linked {
		return is, l.Store.SetLink(ctx, store.Link{Server: base, Workspace: workspace, User: is.User, Role: is.Role, Device: is.Device})
	}
	if before.Device != is.Device {
		if err := l.Store.GoOnAs(ctx, is.Device, body.Start); err != nil {
			return is, err
		}
	}
	return is, l.Store.UpdateLink(ctx, func(link *store.Link) (*store.Link, error) {
		link.Server, link.User, link.Role, link.Stopped = base, is.User, is.Role, ""
		return link, nil
	})
}

// previous says which devices a desk goes on from.
func previous(l store.Link, upto uint64) []protocol.Previous {
	out := []protocol.Previous{{Device: l.Device, N: upto}}
	for _, a := range l.Lineage {
		out = append(out, protocol.Previous{Device: a.Device, N: a.Upto})
	}
	return out
}

// address checks the address of a server and gives it without a slash at the end.
func address(text string, plain bool) (string, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%.200q is %w: give one such as https://desk.example", text, ErrAddress)
	}
	if u.Scheme == "http" && !plain && !loopback(u.Hostname()) {
		return "", fmt.Errorf("%.200s: %w: give its https:// address, or --insecure where nobody else is on the way", text, ErrPlain)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}
