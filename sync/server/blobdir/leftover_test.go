package blobdir_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"tradedesk/model"
	"tradedesk/sync/server/blobdir"
)

// leave puts a content on its way where a server that was killed leaves it.
func leave(t *testing.T, root, content string) {
	t.Helper()
	dir := filepath.Join(root, model.ID{1}.String(), "partial")
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, sumOfHello), []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// What a server had all of when it was killed is whole as soon as it is asked for: the desk
// has nothing more to send.
func TestALeftoverThatIsWhole(t *testing.T) {
	root := t.TempDir()
	leave(t, root, "hello")
	d := blobdir.New(root, 5)
	for range 2 {
		if have, err := d.Have(t.Context(), model.ID{1}, sumOfHello); err != nil || have != (blobdir.Have{Size: 5, Whole: true}) {
			t.Fatalf("there is %+v, %v", have, err)
		}
	}
	f, err := d.Open(t.Context(), model.ID{1}, sumOfHello)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil || string(content) != "hello" {
		t.Errorf("it is %q, %v", content, err)
	}
}

// What is left half or spoilt is gone on with, or begun anew.
func TestALeftoverThatIsNot(t *testing.T) {
	for left, offset := range map[string]int64{"hel": 3, "help!": 0, "": 0} {
		root := t.TempDir()
		leave(t, root, left)
		d := blobdir.New(root, 0)
		if have, err := d.Have(t.Context(), model.ID{1}, sumOfHello); err != nil || have != (blobdir.Have{Size: int64(len(left))}) {
			t.Errorf("of %q there is %+v, %v", left, have, err)
		}
		if have := write(t, d, offset, 5, "hello"[offset:]); !have.Whole {
			t.Errorf("after %q there is %+v", left, have)
		}
	}
}
