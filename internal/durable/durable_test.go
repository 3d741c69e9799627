package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRename(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "fresh"), filepath.Join(dir, "desk.db")
	if err := errors.Join(os.WriteFile(from, []byte("new"), 0o600), os.WriteFile(to, []byte("old"), 0o600), Rename(from, to)); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(to); string(content) != "new" || err != nil {
		t.Errorf("there is %q, %v", content, err)
	}
	if err := Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
}

func TestNames(t *testing.T) {
	dir := t.TempDir()
	if err := Names(dir, dir); err != nil {
		t.Error(err)
	}
	if err := Names(dir, filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is not there: %v", err)
	}
}
