package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"tradedesk/model"
)

// Administer lets whoever runs a server work with it: through the server's socket
// while it runs, on its file when it does not.
func Administer(ctx context.Context, store string, now func() time.Time) (Admin, error) {
	p, err := placeOf(store)
	if err != nil {
		return nil, err
	}
	if err := p.found(); err != nil {
		return nil, err
	}
	return p.administer(ctx, now)
}

// Init makes a server's file, when it is missing, and a workspace in it.
func Init(ctx context.Context, store, workspace, owner string, now func() time.Time) (founded Founded, err error) {
	p, err := placeOf(store)
	if err != nil {
		return founded, err
	}
	// Not even an empty file is made for a name that cannot be.
	if err := errors.Join(checkName("workspace", workspace), checkName("user", owner)); err != nil {
		return founded, err
	}
	admin, err := p.administer(ctx, now)
	if err != nil {
		return founded, err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	return admin.Found(ctx, workspace, owner)
}

func (p place) administer(ctx context.Context, now func() time.Time) (Admin, error) {
	r := newRemote(p)
	if _, err := ask[nothing](ctx, r, "hello", question{}); err == nil {
		return r, nil
	}
	engine, err := p.open()
	if errors.Is(err, ErrHeld) {
		// It may have begun to listen while this waited for the file.
		if _, again := ask[nothing](ctx, r, "hello", question{}); again == nil {
			return r, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return newLocal(p, engine, now), nil
}

// remote is an Admin through the socket of the server that holds the file.
type remote struct{ client *http.Client }

func newRemote(p place) *remote {
	return &remote{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", p.socket())
		},
	}}}
}

// post asks a question; the caller closes the body.
func (r *remote) post(ctx context.Context, name string, q question) (*http.Response, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://server/"+name, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	reply, err := r.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking the server that runs: %w", err)
	}
	return reply, nil
}

func ask[A any](ctx context.Context, r *remote, name string, q question) (a A, err error) {
	reply, err := r.post(ctx, name, q)
	if err != nil {
		return a, err
	}
	defer reply.Body.Close() // only read
	data, err := io.ReadAll(reply.Body)
	if err != nil {
		return a, fmt.Errorf("asking the server that runs: %w", err)
	}
	if reply.StatusCode != http.StatusOK {
		return a, told(data)
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("reading what the server that runs says: %w", err)
	}
	return a, nil
}

// told gives the error that an answer is, with its meaning.
func told(data []byte) error {
	var f failure
	if err := json.Unmarshal(data, &f); err != nil || f.Message == "" {
		return fmt.Errorf("the server that runs says what cannot be read: %.200q", data)
	}
	return meant{f.Message, kinds[f.Kind]}
}

// meant is an error of elsewhere.
type meant struct {
	message string
	is      error
}

func (m meant) Error() string { return m.message }
func (m meant) Unwrap() error { return m.is }

func (r *remote) Workspaces(ctx context.Context) ([]Workspace, error) {
	return ask[[]Workspace](ctx, r, "workspaces", question{})
}

func (r *remote) Found(ctx context.Context, workspace, owner string) (Founded, error) {
	return ask[Founded](ctx, r, "found", question{Workspace: workspace, Name: owner})
}

func (r *remote) Users(ctx context.Context, workspace string) ([]User, error) {
	return ask[[]User](ctx, r, "users", question{Workspace: workspace})
}

func (r *remote) Add(ctx context.Context, workspace, name string, role Role, valid time.Duration) (Invited, error) {
	return ask[Invited](ctx, r, "add", question{Workspace: workspace, Name: name, Role: role, Valid: valid})
}

func (r *remote) Invite(ctx context.Context, workspace, name string, valid time.Duration) (Invited, error) {
	return ask[Invited](ctx, r, "invite", question{Workspace: workspace, Name: name, Valid: valid})
}

func (r *remote) SetRole(ctx context.Context, workspace, name string, role Role) (RoleSet, error) {
	return ask[RoleSet](ctx, r, "role", question{Workspace: workspace, Name: name, Role: role})
}

func (r *remote) Revoke(ctx context.Context, workspace, name string) (Revoked, error) {
	return ask[Revoked](ctx, r, "revoke", question{Workspace: workspace, Name: name})
}

func (r *remote) Tokens(ctx context.Context, workspace string) ([]Token, error) {
	return ask[[]Token](ctx, r, "tokens", question{Workspace: workspace})
}

func (r *remote) Issue(ctx context.Context, workspace, user string, valid time.Duration) (Issued, error) {
	return ask[Issued](ctx, r, "issue", question{Workspace: workspace, Name: user, Valid: valid})
}

func (r *remote) Withdraw(ctx context.Context, workspace string, token model.ID) error {
	_, err := ask[nothing](ctx, r, "withdraw", question{Workspace: workspace, Token: token})
	return err
}

func (r *remote) Backup(ctx context.Context, w io.Writer) error {
	reply, err := r.post(ctx, "backup", question{})
	if err != nil {
		return err
	}
	defer reply.Body.Close() // only read
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("the server that runs answers %s", reply.Status)
	}
	if _, err := io.Copy(w, reply.Body); err != nil {
		return fmt.Errorf("the server's backup broke off; its log says why: %w", err)
	}
	return nil
}

func (r *remote) Close() error {
	r.client.CloseIdleConnections()
	return nil
}
