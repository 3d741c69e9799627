package desk

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func modeOf(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestOnlyTheUserCanReachTheFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "desk")
	openAt(t, dir, "salma")
	if got := modeOf(t, dir); got != 0o700 {
		t.Errorf("the directory has mode %04o, want 0700", got)
	}
	for _, name := range []string{fileName, socketName, ownerName} {
		if got := modeOf(t, filepath.Join(dir, name)); got != 0o600 {
			t.Errorf("%s has mode %04o, want 0600", name, got)
		}
	}
}

func TestCloseLeavesTheFileAlone(t *testing.T) {
	dir := t.TempDir()
	d := openAt(t, dir, "salma")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != fileName {
		t.Errorf("left behind: %v and %v, want %s alone", entries, err, fileName)
	}
}

func TestLongPathsListenElsewhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	openAt(t, dir, "salma")
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	who, err := p.readOwner()
	if err != nil || who.PID != os.Getpid() || len(who.Socket) > maxSocketPath || filepath.Dir(who.Socket) == dir {
		t.Fatalf("%+v and %v, want a short path elsewhere", who, err)
	}
	if got := modeOf(t, filepath.Dir(who.Socket)); got != 0o700 {
		t.Errorf("the socket's directory has mode %04o, want 0700", got)
	}
	if got := modeOf(t, who.Socket); got != 0o600 {
		t.Errorf("the socket has mode %04o, want 0600", got)
	}
	other := openAt(t, dir, "youssef")
	if isOwner(other) {
		t.Fatal("two own the desk")
	}
	addLead(t, other, "Nord Foods Inc")
}

func TestTwoNamesOfOneDirectoryAreOneDesk(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	openAt(t, dir, "salma")
	if isOwner(openAt(t, link, "youssef")) {
		t.Error("two own the desk")
	}
}

func TestAStaleSocketIsReplaced(t *testing.T) {
	dir := t.TempDir()
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: p.socket(), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	if err := errors.Join(listener.Close(), p.writeOwner(ownerFile{PID: 1 << 22, Socket: p.socket()})); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	if !isOwner(d) || isOwner(openAt(t, dir, "youssef")) {
		t.Error("want the first to own the desk and the second to visit")
	}
}

// held holds the file of a desk without answering, as a stopped owner does.
func held(t *testing.T, dir string) place {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: dir, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestABusyDeskSaysWhoHoldsIt(t *testing.T) {
	dir := t.TempDir()
	p := held(t, dir)
	for _, alone := range []bool{false, true} {
		_, err := Open(context.Background(), Options{Dir: dir, Alone: alone, Wait: 30 * time.Millisecond})
		if !errors.Is(err, ErrBusy) {
			t.Fatalf("got %v, want %v", err, ErrBusy)
		}
		who, readErr := p.readOwner()
		if readErr != nil {
			t.Fatal(readErr)
		}
		for _, part := range []string{p.dir, "process ", "end it and try again", who.Started.Local().Format("15:04")} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q is more than one line", err)
		}
	}
}

// An owner that was stopped takes connections and says nothing.
func TestAnOwnerThatDoesNotAnswerIsBusy(t *testing.T) {
	dir := t.TempDir()
	p := held(t, dir)
	silent, err := net.Listen("unix", p.socket())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }() // nothing was sent
	_, err = Open(context.Background(), Options{Dir: dir, Wait: 50 * time.Millisecond})
	if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("got %v, want %v that says why", err, ErrBusy)
	}
}

func TestWaitingForASeatObeysItsContext(t *testing.T) {
	dir := t.TempDir()
	held(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Open(ctx, Options{Dir: dir, Wait: time.Hour})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// A socket that others could have put there is not dialled.
func TestStrangeSocketsAreRefused(t *testing.T) {
	dir := t.TempDir()
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(t.TempDir(), "open")
	if err := errors.Join(os.Mkdir(open, 0o755), os.Chmod(open, 0o777)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(open, "s")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // nothing was sent
	if err := p.writeOwner(ownerFile{PID: 1, Socket: path}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.visitSocket(); err == nil || !strings.Contains(err.Error(), "0700") {
		t.Errorf("got %v, want a refusal that says the mode", err)
	}
	if err := errors.Join(os.Chmod(open, 0o700), os.Remove(path), os.Symlink("/nowhere", path)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.visitSocket(); err == nil || !strings.Contains(err.Error(), "link") {
		t.Errorf("got %v, want a link refused", err)
	}
}

func TestAHugeOwnerFileIsNotRead(t *testing.T) {
	p, err := newPlace(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	huge := `{"pid":1,"socket":"` + strings.Repeat("x", 2*maxOwnerFile) + `"}`
	if err := os.WriteFile(p.ownerFile(), []byte(huge), 0o600); err != nil {
		t.Fatal(err)
	}
	if who, err := p.readOwner(); err == nil {
		t.Errorf("read %+v, want an error", who.PID)
	}
}

func TestNoDirectoryIsAnError(t *testing.T) {
	if _, err := Open(context.Background(), Options{}); !errors.Is(err, ErrInvalid) {
		t.Errorf("got %v, want %v", err, ErrInvalid)
	}
}
