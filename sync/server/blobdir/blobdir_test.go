package blobdir_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/sync/server/blobdir"
)

const sumOfHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

func write(t *testing.T, d *blobdir.Dir, offset, size int64, content string) blobdir.Have {
	t.Helper()
	have, err := d.Write(context.Background(), model.ID{1}, sumOfHello, offset, size, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return have
}

func TestTidy(t *testing.T) {
	root := t.TempDir()
	d := blobdir.New(root, 0)
	write(t, d, 0, 5, "hel")
	stray := filepath.Join(root, "notes", "partial", "mine.txt")
	if err := errors.Join(os.MkdirAll(filepath.Dir(stray), 0o700), os.WriteFile(stray, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	look := func(want int64) {
		t.Helper()
		if have, err := d.Have(context.Background(), model.ID{1}, sumOfHello); have.Size != want || err != nil {
			t.Errorf("%d bytes are there, want %d, %v", have.Size, want, err)
		}
	}
	tidy := func(since time.Time) {
		t.Helper()
		if err := d.Tidy(context.Background(), since); err != nil {
			t.Error(err)
		}
	}
	tidy(time.Now().Add(-time.Hour))
	look(3)
	tidy(time.Now().Add(time.Hour))
	look(0)
	if _, err := os.Stat(stray); err != nil {
		t.Errorf("what is not ours: %v", err)
	}
	if have := write(t, d, 0, 5, "hello"); !have.Whole {
		t.Errorf("%+v", have)
	}
	tidy(time.Now().Add(time.Hour))
	look(5)
}

// TestOneWriter lets a second caller write a content while the first waits for bytes.
func TestOneWriter(t *testing.T) {
	d := blobdir.New(t.TempDir(), 0)
	slow, feed := io.Pipe()
	first := make(chan error)
	go func() {
		_, err := d.Write(context.Background(), model.ID{1}, sumOfHello, 0, 5, slow)
		first <- err
	}()
	if _, err := feed.Write([]byte("he")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(context.Background(), model.ID{1}, sumOfHello, 0, 5, strings.NewReader("hello")); !errors.Is(err, blobdir.ErrBusy) {
		t.Errorf("a second writer: %v", err)
	}
	if have, err := d.Write(context.Background(), model.ID{2}, sumOfHello, 0, 5, strings.NewReader("hello")); !have.Whole || err != nil {
		t.Errorf("another workspace's writer: %v", err)
	}
	if err := feed.CloseWithError(io.ErrUnexpectedEOF); err != nil {
		t.Fatal(err)
	}
	if err := <-first; !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if have := write(t, d, 2, 5, "llo"); !have.Whole {
		t.Errorf("%+v", have)
	}
}
