package client

import (
	"math/rand/v2"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
)

func TestPlan(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	later := now.Add(time.Minute)
	link := func(change func(*store.Link)) *store.Link {
		l := &store.Link{Server: "https://desk.example", Device: model.ID{1}}
		change(l)
		return l
	}
	nothing := func(*store.Link) {}
	all := func(l *store.Link) { l.Diverged, l.Forked, l.Snapshot = true, true, &store.Snapshot{} }
	for _, tt := range []struct {
		name string
		s    Situation
		want Plan
	}{
		{"no server", Situation{Waiting: true, Asked: true}, Plan{}},
		{"a desk that is to do something first", Situation{Link: link(func(l *store.Link) { l.Stopped = StoppedRevoked }), Waiting: true, Asked: true}, Plan{}},
		{"the network is to be left alone", Situation{Link: link(all), Offline: true, Asked: true}, Plan{}},
		{"manual, and nobody asked", Situation{Link: link(all), Manual: true, Waiting: true}, Plan{}},
		{"manual, and somebody asked", Situation{Link: link(nothing), Manual: true, Asked: true}, Plan{CallPull, now}},
		{"another history comes first", Situation{Link: link(all), Waiting: true}, Plan{CallAncestor, now}},
		{"then another device", Situation{Link: link(func(l *store.Link) { all(l); l.Diverged = false })}, Plan{CallRegister, now}},
		{"then a snapshot", Situation{Link: link(func(l *store.Link) { all(l); l.Diverged, l.Forked = false, false })}, Plan{CallSnapshot, now}},
		{"what others wrote comes before what is sent", Situation{Link: link(nothing), Waiting: true}, Plan{CallPull, now}},
		{"a snapshot that is not whole yet", Situation{Link: link(func(l *store.Link) { l.Seen = causal.Cursor{Seq: 9} }), Pulled: true, Waiting: true}, Plan{CallPull, now}},
		{"something waits", Situation{Link: link(nothing), Pulled: true, Waiting: true}, Plan{CallPush, now}},
		{"all is in step", Situation{Link: link(nothing), Pulled: true, Due: later}, Plan{CallNothing, later}},
		{"after a failure it waits", Situation{Link: link(nothing), Failures: 1, Due: later}, Plan{CallPull, later}},
	} {
		tt.s.Now = now
		if got := plan(tt.s); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// The wait is anything from nothing to a bound that doubles from a second to five
// minutes.
func TestBackoff(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for failures, bound := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 9: 256 * time.Second, 10: 5 * time.Minute, 1000: 5 * time.Minute,
	} {
		var most time.Duration
		least := time.Hour
		for range 2000 {
			wait := backoff(failures, random)
			if wait < 0 || wait > bound {
				t.Fatalf("after %d failures: %s, want at most %s", failures, wait, bound)
			}
			most, least = max(most, wait), min(least, wait)
		}
		if most < bound*9/10 || least > bound/10 {
			t.Errorf("after %d failures the waits are between %s and %s, want all up to %s", failures, least, most, bound)
		}
	}
}
