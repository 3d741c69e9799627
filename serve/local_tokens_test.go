package serve

import (
	"testing"
	"time"
)

// The desk whose token is made worthless may not come in and is not counted, whether the
// desk was named or its token.
func TestWithdrawingShutsADeskOut(t *testing.T) {
	store := newStore(t)
	is, _ := atWork(t, Options{Store: store, Workspace: "atlas", Owner: "salma"})
	admin, err := Administer(t.Context(), store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	}()
	first := register(t, is.URL, is.Codes[0])
	register(t, is.URL, is.Codes[1])
	desks := func(want int) {
		t.Helper()
		if users, err := admin.Users(t.Context(), ""); err != nil || len(users) != 1 || users[0].Devices != want {
			t.Errorf("%+v, %v, want %d desks", users, err, want)
		}
	}
	desks(2)
	if err := admin.Withdraw(t.Context(), "", first.Device); err != nil {
		t.Fatal(err)
	}
	desks(1)
	tokens, err := admin.Tokens(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range tokens {
		if k.Revoked.IsZero() {
			if err := admin.Withdraw(t.Context(), "", k.ID); err != nil {
				t.Error(err)
			}
		}
	}
	desks(0)
}
