package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// local administers the file that it holds.
type local struct {
	place  place
	engine *boltlog.Engine
	ids    *model.IDs
	now    func() time.Time
}

func newLocal(p place, engine *boltlog.Engine, now func() time.Time) *local {
	return &local{p, engine, model.NewIDs(now, rand.Reader), now}
}

// maxName bounds the names of workspaces and users, in characters.
const maxName = 60

// checkName refuses a name that is not one line of plain text.
func checkName(what, name string) error {
	if name == "" || text.Clean(name, maxName) != name {
		return fmt.Errorf("%w name of a %s %.100q: want one line of at most %d characters", ErrInvalid, what, name, maxName)
	}
	return nil
}

// space finds a workspace by its name.
func (l *local) space(ctx context.Context, name string) (storage.Workspace, error) {
	all, err := l.engine.Workspaces(ctx)
	if err != nil {
		return storage.Workspace{}, err
	}
	var names []string
	for _, w := range all {
		if w.Name == name || name == "" && len(all) == 1 {
			return w, nil
		}
		names = append(names, w.Name)
	}
	switch {
	case len(all) == 0:
		return storage.Workspace{}, fmt.Errorf("a workspace: %w; `tradedesk workspace create NAME` makes one", ErrNotFound)
	case name == "":
		return storage.Workspace{}, fmt.Errorf("%w: there are %d workspaces: say which with --workspace: %.500s", ErrInvalid, len(all), strings.Join(names, ", "))
	}
	return storage.Workspace{}, fmt.Errorf("workspace %.100q: %w; there are: %.500s", name, ErrNotFound, strings.Join(names, ", "))
}

// view reads a workspace.
func (l *local) view(ctx context.Context, name string, fn func(storage.ReadTx) error) error {
	w, err := l.space(ctx, name)
	if err != nil {
		return err
	}
	return l.engine.View(ctx, w.ID, fn)
}

// update changes a workspace, and gives which it is.
func (l *local) update(ctx context.Context, name string, fn func(storage.Workspace, storage.Tx) error) error {
	w, err := l.space(ctx, name)
	if err != nil {
		return err
	}
	return l.engine.Update(ctx, w.ID, func(tx storage.Tx) error { return fn(w, tx) })
}

// secret makes the text of a token or a code of a workspace.
func secret(workspace model.ID) (text string, hash causal.Hash) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // it never fails: it ends the program instead
	return server.NewToken(workspace, random)
}

// until gives when something ends that is valid so long; 0 is never.
func (l *local) until(valid time.Duration) value.Instant {
	if valid <= 0 {
		return 0
	}
	return value.At(l.now().Add(valid))
}

func (l *local) Workspaces(ctx context.Context) ([]Workspace, error) {
	all, err := l.engine.Workspaces(ctx)
	if err != nil {
		return nil, err
	}
	out := []Workspace{}
	for _, w := range all {
		one := Workspace{ID: w.ID, Name: w.Name, Created: w.Created}
		err := l.engine.View(ctx, w.ID, func(tx storage.ReadTx) error {
			users, err := tx.Users()
			devices, err2 := tx.Devices()
			log, err3 := tx.Log()
			records, err4 := tx.Records()
			one.Users, one.Devices, one.Head, one.Records = len(users), len(devices), log.Head, records
			return errors.Join(err, err2, err3, err4)
		})
		if err != nil {
			return nil, fmt.Errorf("reading workspace %.100q: %w", w.Name, err)
		}
		out = append(out, one)
	}
	return out, nil
}

func (l *local) Found(ctx context.Context, workspace, owner string) (Founded, error) {
	if err := errors.Join(checkName("workspace", workspace), checkName("user", owner)); err != nil {
		return Founded{}, err
	}
	now := value.At(l.now())
	w := storage.Workspace{ID: l.ids.New(), Name: workspace, Created: now}
	err := l.engine.Create(ctx, w, l.ids.New())
	if errors.Is(err, storage.ErrExists) {
		return Founded{}, fmt.Errorf("workspace %.100q %w", workspace, ErrExists)
	}
	if err != nil {
		return Founded{}, fmt.Errorf("making workspace %.100q: %w", workspace, err)
	}
	token, hash := secret(w.ID)
	err = l.engine.Update(ctx, w.ID, func(tx storage.Tx) error {
		return errors.Join(
			tx.PutUser(storage.User{Name: owner, Role: storage.RoleOwner, Created: now}),
			tx.PutToken(storage.Token{Hash: hash, ID: l.ids.New(), User: owner, Created: now}),
		)
	})
	if err != nil {
		return Founded{}, fmt.Errorf("making the owner of workspace %.100q: %w", workspace, err)
	}
	return Founded{workspace, owner, token}, nil
}

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
		if err := tx.PutUser(u); err != nil {
			return err
		}
		devices, err := tx.Devices()
		if err != nil {
			return err
		}
		for _, d := range devices {
			if d.User == name && d.Revoked == 0 {
				d.Revoked = now
				out.Devices++
				if err := tx.PutDevice(d); err != nil {
					return err
				}
			}
		}
		tokens, err := tx.Tokens()
		if err != nil {
			return err
		}
		for _, k := range tokens {
			if k.User == name && k.Revoked == 0 {
				k.Revoked = now
				out.Tokens++
				if err := tx.PutToken(k); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

func (l *local) Tokens(ctx context.Context, workspace string) ([]Token, error) {
	out := []Token{}
	err := l.view(ctx, workspace, func(tx storage.ReadTx) error {
		devices, err := tx.Devices()
		if err != nil {
			return err
		}
		names := map[model.ID]string{}
		for _, d := range devices {
			names[d.ID] = d.Name
		}
		tokens, err := tx.Tokens()
		for _, k := range tokens {
			out = append(out, Token{k.ID, k.User, names[k.Device], k.Created, k.Expires, k.Revoked})
		}
		return err
	})
	return out, err
}

func (l *local) Issue(ctx context.Context, workspace, user string, valid time.Duration) (out Issued, err error) {
	err = l.update(ctx, workspace, func(w storage.Workspace, tx storage.Tx) error {
		u, err := active(tx, user)
		if err != nil {
			return err
		}
		token, hash := secret(w.ID)
		out = Issued{w.Name, u.Name, l.ids.New(), token, l.until(valid)}
		return tx.PutToken(storage.Token{Hash: hash, ID: out.ID, User: u.Name, Created: value.At(l.now()), Expires: out.Expires})
	})
	return out, err
}

func (l *local) Withdraw(ctx context.Context, workspace string, token model.ID) error {
	return l.update(ctx, workspace, func(_ storage.Workspace, tx storage.Tx) error {
		tokens, err := tx.Tokens()
		if err != nil {
			return err
		}
		withdrawn := false
		for _, k := range tokens {
			if (k.ID == token || k.Device == token) && k.Revoked == 0 {
				k.Revoked, withdrawn = value.At(l.now()), true
				if err := tx.PutToken(k); err != nil {
					return err
				}
			}
		}
		if withdrawn {
			return nil
		}
		return fmt.Errorf("token %s: %w; `tradedesk token list` shows which there are", token, ErrNotFound)
	})
}

func (l *local) Backup(ctx context.Context, w io.Writer) error {
	return writeBackup(ctx, l.engine, l.place.contents(), w)
}

func (l *local) Close() error { return l.engine.Close() }
