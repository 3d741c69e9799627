package client

import (
	"context"
	"errors"
	"testing"
)

// TestACallUnderWayEndsWithWhoWaits: who stops waiting, or gives the call up, goes on only
// when it has ended.
func TestACallUnderWayEndsWithWhoWaits(t *testing.T) {
	ended := false
	begun := func() *underWay[int] {
		ended = false
		return begin(context.Background(), func(do func()) { go do() }, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			ended = true
			return 1, ctx.Err()
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if n, err := begun().wait(ctx); n != 0 || !errors.Is(err, context.Canceled) || !ended {
		t.Errorf("waiting without patience gives %d, %v; ended: %v", n, err, ended)
	}
	if begun().giveUp(); !ended {
		t.Error("a call that was given up goes on")
	}
}

// TestACallAheadOutlivesTheStepThatMadeIt: each step has a context of its own.
func TestACallAheadOutlivesTheStepThatMadeIt(t *testing.T) {
	step, cancel := context.WithCancel(context.Background())
	let := make(chan struct{})
	call := begin(step, func(do func()) { go do() }, func(ctx context.Context) (int, error) {
		<-let
		return 7, ctx.Err()
	})
	cancel()
	close(let)
	if n, err := call.wait(context.Background()); n != 7 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}
