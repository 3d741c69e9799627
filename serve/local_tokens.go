package serve

import (
	"context"
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
