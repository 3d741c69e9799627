package storagetest

import (
	"errors"
	"reflect"
	"sync"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

func testAccounts(t *testing.T, b *bench) {
	d := storage.Device{ID: b.ids.New(), User: "amina", Name: "laptop", Created: 5, Last: 41, Previous: []protocol.Previous{{Device: b.ids.New(), N: 7}}}
	k := storage.Token{Hash: causal.Hash{1}, ID: b.ids.New(), User: "amina", Device: d.ID, Created: 5, Expires: 9, Registration: causal.Hash{7}}
	u := storage.User{Name: "أمينة", Role: storage.RoleAgent, Created: 3}
	b.must(b.update(func(tx storage.Tx) error { return errors.Join(tx.PutDevice(d), tx.PutToken(k), tx.PutUser(u)) }))
	same := func(what string, got any, err error, want any) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", what, got, err, want)
		}
	}
	look := func() {
		t.Helper()
		b.view(func(tx storage.ReadTx) error {
			device, err := tx.Device(d.ID)
			same("device", device, err, d)
			devices, err := tx.Devices()
			same("devices", devices, err, []storage.Device{d})
			token, err := tx.Token(k.Hash)
			same("token", token, err, k)
			tokens, err := tx.Tokens()
			same("tokens", tokens, err, []storage.Token{k})
			user, err := tx.User(u.Name)
			same("user", user, err, u)
			users, err := tx.Users()
			same("users", users, err, []storage.User{u})
			return nil
		})
	}
	look()
	k.Registration, k.Replaced = causal.Hash{}, 13
	d.Last, d.Revoked, k.Revoked, u.Revoked, u.Role = 42, 10, 11, 12, storage.RoleReader
	b.must(b.update(func(tx storage.Tx) error { return errors.Join(tx.PutDevice(d), tx.PutToken(k), tx.PutUser(u)) }))
	look()
	b.view(func(tx storage.ReadTx) error {
		for what, err := range map[string]error{
			"device": second(tx.Device(model.ID{})), "token": second(tx.Token(causal.Hash{})), "user": second(tx.User("")), "other user": second(tx.User("amina")),
		} {
			if !errors.Is(err, storage.ErrNotFound) {
				t.Errorf("no %s: %v", what, err)
			}
		}
		return nil
	})
}

func second[T any](_ T, err error) error { return err }

func testInvitation(t *testing.T, b *bench) {
	code := causal.Hash{9}
	b.must(b.update(func(tx storage.Tx) error {
		return tx.PutInvitation(storage.Invitation{Code: code, User: "amina", Expires: 77})
	}))
	var guests sync.WaitGroup
	taken, errs := make([]storage.Invitation, 8), make([]error, 8)
	for i := range taken {
		guests.Go(func() {
			errs[i] = b.update(func(tx storage.Tx) (err error) {
				taken[i], err = tx.TakeInvitation(code)
				return err
			})
		})
	}
	guests.Wait()
	in := 0
	for i, err := range errs {
		switch {
		case err == nil:
			in++
			if taken[i].User != "amina" || taken[i].Expires != 77 {
				t.Errorf("the invitation is %+v", taken[i])
			}
		case !errors.Is(err, storage.ErrNotFound):
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d came in with one invitation", in)
	}
}

func testInvitationComesBack(t *testing.T, b *bench) {
	code := causal.Hash{9}
	b.must(b.update(func(tx storage.Tx) error { return tx.PutInvitation(storage.Invitation{Code: code, User: "amina"}) }))
	take := func(tx storage.Tx) error { return second(tx.TakeInvitation(code)) }
	if err := b.update(func(tx storage.Tx) error { return errors.Join(take(tx), errOnPurpose) }); !errors.Is(err, errOnPurpose) {
		t.Fatal(err)
	}
	b.must(b.update(take))
}

func testInvitationsDropped(t *testing.T, b *bench) {
	b.must(b.update(func(tx storage.Tx) error {
		return errors.Join(
			tx.PutInvitation(storage.Invitation{Code: causal.Hash{1}, User: "amina"}),
			tx.PutInvitation(storage.Invitation{Code: causal.Hash{2}, User: "youssef"}),
			tx.PutInvitation(storage.Invitation{Code: causal.Hash{3}, User: "amina"}),
			tx.DropInvitations("amina"),
		)
	}))
	for code, there := range map[causal.Hash]bool{{1}: false, {2}: true, {3}: false} {
		err := b.update(func(tx storage.Tx) error { return second(tx.TakeInvitation(code)) })
		if there != (err == nil) || !there && !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("invitation %d: %v", code[0], err)
		}
	}
	b.must(b.update(func(tx storage.Tx) error { return tx.DropInvitations("nobody") }))
}

func testRegistration(t *testing.T, b *bench) {
	r := storage.Registration{Key: causal.Hash{9}, Device: b.ids.New(), Expires: 77}
	take := func(b *bench) (out storage.Registration, err error) {
		err = b.update(func(tx storage.Tx) (err error) {
			out, err = tx.TakeRegistration(r.Key)
			return err
		})
		return out, err
	}
	if _, err := take(b); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("one that was never there: %v", err)
	}
	b.must(b.update(func(tx storage.Tx) error {
		return errors.Join(tx.PutRegistration(storage.Registration{Key: r.Key, Device: b.ids.New()}), tx.PutRegistration(r))
	}))
	other := *b
	other.space, other.epoch = b.create("rif")
	if _, err := take(&other); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("another workspace's: %v", err)
	}
	err := b.update(func(tx storage.Tx) error { return errors.Join(second(tx.TakeRegistration(r.Key)), errOnPurpose) })
	if !errors.Is(err, errOnPurpose) {
		t.Errorf("a change that fails: %v", err)
	}
	if got, err := take(b); err != nil || got != r {
		t.Errorf("%+v, %v; want %+v", got, err, r)
	}
	if _, err := take(b); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("one that was taken: %v", err)
	}
}

func testExpired(t *testing.T, b *bench) {
	drop := func(b *bench, now value.Instant, want int) {
		t.Helper()
		b.must(b.update(func(tx storage.Tx) error {
			n, err := tx.DropExpired(now)
			if n != want {
				t.Errorf("%d are dropped at %d, want %d", n, now, want)
			}
			return err
		}))
	}
	drop(b, 100, 0)
	expires := []value.Instant{0, 10, 20}
	b.must(b.update(func(tx storage.Tx) (err error) {
		for i, at := range expires {
			key := causal.Hash{byte(i)}
			err = errors.Join(err, tx.PutInvitation(storage.Invitation{Code: key, User: "amina", Expires: at}),
				tx.PutRegistration(storage.Registration{Key: key, Device: b.ids.New(), Expires: at}))
		}
		return err
	}))
	other := *b
	other.space, other.epoch = b.create("rif")
	drop(&other, 100, 0)
	drop(b, 9, 0)
	drop(b, 10, 2)
	drop(b, 10, 0)
	for i, at := range expires {
		key := causal.Hash{byte(i)}
		for what, err := range map[string]error{
			"invitation":   b.update(func(tx storage.Tx) error { return second(tx.TakeInvitation(key)) }),
			"registration": b.update(func(tx storage.Tx) error { return second(tx.TakeRegistration(key)) }),
		} {
			if there := at != 10; there != (err == nil) || !there && !errors.Is(err, storage.ErrNotFound) {
				t.Errorf("the %s that expires at %d: %v", what, at, err)
			}
		}
	}
}
