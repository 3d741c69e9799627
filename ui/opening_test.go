package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"

	"tradedesk/desk"
	"tradedesk/ui/work"
)

// openOn runs the screens on a terminal, and gives what Run said and what was
// written.
func openOn(t *testing.T, open Opener) (string, error) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	var seen strings.Builder
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			seen.Write(buf[:n])
		}
	}()
	err = Run(context.Background(), open, Options{In: tty, Out: tty, Env: []string{"TERM=xterm-256color"}})
	tty.Close()
	<-read
	return seen.String(), err
}

func TestADeskThatCannotBeOpenedLeavesTheScreen(t *testing.T) {
	why := errors.New("the file is held")
	seen, err := openOn(t, func(context.Context) (desk.Desk, error) { return nil, why })
	if !errors.Is(err, why) || err.Error() != why.Error() {
		t.Errorf("got %v", err)
	}
	if strings.Contains(seen, "\x1b[?1049h") || strings.Contains(seen, "\x1b[2J") {
		t.Errorf("the screen was taken: %q", seen)
	}
}

func TestOpeningIsGivenUp(t *testing.T) {
	w := work.New(context.Background())
	o := newOpening(Options{}.withDefaults(), w, func(ctx context.Context) (desk.Desk, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	_, cmd := o.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	if cmd == nil || cmd() != (tea.QuitMsg{}) || !errors.Is(o.err, context.Canceled) {
		t.Errorf("the key leaves with %v", o.err)
	}
	if err := w.Close(); err != nil { // returns when the opening has
		t.Error(err)
	}
}

func TestWhatComesBeforeTheDeskIsKept(t *testing.T) {
	w := work.New(context.Background())
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	hold := make(chan struct{})
	o := newOpening(Options{Now: func() time.Time { return testNow }}.withDefaults(), w, func(context.Context) (desk.Desk, error) {
		<-hold
		return newFake(someLeads(3)...), nil
	})
	for _, early := range []tea.Msg{tea.WindowSizeMsg{Width: 120, Height: 30}, tea.KeyPressMsg{Code: '2', Text: "2"}} {
		if model, cmd := o.Update(early); model != tea.Model(o) || cmd != nil || model.View().Content != "" {
			t.Fatalf("%T: something is shown without a desk", early)
		}
	}
	close(hold)
	model, _ := o.Update(o.wait())
	m, ok := model.(*app)
	if !ok {
		t.Fatalf("the screens are not there: %v", o.err)
	}
	if m.screen.Size.W != 120 || !m.prefix.waits && m.at != 1 {
		t.Errorf("a screen of %v on page %d", m.screen.Size, m.at)
	}
}
