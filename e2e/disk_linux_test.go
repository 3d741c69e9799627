package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// mounted mounts a small disk of memory, and skips the test where that is not
// allowed.
func (s *seat) mounted(at string, flags uintptr, options string) {
	s.t.Helper()
	if err := os.MkdirAll(at, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", at, "tmpfs", flags, options); err != nil {
		s.t.Skipf("mounting a disk needs the superuser and its rights: %v", err)
	}
	s.t.Cleanup(func() {
		if err := unix.Unmount(at, 0); err != nil {
			s.t.Error(err)
		}
	})
}

// oneLine fails unless a command failed with one line that has all words in it.
func (s *seat) oneLine(out output, words ...string) {
	s.t.Helper()
	if out.code != 1 || strings.Count(out.stderr, "\n") != 1 || !strings.HasPrefix(out.stderr, "tradedesk: ") {
		s.t.Errorf("exit code %d and %q, want 1 and one line", out.code, out.stderr)
	}
	for _, word := range words {
		if !strings.Contains(out.stderr, word) {
			s.t.Errorf("it says %q, want %q in it", out.stderr, word)
		}
	}
}

func TestFullDisk(t *testing.T) {
	s := newSeat(t)
	s.mounted(s.data, 0, "size=1m,mode=0700")
	s.must("add", "lead", "company=There before")
	path := s.file("big.csv", leadsCSV(20_000))
	out := s.run("import", path)
	s.oneLine(out, "the disk is full")
	kept := s.checked()
	if kept == 0 {
		t.Error("what was there is gone")
	}
	s.oneLine(s.run("compact"), "the disk is full", "MB")
	s.oneLine(s.run("backup", filepath.Join(s.data, "copy.db")), "the disk is full")
	if n := s.checked(); n != kept {
		t.Errorf("%d records of %d", n, kept)
	}
	// Elsewhere there is room.
	s.must("backup", filepath.Join(s.home, "copy.db"), "--verify", "full")
	left, err := filepath.Glob(filepath.Join(s.data, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What is there can be read on a disk without a free byte, by commands, on a screen and beside
// one; what is written is refused, until there is room.
func TestAFullDiskIsRead(t *testing.T) {
	s := newSeat(t)
	s.mounted(s.data, 0, "size=2m,mode=0700")
	id := strings.TrimSpace(s.must("add", "lead", "company=There before"))
	filler := filepath.Join(s.data, "filler")
	if err := os.WriteFile(filler, make([]byte, 3<<20), 0o600); err == nil {
		t.Fatal("the disk is larger than it was made")
	}
	read := func() {
		t.Helper()
		for _, args := range [][]string{{"list", "lead"}, {"show", id}, {"export", "lead", "--format", "csv"}, {"search", "before"}} {
			if out := s.must(args...); !strings.Contains(out, "There before") {
				t.Errorf("%q prints %q", args, out)
			}
		}
		s.must("status")
		s.oneLine(s.run("compact"), "the disk is full", "MB")
		s.oneLine(s.run("add", "lead", "company=x"), "the disk is full: nothing was changed")
		if n := s.checked(); n != 1 {
			t.Errorf("%d records", n)
		}
	}
	read()
	screen := s.open(140, 30)
	screen.WaitFor("There before")
	read()
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s.must("add", "lead", "company=With room")
	screen.WaitFor("With room")
	screen.Press("q")
	if code := screen.Exit(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	s := newSeat(t)
	s.must("add", "lead", "company=Nord Foods")
	if os.Getuid() != 0 {
		if err := os.Chmod(s.data, 0o500); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.Chmod(s.data, 0o700) }()
	} else {
		// Rights bind no superuser, a disk that is mounted for reading does.
		s.data = t.TempDir()
		s.env = replaced(s.env, "TRADEDESK_DATA", s.data)
		s.mounted(s.data, unix.MS_RDONLY, "")
	}
	for _, args := range [][]string{{"list", "lead"}, {"add", "lead", "company=x"}, {"check"}} {
		s.oneLine(s.run(args...), "read-only", "who may write there")
	}
}
