package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestWhereTheTokenLies(t *testing.T) {
	ctx := context.Background()
	keyring.MockInit()
	dir := t.TempDir()
	inRing, inFile := &tokens{dir: dir}, &tokens{dir: dir, inFile: true}
	if err := inRing.set(ctx, "secret"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(inRing.file()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a token of the keyring lies in a file too: %v", err)
	}
	if got, err := (&tokens{dir: dir}).get(ctx); got != "secret" || err != nil {
		t.Errorf("read again: %q and %v", got, err)
	}
	if got, err := inFile.get(ctx); got != "" || err != nil {
		t.Errorf("without a keyring: %q and %v", got, err)
	}
	if err := inFile.set(ctx, "other"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(inFile.file())
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v and %v, want a file for this user alone", info, err)
	}
	keyring.MockInitWithError(errors.New("there is no keyring"))
	fallback := &tokens{dir: t.TempDir()}
	if err := fallback.set(ctx, "third"); err != nil {
		t.Fatal(err)
	}
	if got, err := (&tokens{dir: fallback.dir}).get(ctx); got != "third" || err != nil {
		t.Errorf("of a machine without a keyring: %q and %v", got, err)
	}
	if err := fallback.drop(ctx); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(fallback.dir, "*")); err != nil || len(left) != 0 {
		t.Errorf("after it was forgotten there is %q and %v", left, err)
	}
}

// A keyring that is locked, slow or out of reach may hold the token: that is no missing one,
// and it is asked again.
func TestAKeyringThatDoesNotAnswer(t *testing.T) {
	ctx := context.Background()
	locked := errors.New("it is locked")
	keyring.MockInitWithError(locked)
	kept := &tokens{dir: t.TempDir()}
	if got, err := kept.get(ctx); !errors.Is(err, errNoAnswer) || !errors.Is(err, locked) {
		t.Errorf("%q and %v, want %v", got, err, errNoAnswer)
	}
	keyring.MockInit()
	if err := keyring.Set(keyringService, kept.dir, "secret"); err != nil {
		t.Fatal(err)
	}
	if got, err := kept.get(ctx); got != "secret" || err != nil {
		t.Errorf("when it answers: %q and %v", got, err)
	}

	slow, late := &tokens{dir: t.TempDir()}, make(chan fromKeyring, 1)
	slow.asked = late
	gone, leave := context.WithCancel(ctx)
	leave()
	if got, err := slow.get(gone); !errors.Is(err, errNoAnswer) {
		t.Errorf("%q and %v, want %v", got, err, errNoAnswer)
	}
	late <- fromKeyring{token: "late"}
	if got, err := slow.get(ctx); got != "late" || err != nil {
		t.Errorf("an answer that came late: %q and %v", got, err)
	}

	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	if got, err := (&tokens{dir: t.TempDir()}).get(ctx); got != "" || err != nil {
		t.Errorf("of a system without keyrings: %q and %v", got, err)
	}
}

// A token file that a loss of power left empty holds none.
func TestAnEmptyTokenFile(t *testing.T) {
	kept := &tokens{dir: t.TempDir(), inFile: true}
	if err := os.WriteFile(kept.file(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := kept.get(context.Background()); got != "" || err != nil {
		t.Errorf("%q and %v", got, err)
	}
}

// A desk whose keyring is locked goes on as who it was when it answers, without a login.
func TestALockedKeyringLogsNobodyOut(t *testing.T) {
	ctx := context.Background()
	keyring.MockInit()
	s, dir := newSyncServer(t), t.TempDir()
	open := func() Desk {
		d, err := Open(ctx, Options{Dir: dir, Me: "salma", Sync: SyncManual})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	s.login(t, d)
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	token, err := keyring.Get(keyringService, p.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	keyring.MockInitWithError(errors.New("it is locked"))
	d = open()
	defer d.Close()
	if _, err := d.Sync(ctx, nil); err == nil || !strings.Contains(err.Error(), "keyring does not answer") {
		t.Errorf("it says %v", err)
	}
	if status := statusOf(t, d); status.State != StateFailing || !strings.Contains(status.Error, "keyring does not answer") {
		t.Errorf("it stands %s, %q", status.State, status.Error)
	}
	keyring.MockInit()
	if err := keyring.Set(keyringService, p.dir, token); err != nil {
		t.Fatal(err)
	}
	mustSync(t, d)
}
