package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// later is a schema of a version to come: two steps beyond this one.
func later(fail error) []migration {
	steps := append([]migration(nil), migrations...)
	mark := func(name string) func(context.Context, *bbolt.Tx) error {
		return func(_ context.Context, tx *bbolt.Tx) error {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
			if name == "second" {
				return fail
			}
			return nil
		}
	}
	return append(steps, migration{"adding the first", mark("first")}, migration{"adding the second", mark("second")})
}

func has(t *testing.T, s *Store, bucket string) bool {
	t.Helper()
	found := false
	err := s.read(context.Background(), func(tx *bbolt.Tx) error {
		found = tx.Bucket([]byte(bucket)) != nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestMigration(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "desk.db")
	old := openAt(t, path, newClock())
	lead := old.create(t, model.KindLead, "company=Nord")
	old.Close()

	if s, err := openWith(ctx, path, Options{ReadOnly: true}, later(nil)); !errors.Is(err, ErrReadOnly) {
		t.Fatalf("reading an older file: %v, %v", s, err)
	}
	failure := errors.New("no room")
	if s, err := openWith(ctx, path, Options{}, later(failure)); !errors.Is(err, failure) || !strings.Contains(err.Error(), "adding the second") {
		t.Fatalf("a migration that fails: %v, %v", s, err)
	}
	// The first step stays done; opening again goes on from there.
	s, err := openWith(ctx, path, Options{}, later(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !has(t, s, "first") || !has(t, s, "second") {
		t.Error("the migrations did not run")
	}
	if _, err := s.Get(ctx, lead); err != nil {
		t.Error(err)
	}
	s.Close()

	if err := openError(t, path, Options{}); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "newer tradedesk") {
		t.Errorf("this version opens a newer file: %v", err)
	}
	before, err := filepath.Glob(path + ".before-*")
	if err != nil || len(before) != 1 || before[0] != path+".before-v3" {
		t.Fatalf("copies %v, %v", before, err)
	}
	if info, err := os.Stat(before[0]); err != nil || info.Mode() != 0o600 {
		t.Errorf("the copy has mode %v, %v", info.Mode(), err)
	}
}

func TestBackupBeforeMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	old := openAt(t, path, newClock())
	lead := old.create(t, model.KindLead, "company=Nord")
	old.Close()
	s, err := openWith(context.Background(), path, Options{}, later(nil))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	back := openAt(t, path+".before-v3", newClock())
	defer back.Close()
	back.check(t)
	if got := back.lead(t, lead).Company; got != "Nord" {
		t.Errorf("the copy has %q", got)
	}
}

func TestForeignFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := openError(t, path, Options{}); !strings.Contains(err.Error(), "no desk") {
		t.Errorf("opening another program's file: %v", err)
	}
}
