package desk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// filled takes all room of the disk that a directory is on, until the file it gives is
// removed.
func filled(t *testing.T, dir string) (filler string) {
	t.Helper()
	filler = filepath.Join(dir, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return filler
}

// With a full disk nobody can say in owner.json who is here: the desk opens all the same, what
// is there is read by its owner and by visitors, and an earlier owner's word leads nobody
// astray.
func TestAFullDiskCanBeRead(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m,mode=0700"); err != nil {
		t.Skipf("mounting a disk needs the superuser and its rights: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	d := openManual(t, dir)
	lead := addLead(t, d, "Nord Foods Inc")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := newPlace(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.writeOwner(ownerFile{PID: 1 << 22, Socket: filepath.Join(t.TempDir(), "gone.sock")}); err != nil {
		t.Fatal(err)
	}
	filler := filled(t, dir)

	here, beside := openAt(t, dir, "salma"), openAt(t, dir, "youssef")
	if !isOwner(here) || isOwner(beside) {
		t.Fatal("want the first to own the desk and the second to visit")
	}
	for _, name := range []string{ownerName, ownerName + ".new"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
	for _, d := range []Desk{here, beside} {
		if got := leadOf(t, d, lead).Company; got != "Nord Foods Inc" {
			t.Errorf("it reads %q", got)
		}
		if _, err := d.Status(ctx); err != nil {
			t.Error(err)
		}
		if _, err := d.Do(ctx, Action{Edits: []Edit{newLead("Sud Foods")}}); !errors.Is(err, ErrFull) {
			t.Errorf("a write gives %v", err)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	addLead(t, beside, "Est Foods")
}
