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

// smallDisk gives a directory on a disk of 1 MB.
func smallDisk(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	mounted(t, dir, "1m")
	return dir
}

// mounted puts a small disk of memory at a directory, and skips the test where that is not
// allowed: only a disk that ends shows what a full one does.
func mounted(t *testing.T, dir, size string) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		t.Skipf("mounting a disk needs the superuser and its rights: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

// filled takes all room of the disk that a file is on, until it is removed.
func filled(t *testing.T, filler string) {
	t.Helper()
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
}

// With a full disk nobody can say in owner.json who is here: the desk opens all the same, what
// is there is read by its owner and by visitors, and an earlier owner's word leads nobody
// astray.
func TestAFullDiskCanBeRead(t *testing.T) {
	ctx, dir := context.Background(), smallDisk(t)
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
	filler := filepath.Join(dir, "filler")
	filled(t, filler)

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

// What was fetched in part before the disk was full is not in the way of what is written.
func TestAPartIsNotInTheWay(t *testing.T) {
	dir := smallDisk(t)
	d := openManual(t, dir)
	if err := errors.Join(d.Close(), os.Mkdir(filepath.Join(dir, contentDir), 0o700)); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dir, contentDir, partName+"mine.txt")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	filled(t, filepath.Join(dir, contentDir, partName+sumOfNothing))
	addLead(t, openAt(t, dir, "salma"), "Nord Foods Inc")
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("what is not ours: %v", err)
	}
}
