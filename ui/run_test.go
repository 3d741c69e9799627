package ui

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"
)

func TestNoTerminal(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer tty.Close()
	for name, o := range map[string]Options{
		"not a terminal": {In: file, Out: file, Env: []string{"TERM=xterm"}},
		"dumb":           {In: tty, Out: tty, Env: []string{"TERM=dumb"}},
		"no TERM":        {In: tty, Out: tty, Env: []string{"HOME=/"}},
	} {
		err := Run(context.Background(), Opened(newFake()), o)
		var refused *TerminalError
		if !errors.As(err, &refused) || !errors.Is(err, ErrNoTerminal) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		if !strings.Contains(err.Error(), "tradedesk list lead") || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: %q", name, err)
		}
	}
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Error("something was written to what is no terminal")
	}
}

func TestWritesAreInOrderAndAllDone(t *testing.T) {
	w := newWork(context.Background())
	var order []int
	hold := make(chan struct{})
	var cmds []tea.Cmd
	for i := range 20 {
		cmds = append(cmds, w.writing(func(context.Context) (tea.Msg, error) {
			<-hold
			order = append(order, i)
			if i == 19 {
				return nil, errors.New("the last one")
			}
			return i, nil
		}))
	}
	first := make(chan tea.Msg)
	go func() { first <- cmds[0]() }()
	closed := make(chan error)
	go func() { closed <- w.close() }()
	for { // close has begun when a read is refused
		if w.reading(func(context.Context) tea.Msg { return 1 })() == (answer{}) {
			break
		}
	}
	close(hold)
	if got := <-first; got != (answer{0}) {
		t.Errorf("the first write answered %v", got)
	}
	if err := <-closed; err == nil || !strings.Contains(err.Error(), "the last one") {
		t.Errorf("the error of a write nobody waited for is %v", err)
	}
	for i, got := range order {
		if got != i {
			t.Fatalf("the order is %v", order)
		}
	}
	if len(order) != 20 {
		t.Errorf("%d of 20 writes were done", len(order))
	}
}

func TestReadsAreGivenUp(t *testing.T) {
	w := newWork(context.Background())
	begun, done := make(chan struct{}), make(chan tea.Msg, 1)
	read := w.reading(func(ctx context.Context) tea.Msg {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	go func() { done <- read() }()
	<-begun
	if err := w.close(); err != nil {
		t.Error(err)
	}
	if got := <-done; got != (answer{context.Canceled}) {
		t.Errorf("the read ended with %v", got)
	}
}

func TestPanicOfAWriteReachesTheProgram(t *testing.T) {
	w := newWork(context.Background())
	cmd := w.writing(func(context.Context) (tea.Msg, error) { panic("7") })
	defer func() {
		if got := recover(); got != "7" {
			t.Errorf("recovered %v", got)
		}
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	cmd()
}

// The real program on a terminal: it comes up, takes a decision, and gives the
// terminal back as it was.
func TestRunOnATerminal(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer tty.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	fake := newFake(someLeads(9)...)
	finished := make(chan error, 1)
	go func() {
		finished <- Run(context.Background(), Opened(fake), Options{In: tty, Out: tty, Env: []string{"TERM=xterm-256color"},
			Now: func() time.Time { return testNow }, Location: time.UTC})
	}()
	var seen strings.Builder
	buf := make([]byte, 4096)
	pressed := false
	for !pressed {
		n, err := master.Read(buf)
		if err != nil {
			t.Fatalf("reading the terminal: %v\n%q", err, seen.String())
		}
		seen.Write(buf[:n])
		if strings.Contains(seen.String(), "Ж008") {
			pressed = true
		}
	}
	if _, err := master.WriteString("yq"); err != nil {
		t.Fatal(err)
	}
	rest := make(chan string, 1)
	go func() {
		var b strings.Builder
		for {
			n, err := master.Read(buf)
			b.Write(buf[:n])
			if err != nil || strings.Contains(b.String(), "\x1b[?1049l") {
				rest <- b.String()
				return
			}
		}
	}()
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if got := <-rest; !strings.Contains(got, "\x1b[?1049l") || !strings.Contains(got, "\x1b[?25h") {
		t.Errorf("the terminal is not given back: %q", got)
	}
	if fake.count("Do") != 1 {
		t.Errorf("%d decisions were kept", fake.count("Do"))
	}
}
