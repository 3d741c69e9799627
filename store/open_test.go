package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

func openError(t *testing.T, path string, o Options) error {
	t.Helper()
	s, err := Open(context.Background(), path, o)
	if err == nil {
		t.Fatal("it opened")
	}
	if s != nil {
		t.Error("an error and a store")
	}
	return err
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "desk", "desk.db")
	b := openAt(t, path, newClock())
	defer b.Close()
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		info, err := os.Stat(name)
		if err != nil || info.Mode() != want {
			t.Errorf("%s has mode %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
	device, err := b.Setting(context.Background(), SettingDevice)
	if _, parseErr := model.ParseID(device); err != nil || parseErr != nil {
		t.Errorf("device %q: %v, %v", device, err, parseErr)
	}
}

func TestOpenTightensTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	openAt(t, path, newClock()).Close()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	openAt(t, path, newClock()).Close()
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestBusy(t *testing.T) {
	b := newBench(t)
	if err := openError(t, b.path, Options{}); !errors.Is(err, ErrBusy) {
		t.Errorf("opening a held file: %v", err)
	}
	if err := openError(t, b.path, Options{ReadOnly: true}); !errors.Is(err, ErrBusy) {
		t.Errorf("reading a held file: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, b.path, Options{Wait: time.Hour}); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting without an end: %v", err)
	}
}

func TestWaitsForTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	first := openAt(t, path, newClock())
	opened := make(chan error, 1)
	go func() {
		s, err := Open(context.Background(), path, Options{Wait: time.Minute})
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	b := openAt(t, path, newClock())
	lead := b.create(t, model.KindLead, "company=Nord")
	b.Close()
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := openError(t, path, Options{}); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "0400") {
		t.Errorf("opening a read-only file: %v", err)
	}
	for range 2 {
		// Two readers at a time.
		s, err := Open(context.Background(), path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if _, err := s.Get(context.Background(), lead); err != nil {
			t.Error(err)
		}
		_, _, err = s.Do(context.Background(), Action{Edits: []Edit{{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "city=Safi")}}})
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("writing: %v", err)
		}
	}
}

func TestNoFileToRead(t *testing.T) {
	if err := openError(t, filepath.Join(t.TempDir(), "desk.db"), Options{ReadOnly: true}); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v", err)
	}
}

func TestNotADesk(t *testing.T) {
	for name, content := range map[string]string{"text": strings.Repeat("hello ", 4000), "short": "x"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		openError(t, path, Options{})
		if after, err := os.ReadFile(path); err != nil || string(after) != content {
			t.Errorf("%s: the file was changed", name)
		}
	}
	if err := openError(t, t.TempDir(), Options{}); !strings.Contains(err.Error(), "regular") {
		t.Errorf("a folder: %v", err)
	}
}

func TestClosed(t *testing.T) {
	b := openAt(t, filepath.Join(t.TempDir(), "desk.db"), newClock())
	b.Close()
	if _, err := b.Get(context.Background(), model.ID{1}); !errors.Is(err, ErrClosed) {
		t.Errorf("get: %v", err)
	}
	if _, _, err := b.Do(context.Background(), Action{}); !errors.Is(err, ErrClosed) {
		t.Errorf("do: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.List(ctx, Query{Kind: model.KindLead}); !errors.Is(err, context.Canceled) {
		t.Errorf("list: %v", err)
	}
	_, _, err := b.Do(ctx, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=x")}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("do: %v", err)
	}
}

func TestSettings(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	for _, text := range []string{"FR", "MA", ""} {
		if err := b.SetSetting(ctx, SettingHome, text); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Setting(ctx, SettingHome); err != nil || got != text {
			t.Errorf("home is %q, %v, want %q", got, err, text)
		}
	}
	if err := b.SetSetting(ctx, "", "x"); !errors.Is(err, ErrInvalid) {
		t.Errorf("a setting without a name: %v", err)
	}
}

func TestBackupOpens(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	path := filepath.Join(t.TempDir(), "copy.db")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.Backup(context.Background(), file, nil), file.Close()); err != nil {
		t.Fatal(err)
	}
	copied := openAt(t, path, b.clock)
	defer copied.Close()
	copied.check(t)
	if got := copied.lead(t, lead).Company; got != "Nord" {
		t.Errorf("the copy has %q", got)
	}
}
