package client

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

// mostSkew is how far the clocks of a desk and its server may be apart before a person is
// told: more than a call takes, less than what makes a promise late.
const mostSkew = 10 * time.Minute

// skew is how far this machine's clock is ahead of the server's, as its last reply said.
type skew struct{ ahead atomic.Int64 }

// note takes in the time that a reply was sent at (RFC 9110, 6.6.1).
func (s *skew) note(reply *http.Response, now time.Time) {
	if sent, err := http.ParseTime(reply.Header.Get("Date")); err == nil {
		s.ahead.Store(int64(now.Sub(sent)))
	}
}

// Skew says in one line that this machine's clock and the server's are far apart, "" when
// they are not.
func (e *Engine) Skew() string {
	ahead := time.Duration(e.skew.ahead.Load())
	way := "ahead of"
	if ahead < 0 {
		ahead, way = -ahead, "behind"
	}
	if ahead < mostSkew {
		return ""
	}
	return fmt.Sprintf("this machine's clock is %s %s the server's: set the one that is wrong; until then times that are written are wrong", about(ahead), way)
}

// about gives a time in the largest unit that it has two of.
func about(d time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		name string
		is   time.Duration
	}{{"years", 365 * day}, {"months", 30 * day}, {"days", day}, {"hours", time.Hour}} {
		if d >= 2*unit.is {
			return fmt.Sprintf("%d %s", (d+unit.is/2)/unit.is, unit.name)
		}
	}
	return fmt.Sprintf("%d minutes", d/time.Minute)
}
