package serve

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
)

// atWork runs a server until the test ends, and gives what it said when it was ready.
func atWork(t *testing.T, o Options) (ready Ready, stop func() error) {
	t.Helper()
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	o.Now, o.Log = time.Now, slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(context.Background())
	is, ended := make(chan Ready, 1), make(chan error, 1)
	go func() { ended <- Run(ctx, o, func(r Ready) error { is <- r; return nil }) }()
	var stopped bool
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	select {
	case ready = <-is:
	case err := <-ended:
		stopped = true
		cancel()
		t.Fatal(err)
	}
	return ready, stop
}

// administered gives who manages a server, until the test ends.
func administered(t *testing.T, store string) Admin {
	t.Helper()
	admin, err := Administer(t.Context(), store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	})
	return admin
}

func newStore(t *testing.T) string { return "bolt:" + filepath.Join(t.TempDir(), "server.db") }

// TestAdmin does the same through the socket of a server that runs, and on a file that
// nobody holds.
func TestAdmin(t *testing.T) {
	for _, runs := range []bool{true, false} {
		t.Run(map[bool]string{true: "while it runs", false: "when it does not"}[runs], func(t *testing.T) {
			store := newStore(t)
			if _, err := Init(t.Context(), store, "atlas", "salma", time.Now); err != nil {
				t.Fatal(err)
			}
			if runs {
				atWork(t, Options{Store: store})
			}
			admin := administered(t, store)
			if _, through := admin.(*remote); through != runs {
				t.Fatalf("through the socket: %t", through)
			}
			testAdmin(t, admin)
		})
	}
}

func testAdmin(t *testing.T, a Admin) {
	ctx := t.Context()
	is := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := a.Found(ctx, "atlas", "salma")
	is("a second workspace of the name", err, ErrExists)
	_, err = a.Found(ctx, "two\nlines", "salma")
	is("a name of two lines", err, ErrInvalid)
	invited, err := a.Add(ctx, "", "karim", "agent", time.Hour)
	must(err)
	if invited.Workspace != "atlas" || invited.User != "karim" || invited.Role != "agent" || invited.Code == "" || invited.Expires.IsZero() {
		t.Errorf("%+v", invited)
	}
	_, err = a.Add(ctx, "", "karim", "agent", time.Hour)
	is("the same user", err, ErrExists)
	_, err = a.Add(ctx, "", "leila", "queen", time.Hour)
	is("no such role", err, ErrInvalid)
	_, err = a.Invite(ctx, "", "karim", 0)
	is("an invitation for ever", err, ErrInvalid)
	again, err := a.Invite(ctx, "atlas", "karim", time.Hour)
	must(err)
	if again.Code == invited.Code {
		t.Error("two invitations have one code")
	}
	issued, err := a.Issue(ctx, "", "karim", 0)
	must(err)
	if issued.Token == "" || !issued.Expires.IsZero() {
		t.Errorf("%+v", issued)
	}
	tokens, err := a.Tokens(ctx, "")
	must(err)
	if len(tokens) != 2 { // the owner's, and this
		t.Errorf("%+v", tokens)
	}
	for _, was := range []Role{"agent", "reader"} {
		set, err := a.SetRole(ctx, "atlas", "karim", "reader")
		must(err)
		if set != (RoleSet{"karim", "reader", was, 0}) {
			t.Errorf("%+v", set)
		}
	}
	_, err = a.SetRole(ctx, "", "karim", "queen")
	is("no such role for one who is there", err, ErrInvalid)
	_, err = a.SetRole(ctx, "", "nobody", "reader")
	is("a role for nobody", err, ErrNotFound)
	revoked, err := a.Revoke(ctx, "", "karim")
	must(err)
	if revoked != (Revoked{"karim", 0, 1}) {
		t.Errorf("%+v", revoked)
	}
	_, err = a.Invite(ctx, "", "karim", time.Hour)
	is("inviting who is shut out", err, ErrNotFound)
	_, err = a.SetRole(ctx, "", "karim", "broker")
	is("a role for who is shut out", err, ErrNotFound)
	is("withdrawing what is withdrawn", a.Withdraw(ctx, "", issued.ID), ErrNotFound)
	is("withdrawing nothing", a.Withdraw(ctx, "", model.ID{9}), ErrNotFound)
	_, err = a.Add(ctx, "", "karim", "reader", time.Hour) // back again
	must(err)
	users, err := a.Users(ctx, "atlas")
	must(err)
	if len(users) != 2 || users[0].Name != "karim" || users[0].Role != "reader" || !users[0].Revoked.IsZero() || users[1].Role != "owner" {
		t.Errorf("%+v", users)
	}
	_, err = a.Users(ctx, "rif")
	is("a workspace that is not there", err, ErrNotFound)
	_, err = a.Found(ctx, "rif", "youssef")
	must(err)
	_, err = a.Users(ctx, "")
	is("which of two", err, ErrInvalid)
	all, err := a.Workspaces(ctx)
	must(err)
	if len(all) != 2 || all[0].Users != 2 || all[1].Name != "rif" {
		t.Errorf("%+v", all)
	}
	var backup bytes.Buffer
	must(a.Backup(ctx, &backup))
	var file bytes.Buffer
	must(eachMember(&backup, func(r io.Reader) error { _, err := file.ReadFrom(r); return err }, nil))
	if file.Len() == 0 {
		t.Error("the backup is empty")
	}
}
