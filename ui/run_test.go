package ui

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

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
