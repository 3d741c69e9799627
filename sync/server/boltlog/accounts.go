package boltlog

import (
	"bytes"
	"errors"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/sync/server/storage"
)

func (t *boltTx) Device(id model.ID) (d storage.Device, err error) {
	if err = t.getJSON(bucketDevice, id[:], &d); err != nil {
		return d, fmt.Errorf("device %s: %w", id, err)
	}
	return d, nil
}

func (t *boltTx) Devices() (out []storage.Device, err error) {
	err = t.b.Bucket(bucketDevice).ForEach(func(_, raw []byte) error {
		var d storage.Device
		if err := decodeJSON(raw, "a device", &d); err != nil {
			return err
		}
		out = append(out, d)
		return nil
	})
	return out, err
}

func (t *boltTx) PutDevice(d storage.Device) error { return t.putJSON(bucketDevice, d.ID[:], d) }

func (t *boltTx) Token(hash causal.Hash) (k storage.Token, err error) {
	if err = t.getJSON(bucketToken, hash[:], &k); err != nil {
		return k, fmt.Errorf("a token: %w", err)
	}
	return k, nil
}

func (t *boltTx) Tokens() (out []storage.Token, err error) {
	err = t.b.Bucket(bucketToken).ForEach(func(_, raw []byte) error {
		var k storage.Token
		if err := decodeJSON(raw, "a token", &k); err != nil {
			return err
		}
		out = append(out, k)
		return nil
	})
	return out, err
}

func (t *boltTx) PutToken(k storage.Token) error { return t.putJSON(bucketToken, k.Hash[:], k) }

func (t *boltTx) User(name string) (u storage.User, err error) {
	if name == "" {
		return u, storage.ErrNotFound
	}
	if err = t.getJSON(bucketUser, []byte(name), &u); err != nil {
		return u, fmt.Errorf("user %.80q: %w", name, err)
	}
	return u, nil
}

func (t *boltTx) Users() (out []storage.User, err error) {
	err = t.b.Bucket(bucketUser).ForEach(func(_, raw []byte) error {
		var u storage.User
		if err := decodeJSON(raw, "a user", &u); err != nil {
			return err
		}
		out = append(out, u)
		return nil
	})
	return out, err
}

func (t *boltTx) PutUser(u storage.User) error { return t.putJSON(bucketUser, []byte(u.Name), u) }

func (t *boltTx) PutInvitation(i storage.Invitation) error {
	return t.putJSON(bucketInvitation, i.Code[:], i)
}

func (t *boltTx) TakeInvitation(code causal.Hash) (i storage.Invitation, err error) {
	if err := t.getJSON(bucketInvitation, code[:], &i); err != nil {
		return i, fmt.Errorf("an invitation: %w", err)
	}
	return i, t.b.Bucket(bucketInvitation).Delete(code[:])
}

func (t *boltTx) DropInvitations(user string) error {
	var codes [][]byte // bbolt deletes nothing while it walks
	err := t.b.Bucket(bucketInvitation).ForEach(func(code, raw []byte) error {
		var i storage.Invitation
		if err := decodeJSON(raw, "an invitation", &i); err != nil {
			return err
		}
		if i.User == user {
			codes = append(codes, bytes.Clone(code))
		}
		return nil
	})
	for _, code := range codes {
		err = errors.Join(err, t.b.Bucket(bucketInvitation).Delete(code))
	}
	if err != nil {
		return fmt.Errorf("dropping the invitations of %.80q: %w", user, err)
	}
	return nil
}
