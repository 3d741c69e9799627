package serve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tradedesk/model/value"
	"tradedesk/sync/server/storage"
)

func (l *local) Users(ctx context.Context, workspace string) ([]User, error) {
	out := []User{}
	err := l.view(ctx, workspace, func(tx storage.ReadTx) error {
		users, err := tx.Users()
		if err != nil {
			return err
		}
		devices, err := tx.Devices()
		if err != nil {
			return err
		}
		count := map[string]int{}
		for _, d := range devices {
			if d.Revoked == 0 {
				count[d.User]++
			}
		}
		for _, u := range users {
			out = append(out, User{u.Name, u.Role, u.Created, u.Revoked, count[u.Name]})
		}
		return nil
	})
	return out, err
}

func (l *local) Add(ctx context.Context, workspace, name string, role Role, valid time.Duration) (Invited, error) {
	if err := checkName("user", name); err != nil {
		return Invited{}, err
	}
	if err := checkRole(role); err != nil {
		return Invited{}, err
	}
	return l.invite(ctx, workspace, valid, func(tx storage.Tx) (storage.User, error) {
		u := storage.User{Name: name, Role: role, Created: value.At(l.now())}
		is, err := tx.User(name)
		switch {
		case err == nil && is.Revoked == 0:
			return u, fmt.Errorf("user %.100q %w; `tradedesk user invite` lets another desk in", name, ErrExists)
		case err == nil:
			u.Created = is.Created
		case !errors.Is(err, storage.ErrNotFound):
			return u, err
		}
		return u, tx.PutUser(u)
	})
}

func checkRole(role Role) error {
	if slices.Contains(Roles(), role) {
		return nil
	}
	return fmt.Errorf("%w role %.40q: want owner, broker, agent or reader", ErrInvalid, role)
}

// SetRole changes the user alone: what a device or a token may do is looked up with every
// call.
func (l *local) SetRole(ctx context.Context, workspace, name string, role Role) (out RoleSet, err error) {
	if err := checkRole(role); err != nil {
		return out, err
	}
	err = l.update(ctx, workspace, func(_ storage.Workspace, tx storage.Tx) error {
		u, err := active(tx, name)
		if err != nil {
			return err
		}
		devices, err := tx.Devices()
		if err != nil {
			return err
		}
		out = RoleSet{User: u.Name, Role: role, Was: u.Role}
		for _, d := range devices {
			if d.User == name && d.Revoked == 0 {
				out.Devices++
			}
		}
		u.Role = role
		return tx.PutUser(u)
	})
	return out, err
}

func (l *local) Invite(ctx context.Context, workspace, name string, valid time.Duration) (Invited, error) {
	return l.invite(ctx, workspace, valid, func(tx storage.Tx) (storage.User, error) { return active(tx, name) })
}

// active gives a user who may come in.
func active(tx storage.ReadTx, name string) (storage.User, error) {
	u, err := tx.User(name)
	if errors.Is(err, storage.ErrNotFound) || err == nil && u.Revoked != 0 {
		return u, fmt.Errorf("user %.100q: %w; `tradedesk user list` shows who there is", name, ErrNotFound)
	}
	return u, err
}

func (l *local) invite(ctx context.Context, workspace string, valid time.Duration, user func(storage.Tx) (storage.User, error)) (out Invited, err error) {
	if valid <= 0 {
		return out, fmt.Errorf("%w: an invitation has to end", ErrInvalid)
	}
	err = l.update(ctx, workspace, func(w storage.Workspace, tx storage.Tx) error {
		u, err := user(tx)
		if err != nil {
			return err
		}
		code, hash := secret(w.ID)
		out = Invited{w.Name, u.Name, u.Role, code, l.until(valid)}
		return tx.PutInvitation(storage.Invitation{Code: hash, User: u.Name, Expires: out.Expires})
	})
	return out, err
}

func (l *local) Revoke(ctx context.Context, workspace, name string) (out Revoked, err error) {
	now := value.At(l.now())
	err = l.update(ctx, workspace, func(_ storage.Workspace, tx storage.Tx) error {
		u, err := active(tx, name)
		if err != nil {
			return err
		}
		out = Revoked{User: name}
		u.Revoked = now
		if err := errors.Join(tx.PutUser(u), tx.DropInvitations(name)); err != nil {
			return err
		}
		if out.Devices, err = revokeDevices(tx, name, now); err != nil {
			return err
		}
		out.Tokens, err = revokeTokens(tx, name, now)
		return err
	})
	return out, err
}

// revokeDevices shuts the desks of a user out, and counts them.
func revokeDevices(tx storage.Tx, user string, now value.Instant) (n int, err error) {
	devices, err := tx.Devices()
	if err != nil {
		return 0, err
	}
	for _, d := range devices {
		if d.User != user || d.Revoked != 0 {
			continue
		}
		d.Revoked = now
		if err := tx.PutDevice(d); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// revokeTokens makes the tokens of a user worthless, and counts them.
func revokeTokens(tx storage.Tx, user string, now value.Instant) (n int, err error) {
	tokens, err := tx.Tokens()
	if err != nil {
		return 0, err
	}
	for _, k := range tokens {
		if k.User != user || k.Revoked != 0 {
			continue
		}
		k.Revoked = now
		if err := tx.PutToken(k); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
