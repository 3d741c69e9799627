package desk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"tradedesk/model"
)

// ownerProcess is the environment variable that makes the test binary an owner
// of the desk in the directory it names, which adds leads until it is killed.
const ownerProcess = "TRADEDESK_TEST_OWNER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerProcess); dir != "" {
		if err := addLeadsForEver(dir); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// addLeadsForEver prints the id of every lead once it is committed.
func addLeadsForEver(dir string) error {
	ctx := context.Background()
	d, err := Open(ctx, Options{Dir: dir, Me: "process"})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		done, err := d.Do(ctx, Action{Edits: []Edit{newLead(fmt.Sprintf("Firm %d", n))}})
		if err != nil {
			return err
		}
		fmt.Println(done.Records[0].Header().ID)
	}
}

// startOwner starts a process that owns the desk, and gives the ids it commits.
func startOwner(t *testing.T, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), ownerProcess+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it may be gone
	return cmd, bufio.NewScanner(out)
}

func TestKilledOwnerLosesNothingThatWasCommitted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := context.Background()
	cmd, out := startOwner(t, dir)
	var committed []model.ID
	read := func(n int) {
		t.Helper()
		for range n {
			if !out.Scan() {
				t.Fatalf("the owner ended: %v", out.Err())
			}
			id, err := model.ParseID(out.Text())
			if err != nil {
				t.Fatalf("the owner said %q", out.Text())
			}
			committed = append(committed, id)
		}
	}
	read(1)
	d := openAt(t, dir, "salma")
	if isOwner(d) {
		t.Fatal("two own the desk")
	}
	news, err := d.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	committed = append(committed, addLead(t, d, "before the kill"))
	read(20)

	// The kill falls between the visitor's actions, or into one.
	var mine []model.ID
	var busy sync.WaitGroup
	busy.Go(func() {
		for n := range 40 {
			mine = append(mine, addLead(t, d, fmt.Sprintf("visitor %d", n)))
		}
	})
	read(5)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for out.Scan() {
		if id, err := model.ParseID(out.Text()); err == nil {
			committed = append(committed, id)
		}
	}
	busy.Wait()
	next(t, news, func(n News) bool { return n.All })
	if !isOwner(d) {
		t.Error("the visitor did not take over")
	}
	for _, id := range append(committed, mine...) {
		if _, err := d.Get(ctx, id); err != nil {
			t.Errorf("a committed lead is gone: %v", err)
		}
	}
	doubled := map[string]int{}
	for _, company := range companies(t, d) {
		if doubled[company]++; strings.HasPrefix(company, "visitor") && doubled[company] > 1 {
			t.Errorf("%s was added twice", company)
		}
	}
	report, err := d.Check(ctx, nil)
	if err != nil || !report.OK {
		t.Errorf("check: %+v and %v", report, err)
	}
	// The socket of the killed owner was in the way and is replaced.
	if other := openAt(t, dir, "youssef"); isOwner(other) {
		t.Error("two own the desk")
	}
}

func TestImportAtAnOwnerThatEnds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := context.Background()
	first := openAt(t, dir, "first")
	d := openAt(t, dir, "salma")
	// The rows are so long that a batch is full by its bytes: most of the file is
	// more than it, what is read ahead and what the pipes between the two hold.
	const rows = 8000
	file := strings.ReplaceAll(csvOf(rows), "argan oil", "argan oil"+strings.Repeat(" cold pressed", 140))
	ends := &tripReader{r: strings.NewReader(file), left: len(file) - 100<<10, trip: sync.OnceValue(first.Close)}
	_, err := d.Import(ctx, leadsImport("leads.csv"), ends, nil)
	if err == nil || !strings.Contains(err.Error(), "import the file again") {
		t.Fatalf("got %v, want advice to import again", err)
	}
	in := len(companies(t, d))
	if !isOwner(d) || in == 0 || in == rows {
		t.Fatalf("%d leads are in, owner %t; want a part of them, and a takeover", in, isOwner(d))
	}
	report, err := d.Import(ctx, leadsImport("leads.csv"), strings.NewReader(file), nil)
	if err != nil || report.Created != rows-in || len(companies(t, d)) != rows {
		t.Errorf("importing again: %+v and %v; %d were in", report, err, in)
	}
}

func TestImportBeginsAgainWhenNothingWasRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openAt(t, dir, "first")
	d := openAt(t, dir, "salma")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	report, err := d.Import(context.Background(), leadsImport("leads.csv"), strings.NewReader(csvOf(3)), nil)
	if err != nil || report.Created != 3 {
		t.Errorf("%+v and %v", report, err)
	}
}

func TestRecordsGoOnAfterATakeover(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openAt(t, dir, "first")
	// More than fits into the pipes between the two.
	if _, err := first.Import(context.Background(), leadsImport("leads.csv"), strings.NewReader(csvOf(1500)), nil); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	var seen []string
	err := d.Records(context.Background(), Query{Kind: model.KindLead}, func(r model.Record) error {
		if seen = append(seen, r.(*model.Lead).Company); len(seen) == 10 {
			return first.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := companies(t, d); !slices.Equal(seen, want) || len(seen) != 1500 {
		t.Errorf("%d records were seen of %d", len(seen), len(want))
	}
}

// A long list goes on behind what it said it had passed, in its order and with its
// limit.
func TestSortedRecordsGoOnAfterATakeover(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openAt(t, dir, "first")
	if _, err := first.Import(context.Background(), leadsImport("leads.csv"), strings.NewReader(csvOf(3000)), nil); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	var seen []string
	q := Query{Kind: model.KindLead, Sort: "company", Desc: true, Limit: 2700}
	err := d.Records(context.Background(), q, func(r model.Record) error {
		if seen = append(seen, r.(*model.Lead).Company); len(seen) == 1234 {
			return first.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := companies(t, d)
	slices.Sort(want)
	slices.Reverse(want)
	if !slices.Equal(seen, want[:2700]) {
		t.Errorf("%d records were seen, want the last 2,700 of %d in order", len(seen), len(want))
	}
}

func TestExportAtAnOwnerThatEnds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openAt(t, dir, "first")
	if _, err := first.Import(context.Background(), leadsImport("leads.csv"), strings.NewReader(csvOf(1500)), nil); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	w := &tripWriter{trip: sync.OnceValue(first.Close)}
	err := d.Export(context.Background(), ExportRequest{Format: "json", Query: Query{Kind: model.KindLead}}, w)
	if err == nil || !strings.Contains(err.Error(), "export again") {
		t.Errorf("got %v, want advice to export again", err)
	}
	if err := d.Export(context.Background(), ExportRequest{Format: "json", Query: Query{Kind: model.KindLead}}, io.Discard); err != nil {
		t.Error(err)
	}
}

type tripWriter struct{ trip func() error }

func (w *tripWriter) Write(p []byte) (int, error) { return len(p), w.trip() }

// Many write at once while owners come and go: every action is in once.
func TestOwnersComeAndGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := context.Background()
	keeper := openAt(t, dir, "keeper")
	const seats, actions = 4, 15
	var work sync.WaitGroup
	for n := range seats {
		work.Go(func() {
			for i := range actions {
				d, err := Open(ctx, Options{Dir: dir, Me: fmt.Sprintf("agent %d", n), Now: fixedNow})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := d.Do(ctx, Action{Edits: []Edit{newLead(fmt.Sprintf("Firm %d of %d", i, n))}}); err != nil {
					t.Error(err)
				}
				if i == 3 && n == 0 {
					if err := keeper.Close(); err != nil {
						t.Error(err)
					}
				}
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	d := openAt(t, dir, "salma")
	got := companies(t, d)
	slices.Sort(got)
	if len(got) != seats*actions || len(slices.Compact(got)) != seats*actions {
		t.Errorf("%d leads, want %d different ones", len(got), seats*actions)
	}
	report, err := d.Check(ctx, nil)
	if err != nil || !report.OK {
		t.Errorf("check: %+v and %v", report, err)
	}
}

func TestTwoVisitorsTakeOverTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := context.Background()
	first := openAt(t, dir, "first")
	a, b := openAt(t, dir, "a"), openAt(t, dir, "b")
	newsA, errA := a.Watch(ctx)
	newsB, errB := b.Watch(ctx)
	if err := errors.Join(errA, errB, first.Close()); err != nil {
		t.Fatal(err)
	}
	all := func(n News) bool { return n.All }
	next(t, newsA, all)
	next(t, newsB, all)
	if isOwner(a) == isOwner(b) {
		t.Fatalf("a owns: %t, b owns: %t; want one", isOwner(a), isOwner(b))
	}
	id := addLead(t, a, "Nord Foods Inc")
	fits := func(n News) bool { return n.All || slices.Contains(n.Records, id) }
	next(t, newsA, fits)
	next(t, newsB, fits)
}
