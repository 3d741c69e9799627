//go:build unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// rowsSeen is the line of progress once some thousand rows are read.
var rowsSeen = regexp.MustCompile(`\.csv: [1-9]\d{3}`)

func TestPowerCutDuringImport(t *testing.T) {
	const rows = 60_000
	s := newSeat(t)
	path := s.file("big.csv", leadsCSV(rows))

	term := s.open(80, 24, "import", path)
	term.WaitUntil("some rows to be read", rowsSeen.MatchString)
	term.Kill()

	kept := s.checked()
	t.Logf("%d of %d records were in when the power went", kept, rows)
	created, _, rejected := s.imported(path)
	if created != rows-kept || rejected != 0 {
		t.Errorf("importing again created %d and rejected %d, want %d and 0", created, rejected, rows-kept)
	}
	if n := s.checked(); n != rows {
		t.Errorf("%d records, want %d", n, rows)
	}
	if created, updated, _ := s.imported(path); created != 0 || updated != 0 {
		t.Errorf("a third time: created %d, updated %d", created, updated)
	}
}

func TestFilesArePrivate(t *testing.T) {
	s := newSeat(t)
	s.must("add", "lead", "company=Nord Foods")
	err := filepath.WalkDir(s.data, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if mode := info.Mode().Perm(); mode != want {
			return fmt.Errorf("%s has mode %o, want %o", path, mode, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
