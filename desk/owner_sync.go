package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tradedesk/model/refusal"
	"tradedesk/store"
	"tradedesk/sync/client"
)

// Login makes the desk one of a workspace's.
func (w *owner) Login(ctx context.Context, req LoginRequest) (Account, error) {
	return during(ctx, w, func(ctx context.Context) (Account, error) {
		return alone(ctx, w.sync, func(ctx context.Context) (Account, error) { return w.sync.login(ctx, req) })
	})
}

func (s *syncer) login(ctx context.Context, req LoginRequest) (Account, error) {
	http, err := client.NewHTTP([]byte(req.CA))
	if err != nil {
		return Account{}, fmt.Errorf("logging in: %w: %w", ErrInvalid, err)
	}
	is, err := client.Login{
		Store: s.w.store, HTTP: http, Server: req.Server, Token: req.Token, Invitation: req.Invitation,
		Desk: deskName(req.Name), Schema: store.Schema(), Plain: req.Insecure,
		Keep: func(token string) error {
			// Whoever calls with the token must trust the server, too.
			if err := s.w.store.SetSetting(ctx, settingCA, req.CA); err != nil {
				return err
			}
			return s.tokens.set(ctx, token)
		},
	}.Do(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("logging in: %w", client.ExplainLogin(req.Server, req.Invitation != "", err))
	}
	s.stream.stop()
	s.engine = nil
	if err := s.setHeard(ctx, heard{}); err != nil {
		return Account{}, err
	}
	l, _, err := s.w.store.Link(ctx)
	s.w.news.publish(News{Sync: true})
	return Account{Server: l.Server, Workspace: is.Workspace, User: is.User, Role: is.Role, Device: is.Device}, err
}

// leavePatience is how long a logout waits for the server: the desk logs out with or
// without it.
const leavePatience = 5 * time.Second

// Logout forgets the token. What waits to be sent, and what the desk knows of the
// server's log, stays for the next login.
func (w *owner) Logout(ctx context.Context) (Logout, error) {
	return during(ctx, w, func(ctx context.Context) (Logout, error) {
		return alone(ctx, w.sync, w.sync.logout)
	})
}

func (s *syncer) logout(ctx context.Context) (Logout, error) {
	l, linked, err := s.w.store.Link(ctx)
	if err == nil && !linked {
		err = ErrNoLink
	}
	if err != nil {
		return Logout{}, fmt.Errorf("logging out: %w", err)
	}
	out := Logout{Device: l.Device}
	if out.Pending, err = s.w.store.Pending(ctx); err != nil {
		return Logout{}, fmt.Errorf("logging out: %w", err)
	}
	err = s.leave(ctx)
	err = client.Explain(l.Server, err)
	out.Told, out.Error, out.Why = err == nil, textOf(err), toldOf(err)
	s.stream.stop()
	if err := s.tokens.drop(ctx); err != nil {
		return Logout{}, fmt.Errorf("logging out: %w", err)
	}
	s.engine = nil
	s.stands.forget()
	if err := s.setHeard(ctx, heard{}); err != nil {
		return Logout{}, fmt.Errorf("logging out: %w", err)
	}
	defer s.w.news.publish(News{Sync: true})
	return out, s.w.store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
		if l != nil {
			l.Stopped = client.StoppedLoggedOut
		}
		return l, nil
	})
}

// leave has the server shut the desk out.
func (s *syncer) leave(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if s.stands.modeNow() == SyncOffline {
		return client.ErrLeftAlone
	}
	token, err := s.tokens.get(ctx)
	if err != nil {
		return err
	}
	if token == "" {
		return errNoToken
	}
	ctx, cancel := context.WithTimeout(ctx, leavePatience)
	defer cancel()
	return s.engine.Leave(ctx)
}

// errNoToken is why a desk that was logged out already cannot tell the server.
var errNoToken = refusal.New("sync.token_gone", "this machine does not have the desk's token any more")

// SetSyncMode says when the server is called, from now on.
func (w *owner) SetSyncMode(ctx context.Context, mode SyncMode) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		if !slices.Contains([]SyncMode{SyncAutomatic, SyncManual, SyncOffline}, mode) {
			return nothing{}, fmt.Errorf("setting when to sync: %w: there is no mode %.40q", ErrInvalid, mode)
		}
		if err := w.store.SetSetting(ctx, settingMode, string(mode)); err != nil {
			return nothing{}, err
		}
		return alone(ctx, w.sync, func(context.Context) (nothing, error) {
			w.sync.setMode(mode)
			w.news.publish(News{Sync: true})
			return nothing{}, nil
		})
	})
	return err
}

// Devices asks the server, unless the network is to be left alone.
func (w *owner) Devices(ctx context.Context) ([]Device, error) {
	return during(ctx, w, func(ctx context.Context) ([]Device, error) {
		l, linked, err := w.store.Link(ctx)
		if err == nil && !linked {
			err = ErrNoLink
		}
		if err != nil {
			return nil, fmt.Errorf("listing the desks: %w", err)
		}
		engine, err := alone(ctx, w.sync, func(ctx context.Context) (*client.Engine, error) {
			err := w.sync.prepare(ctx)
			if err == nil && w.sync.stands.modeNow() == SyncOffline {
				err = client.ErrLeftAlone
			}
			return w.sync.engine, err
		})
		if err != nil {
			return nil, fmt.Errorf("listing the desks: %w", err)
		}
		devices, err := engine.Devices(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing the desks: %w", client.Explain(l.Server, err))
		}
		return devices, nil
	})
}

// Status says how the desk stands with its server, without asking it.
func (w *owner) Status(ctx context.Context) (Status, error) {
	return during(ctx, w, func(ctx context.Context) (Status, error) {
		standing, err := w.store.Standing(ctx)
		if err != nil {
			return Status{}, err
		}
		mode, err := w.sync.modeOf(ctx)
		if err != nil {
			return Status{}, err
		}
		out := Status{
			Mode: mode, State: StateNone,
			Outbox: w.postman.status(), Mail: w.inbox.status(),
			Pending: standing.Pending, Acked: standing.Acked, Quarantined: standing.Quarantined, Conflicts: standing.Conflicts,
		}
		l, linked, err := w.store.Link(ctx)
		if err != nil {
			return Status{}, err
		}
		if !linked {
			out.Device, err = w.store.Setting(ctx, store.SettingDevice)
			return out, err
		}
		out.Server, out.User, out.Role, out.Workspace = l.Server, l.User, l.Role, l.Workspace.String()
		out.Device, out.Cursor, out.Seq, out.Head, out.LastSync = l.Device.String(), cursorText(l), l.Cursor.Seq, max(l.Head, l.Cursor.Seq), l.Last
		if out.Files, err = w.courier.waits(ctx); err != nil {
			return Status{}, err
		}
		before, err := w.sync.lastHeard(ctx)
		if err != nil {
			return Status{}, err
		}
		w.sync.stands.describe(&out, l, before)
		return out, nil
	})
}
