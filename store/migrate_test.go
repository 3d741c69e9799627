package store

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
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
	mark := func(name string) func(context.Context, *transaction) error {
		return func(_ context.Context, tx *transaction) error {
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

func hasBucket(t *testing.T, s *Store, bucket string) bool {
	t.Helper()
	found := false
	err := s.read(context.Background(), func(tx *transaction) error {
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
	if !hasBucket(t, s, "first") || !hasBucket(t, s, "second") {
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
	if err != nil || len(before) != 1 || before[0] != path+".before-v4" {
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
	back := openAt(t, path+".before-v4", newClock())
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

// TestSchema1 brings a file of the first schema up to date: all that people see of
// it stays, and what was made of it can still be undone.
func TestSchema1(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "desk.db")
	unpack(t, "testdata/schema1.db.gz", path)
	if s, err := Open(ctx, path, Options{ReadOnly: true}); !errors.Is(err, ErrReadOnly) {
		t.Fatalf("reading an older file: %v, %v", s, err)
	}
	b := openAt(t, path, newClock())
	defer b.Close()
	b.check(t)
	if _, err := os.Stat(path + ".before-v2"); err != nil {
		t.Errorf("the copy: %v", err)
	}
	if left, err := filepath.Glob(path + "*" + tempEnd); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	counts, err := b.Counts(ctx)
	if err != nil || counts.Kinds[model.KindLead] != 59 || counts.Kinds["shipment"] != 1 || counts.Pending != 70 {
		t.Errorf("counted %+v, %v", counts, err)
	}
	page, err := b.List(ctx, Query{Kind: model.KindLead, Where: []Cond{{"company", OpEqual, "Company 01"}}})
	if err != nil || len(page.Rows) != 2 {
		t.Fatalf("found %d, %v", len(page.Rows), err)
	}
	changes, err := b.History(ctx, page.Rows[0].ID, 0)
	if err != nil || len(changes) != 3 || string(changes[0].Set["city"]) != `"Bergen"` || string(changes[2].Set["newer_field"]) != `{"a":1}` {
		t.Errorf("history %v, %v", changes, err)
	}
	if home, err := b.Setting(ctx, SettingHome); err != nil || home != "FR" {
		t.Errorf("home %q, %v", home, err)
	}
	for range 8 {
		if _, _, err := b.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	b.check(t)
	if counts, err = b.Counts(ctx); err != nil || counts.Kinds[model.KindLead] != 0 {
		t.Errorf("after undoing all: %+v, %v", counts, err)
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	zipped, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zipped)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
