package serve

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"tradedesk/model"
)

// The desk whose token is made worthless may not come in and is not counted, whether the
// desk was named or its token.
func TestWithdrawingShutsADeskOut(t *testing.T) {
	store := newStore(t)
	is, _ := atWork(t, Options{Store: store, Workspace: "atlas", Owner: "salma"})
	admin := administered(t, store)
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
	// Without its name too where there are several workspaces.
	if _, err := admin.Found(t.Context(), "oasis", "lena"); err != nil {
		t.Fatal(err)
	}
	if err := admin.Withdraw(t.Context(), "", model.ID{1}); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid) {
		t.Errorf("a token that is in none of them: %v", err)
	}
	theirs, err := admin.Tokens(t.Context(), "oasis")
	if err != nil || len(theirs) != 1 {
		t.Fatalf("%+v, %v", theirs, err)
	}
	if err := admin.Withdraw(t.Context(), "", theirs[0].ID); err != nil {
		t.Error(err)
	}
	if theirs, err = admin.Tokens(t.Context(), "oasis"); err != nil || theirs[0].Revoked.IsZero() {
		t.Errorf("%+v, %v", theirs, err)
	}
}

// The token that a desk did not come with, when it was registered twice, keeps no desk in, and
// is worthless when it is revoked, too.
func TestATokenThatWasReplaced(t *testing.T) {
	store := newStore(t)
	is, _ := atWork(t, Options{Store: store, Workspace: "atlas", Owner: "salma"})
	admin := administered(t, store)
	nonce := strings.Repeat("A", 26)
	registerWith(t, is.URL, is.Codes[0], nonce) // whose reply is lost
	desk := registerWith(t, is.URL, is.Codes[0], nonce)
	get(t, http.DefaultClient, is.URL+"/v1/w/"+desk.Workspace+"/changes", desk.Token)
	good := func() (out []Token) {
		t.Helper()
		all, err := admin.Tokens(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			if k.Device != "" && k.Revoked.IsZero() {
				out = append(out, k)
			}
		}
		return out
	}
	tokens := good()
	if len(tokens) != 2 {
		t.Fatalf("%+v are good", tokens)
	}
	for _, k := range tokens {
		if err := admin.Withdraw(t.Context(), "", k.ID); err != nil {
			t.Fatal(err)
		}
	}
	if users, err := admin.Users(t.Context(), ""); err != nil || len(users) != 1 || users[0].Devices != 0 || len(good()) != 0 {
		t.Errorf("%+v, %v: it is not shut out", users, err)
	}
}
