//go:build unix

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tradedesk/model"
)

// The test binary runs itself as the writer that is killed, or that runs out of
// disk.
const (
	envRole  = "STORE_TEST_ROLE"
	envPath  = "STORE_TEST_PATH"
	roleLoop = "loop"
	roleFill = "fill"
)

func TestMain(m *testing.M) {
	switch os.Getenv(envRole) {
	case roleLoop:
		fail(writeForEver(os.Getenv(envPath)))
	case roleFill:
		fail(fillTheDisk(os.Getenv(envPath)))
	default:
		os.Exit(m.Run())
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(role, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envRole+"="+role, envPath+"="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// writeForEver makes leads and edits them, undoes something else, and says what
// was committed, one line an action: "lead ID n" means that its city is "City n".
func writeForEver(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{NoSync: true})
	if err != nil {
		return err
	}
	q := func(format string, args ...any) []byte { return []byte(`"` + fmt.Sprintf(format, args...) + `"`) }
	for {
		id := s.ids.New()
		for n := range 5 {
			edits := []Edit{
				{Kind: model.KindLead, ID: id, Create: n == 0, Set: model.Set{"company": q("Nord"), "city": q("City %d", n), "email": q("a%d@nord.example", n)}},
				{Kind: model.KindMessage, Create: true, Set: model.Set{"thread": q("%s", id), "direction": q("out"), "subject": q("Re: %d", n)}},
			}
			if _, _, err := s.DoMore(ctx, Action{ID: id, Edits: edits}); err != nil {
				return err
			}
			fmt.Println("lead", id, n)
		}
		if _, _, err := s.Do(ctx, Action{Edits: []Edit{{Kind: model.KindTag, Create: true, Set: model.Set{"name": q("scratch")}}}}); err != nil {
			return err
		}
		if _, _, err := s.Undo(ctx); err != nil {
			return err
		}
	}
}

// TestKilledWriter kills a writer at two hundred instants and wants every action
// that was acknowledged, whole, and the file sound.
func TestKilledWriter(t *testing.T) {
	const kills, perFile = 200, 20
	if testing.Short() {
		t.Skip("two hundred processes")
	}
	for file := range kills / perFile {
		t.Run(fmt.Sprint(file), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "desk.db")
			acked := map[string]int{}
			for range perFile {
				killOnce(t, path, acked)
				verify(t, path, acked)
			}
		})
	}
}

func killOnce(t *testing.T, path string, acked map[string]int) {
	cmd := child(roleLoop, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// The writer is anywhere in an action when its last line is read.
	left := 1 + rand.IntN(12)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var id string
		var n int
		if _, err := fmt.Sscanf(lines.Text(), "lead %s %d", &id, &n); err != nil {
			t.Errorf("the writer says %q", lines.Text())
		}
		acked[id] = n
		if left--; left == 0 {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if left > 0 || errors.Is(lines.Err(), os.ErrClosed) {
		t.Fatalf("the writer ended by itself: %v", lines.Err())
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer was not killed")
	}
}

func verify(t *testing.T, path string, acked map[string]int) {
	b := openAt(t, path, newClock())
	defer b.Close()
	b.check(t)
	for text, n := range acked {
		lead := b.lead(t, id(t, text))
		// What was committed but not yet acknowledged may be there too.
		if lead.City != fmt.Sprintf("City %d", n) && lead.City != fmt.Sprintf("City %d", n+1) {
			t.Fatalf("lead %s is in %s, acknowledged was %d", text, lead.City, n)
		}
		page, err := b.List(t.Context(), Query{Kind: model.KindMessage, View: ViewThread, Of: lead.ID})
		if err != nil || fmt.Sprintf("City %d", page.Total-1) != lead.City {
			t.Fatalf("lead %s is in %s with %d messages, %v", text, lead.City, page.Total, err)
		}
	}
}

// fillTheDisk writes until the file may not grow, and says how many leads are in.
func fillTheDisk(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: uint64(info.Size()) + 256<<10, Max: uint64(info.Size()) + 256<<10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	n := 0
	for ; ; n++ {
		edit := Edit{Kind: model.KindLead, Create: true, Set: model.Set{
			"company": []byte(`"Nord"`), "message": []byte(`"` + strings.Repeat("word", 2000) + `"`),
		}}
		if _, _, err = s.Do(ctx, Action{Label: "add", Edits: []Edit{edit}}); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrFull) {
		return fmt.Errorf("a full disk says: %w", err)
	}
	// What is there can still be read, and a second try says the same.
	report, checkErr := s.Check(ctx, nil)
	_, _, again := s.Do(ctx, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: model.Set{
		"company": []byte(`"Nord"`), "message": []byte(`"` + strings.Repeat("word", 15000) + `"`),
	}}}})
	if checkErr != nil || !report.OK || !errors.Is(again, ErrFull) {
		return fmt.Errorf("after it was full: %w, %v, %v", again, report.Problems, checkErr)
	}
	fmt.Println("full", n, "leads:", err)
	return nil
}

func TestDiskFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	out, err := child(roleFill, path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if _, err := fmt.Sscanf(string(out), "full %d leads:", &n); err != nil || n == 0 || !strings.Contains(string(out), "nothing was changed") {
		t.Fatalf("the writer says %q, %v", out, err)
	}
	b := openAt(t, path, newClock())
	defer b.Close()
	b.check(t)
	if counts, err := b.Counts(t.Context()); err != nil || counts.Kinds[model.KindLead] != n {
		t.Errorf("%d leads of %d, %v", counts.Kinds[model.KindLead], n, err)
	}
	b.create(t, model.KindLead, "company=There is room again")
}
