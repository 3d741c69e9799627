package server

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// The reply to a registration may be lost when the device is made and the code is spent. Until
// the desk comes with its token, a registration with the same nonce is the same device.

// askedAgainFor is how long the same registration with a token may be asked for; one with an
// invitation may for as long as that is good.
const askedAgainFor = 24 * time.Hour

// errReplaced is what a desk is told that came by its token as a copy of another one: it goes
// on as a device of its own.
var errReplaced = protocol.NewProblem(http.StatusConflict, protocol.CodeFork, "a copy of this desk came first with what it was registered as")

// registrationKey gives what a registration is known by, zero without a nonce. Who knows the
// code alone, or is another user, does not find it.
func registrationKey(by caller, body protocol.Registration) causal.Hash {
	if body.Nonce == "" {
		return causal.Hash{}
	}
	who := "code " + body.Invitation
	if body.Invitation == "" {
		who = "user " + by.user
	}
	return sha256.Sum256([]byte(who + "\n" + body.Nonce)) // a nonce has no line's end
}

// registrant is whom a device is made for.
type registrant struct {
	user   storage.User
	device storage.Device // that was made for the same registration before, or none
	again  value.Instant  // until when it may be asked for again
}

// registrantOf gives the user of an invitation, which is used up, or else the one who is
// named.
func registrantOf(tx storage.Tx, user, invitation string, key causal.Hash, now value.Instant) (registrant, error) {
	before, d, err := madeBefore(tx, key, now)
	if err != nil {
		return registrant{}, err
	}
	again := now + value.Instant(askedAgainFor.Milliseconds())
	if invitation != "" {
		i, err := tx.TakeInvitation(sha256.Sum256([]byte(invitation)))
		if errors.Is(err, storage.ErrNotFound) && !d.ID.IsZero() {
			i, err = storage.Invitation{User: d.User, Expires: before.Expires}, nil
		}
		if err != nil {
			return registrant{}, err
		}
		if i.Expires != 0 && i.Expires <= now {
			return registrant{}, errNobody
		}
		if user = i.User; i.Expires != 0 {
			again = i.Expires
		}
	}
	u, err := tx.User(user)
	if err == nil && u.Revoked != 0 {
		err = errNobody
	}
	return registrant{u, d, again}, err
}

// madeBefore gives the registration of a key and its device, or none when it has expired or
// the device was shut out.
func madeBefore(tx storage.Tx, key causal.Hash, now value.Instant) (storage.Registration, storage.Device, error) {
	none := func(err error) (storage.Registration, storage.Device, error) {
		return storage.Registration{}, storage.Device{}, err
	}
	if key == (causal.Hash{}) {
		return none(nil)
	}
	r, err := tx.TakeRegistration(key)
	if errors.Is(err, storage.ErrNotFound) || err == nil && r.Expires <= now {
		return none(nil)
	}
	if err != nil {
		return none(err)
	}
	d, err := tx.Device(r.Device)
	if err != nil || d.Revoked != 0 {
		return none(err)
	}
	return r, d, nil
}

// remember keeps a registration that has a nonce, and forgets those that have expired.
func remember(tx storage.Tx, r storage.Registration, now value.Instant) error {
	if r.Key == (causal.Hash{}) {
		return nil
	}
	if _, err := tx.DropExpired(now); err != nil {
		return err
	}
	return tx.PutRegistration(r)
}

// arrived notes that a desk has come with its token: it cannot be registered again, and who has
// another reply to its registration only becomes a desk of his own with it.
func (s *Server) arrived(ctx context.Context, by caller) error {
	now := value.At(s.now())
	return s.storage.Update(ctx, by.workspace, func(tx storage.Tx) error {
		all, err := tx.Tokens()
		if err != nil {
			return err
		}
		for _, t := range all {
			switch {
			case t.Device != by.device:
				continue
			case t.ID != by.token && t.Registration != (causal.Hash{}):
				t.Replaced = now
			case t.ID == by.token && t.Replaced != 0:
				return errReplaced // since it was looked at
			}
			if _, err := tx.TakeRegistration(t.Registration); err != nil && !errors.Is(err, storage.ErrNotFound) {
				return err
			}
			t.Registration = causal.Hash{}
			if err := tx.PutToken(t); err != nil {
				return err
			}
		}
		return nil
	})
}
