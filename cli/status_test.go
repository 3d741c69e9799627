package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model/value"
)

// standingDesk is a desk that stands with its server as a test says.
type standingDesk struct {
	desk.Desk
	status desk.Status
}

func (d standingDesk) Status(context.Context) (desk.Status, error) { return d.status, nil }
func (d standingDesk) Close() error                                { return nil }

// What says when an open desk tries again is the time and how long it is until then.
func TestStatusSaysWhenItTriesAgain(t *testing.T) {
	for left, want := range map[time.Duration]string{
		40 * time.Second: "  next try        2026-11-24 09:30:40 UTC, in 40s\n",
		time.Hour:        "  next try        2026-11-24 10:30:00 UTC, in 1h0m0s\n",
		-time.Second:     "  next try        2026-11-24 09:29:59 UTC, now\n",
	} {
		for _, args := range [][]string{{"status"}, {"status", "--json"}} {
			env, out, errs := testEnv(args...)
			next := value.At(env.Now().Add(left))
			env.Open = func(context.Context, desk.Options) (desk.Desk, error) {
				return standingDesk{status: desk.Status{Server: "https://desk.example", State: desk.StateFailing, NextTry: next}}, nil
			}
			if code := Run(context.Background(), env); code != exitDone {
				t.Fatalf("it exits with %d: %s", code, errs)
			}
			says := want
			if len(args) == 2 {
				says = `"next_try":"` + next.String() + `"`
			}
			if !strings.Contains(out.String(), says) {
				t.Errorf("it says\n%s\nwant %q", out, says)
			}
		}
	}
}
