//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"testing"
)

// tookPart is what differs between two answers to the same search.
var tookPart = regexp.MustCompile(`"took_us":\d+`)

// TestKilledWhileTheIndexIsMade: whenever the program is killed while it makes the index
// of the search, the next finds what there is, and nothing is left behind.
func TestKilledWhileTheIndexIsMade(t *testing.T) {
	s := newSeat(t)
	s.must("demo", "--leads", "3000", "--make-only", "--data", s.data)
	lines := [][]string{{"search", "argan agadir", "--json"}, {"search", "kind:lead country:us oil", "--json"}, {"search", "الدار البيضاء", "--json"}}
	ask := func() (answers []string) {
		for _, line := range lines {
			answers = append(answers, tookPart.ReplaceAllString(s.must(line...), ""))
		}
		return answers
	}
	want, killed := ask(), 0
	for _, looks := range []int{0, 30, 100, 300, 1000} {
		s.removeIndex()
		if s.killWhileMaking(looks) {
			killed++
		}
		if got := ask(); !slices.Equal(got, want) {
			t.Fatalf("killed after %d looks at the disk: finds\n%q\nwant\n%q", looks, got, want)
		}
		if left := s.making(); len(left) > 0 {
			t.Fatalf("%q was left behind", left)
		}
	}
	if killed == 0 {
		t.Error("the index was made each time before the program could be killed")
	}
}

func (s *seat) removeIndex() {
	s.t.Helper()
	for _, name := range []string{"search.idx", "search.changes"} {
		if err := os.Remove(filepath.Join(s.data, name)); err != nil && !os.IsNotExist(err) {
			s.t.Fatal(err)
		}
	}
}

// making gives the files of an index that is being made.
func (s *seat) making() []string {
	s.t.Helper()
	files, err := filepath.Glob(filepath.Join(s.data, "search-*.making"))
	if err != nil {
		s.t.Fatal(err)
	}
	return files
}

// killWhileMaking starts a search and kills it so many looks at the disk after its index
// is begun; false when it ended before.
func (s *seat) killWhileMaking(looks int) bool {
	s.t.Helper()
	c := exec.Command(binary, "search", "argan")
	c.Env, c.Dir = s.env, s.home
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for left := looks; ; runtime.Gosched() {
		select {
		case err := <-ended:
			if err != nil {
				s.t.Fatalf("searching: %v", err)
			}
			return false
		default:
		}
		if len(s.making()) > 0 {
			if left--; left < 0 {
				break
			}
		}
	}
	if err := c.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-ended
	return true
}
