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

// Found makes a workspace and its owner.
func (l *local) Found(ctx context.Context, workspace, owner string) (Founded, error) {
	founded, _, err := l.found(ctx, workspace, owner, 0, 0)
	return founded, err
}

// found makes a workspace, and in one go its owner, a token of his, and codes for some of
// his desks.
func (l *local) found(ctx context.Context, workspace, owner string, desks int, valid time.Duration) (out Founded, codes []string, err error) {
	if err := errors.Join(checkName("workspace", workspace), checkName("user", owner)); err != nil {
		return Founded{}, nil, err
	}
	w, err := l.begin(ctx, workspace)
	if err != nil {
		return Founded{}, nil, err
	}
	err = l.storage.Update(ctx, w.ID, func(tx storage.Tx) error {
		users, err := tx.Users()
		if err == nil && len(users) > 0 {
			err = ErrExists
		}
		if err != nil {
			return err
		}
		now := value.At(l.now())
		token, hash := secret(w.ID)
		out, codes = Founded{workspace, owner, token}, nil
		err = errors.Join(
			tx.PutUser(storage.User{Name: owner, Role: storage.RoleOwner, Created: now}),
			tx.PutToken(storage.Token{Hash: hash, ID: l.ids.New(), User: owner, Created: now}),
		)
		for range desks {
			code, hash := secret(w.ID)
			codes = append(codes, code)
			err = errors.Join(err, tx.PutInvitation(storage.Invitation{Code: hash, User: owner, Expires: l.until(valid)}))
		}
		return err
	})
	if errors.Is(err, ErrExists) {
		return Founded{}, nil, fmt.Errorf("workspace %.100q %w", workspace, err)
	}
	if err != nil {
		return Founded{}, nil, fmt.Errorf("making workspace %.100q: %w", workspace, err)
	}
	return out, codes, nil
}

// begin makes a workspace without anybody. One that is there may have been begun when the
// machine went down.
func (l *local) begin(ctx context.Context, name string) (storage.Workspace, error) {
	w := storage.Workspace{ID: l.ids.New(), Name: name, Created: value.At(l.now())}
	err := l.storage.Create(ctx, w, l.ids.New())
	if errors.Is(err, storage.ErrExists) {
		return l.space(ctx, name)
	}
	if err != nil {
		return w, fmt.Errorf("making workspace %.100q: %w", name, err)
	}
	return w, nil
}

// deserted reports whether no workspace has anybody yet.
func (l *local) deserted(ctx context.Context) (bool, error) {
	all, err := l.Workspaces(ctx)
	return !slices.ContainsFunc(all, func(w Workspace) bool { return w.Users > 0 }), err
}
