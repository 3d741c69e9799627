package work

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestWritesAreInOrderAndAllDone(t *testing.T) {
	w := New(context.Background())
	var order []int
	hold := make(chan struct{})
	var cmds []tea.Cmd
	for i := range 20 {
		cmds = append(cmds, w.Writing(func(context.Context) (tea.Msg, error) {
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
	go func() { closed <- w.Close() }()
	for { // close has begun when a read is refused
		if w.Reading(func(context.Context) tea.Msg { return 1 })() == (Answer{}) {
			break
		}
	}
	close(hold)
	if got := <-first; got != (Answer{0}) {
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
	w := New(context.Background())
	begun, done := make(chan struct{}), make(chan tea.Msg, 1)
	read := w.Reading(func(ctx context.Context) tea.Msg {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	go func() { done <- read() }()
	<-begun
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if got := <-done; got != (Answer{context.Canceled}) {
		t.Errorf("the read ended with %v", got)
	}
}

func TestPanicOfAWriteReachesTheProgram(t *testing.T) {
	w := New(context.Background())
	cmd := w.Writing(func(context.Context) (tea.Msg, error) { panic("7") })
	defer func() {
		if got := recover(); got != "7" {
			t.Errorf("recovered %v", got)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	cmd()
}
