package serve

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/sync/server/storage"
)

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

// Withdraw shuts the desk of a token out as well, unless it has another one. No two
// workspaces have one id: without a name it is looked for in all of them.
func (l *local) Withdraw(ctx context.Context, workspace string, token model.ID) error {
	if workspace != "" {
		return l.withdraw(ctx, workspace, token)
	}
	all, err := l.storage.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := l.withdraw(ctx, w.Name, token); !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return noToken(token)
}

func noToken(id model.ID) error {
	return fmt.Errorf("token %s: %w; `tradedesk token list` shows which there are", id, ErrNotFound)
}

func (l *local) withdraw(ctx context.Context, workspace string, token model.ID) error {
	return l.update(ctx, workspace, func(_ storage.Workspace, tx storage.Tx) error {
		tokens, err := tx.Tokens()
		if err != nil {
			return err
		}
		now := value.At(l.now())
		var without []model.ID      // the desks of those that are worthless now
		with := map[model.ID]bool{} // the desks of others
		for _, k := range tokens {
			if k.Revoked != 0 {
				continue
			}
			if k.ID != token && k.Device != token {
				with[k.Device] = with[k.Device] || k.Replaced == 0
				continue
			}
			k.Revoked = now
			without = append(without, k.Device)
			if err := tx.PutToken(k); err != nil {
				return err
			}
		}
		if len(without) == 0 {
			return noToken(token)
		}
		for _, device := range without {
			if device.IsZero() || with[device] {
				continue
			}
			if err := shutOut(tx, device, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func shutOut(tx storage.Tx, device model.ID, now value.Instant) error {
	d, err := tx.Device(device)
	if err != nil || d.Revoked != 0 {
		return err
	}
	d.Revoked = now
	return tx.PutDevice(d)
}
