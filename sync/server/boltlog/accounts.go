package boltlog

import (
	"bytes"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
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
	_, err := dropIf(t.b.Bucket(bucketInvitation), "an invitation", func(i storage.Invitation) bool { return i.User == user })
	if err != nil {
		return fmt.Errorf("dropping the invitations of %.80q: %w", user, err)
	}
	return nil
}

func (t *boltTx) PutRegistration(r storage.Registration) error {
	if _, err := t.b.CreateBucketIfNotExists(bucketRegistration); err != nil {
		return err
	}
	return t.putJSON(bucketRegistration, r.Key[:], r)
}

func (t *boltTx) TakeRegistration(key causal.Hash) (r storage.Registration, err error) {
	if t.b.Bucket(bucketRegistration) == nil {
		return r, fmt.Errorf("a registration: %w", storage.ErrNotFound)
	}
	if err := t.getJSON(bucketRegistration, key[:], &r); err != nil {
		return r, fmt.Errorf("a registration: %w", err)
	}
	return r, t.b.Bucket(bucketRegistration).Delete(key[:])
}

func (t *boltTx) DropExpired(now value.Instant) (int, error) {
	past := func(expires value.Instant) bool { return expires != 0 && expires <= now }
	n, err := dropIf(t.b.Bucket(bucketInvitation), "an invitation", func(i storage.Invitation) bool { return past(i.Expires) })
	if b := t.b.Bucket(bucketRegistration); err == nil && b != nil {
		var more int
		more, err = dropIf(b, "a registration", func(r storage.Registration) bool { return past(r.Expires) })
		n += more
	}
	if err != nil {
		return n, fmt.Errorf("dropping what has expired: %w", err)
	}
	return n, nil
}

// dropIf removes the rows of a bucket that are to go, each of which is what, and gives how
// many.
func dropIf[T any](b *bbolt.Bucket, what string, goes func(T) bool) (int, error) {
	var keys [][]byte // bbolt deletes nothing while it walks
	err := b.ForEach(func(key, raw []byte) error {
		var row T
		if err := decodeJSON(raw, what, &row); err != nil {
			return err
		}
		if goes(row) {
			keys = append(keys, bytes.Clone(key))
		}
		return nil
	})
	for _, key := range keys {
		err = errors.Join(err, b.Delete(key))
	}
	return len(keys), err
}
