package client

import (
	"math/rand/v2"
	"time"
)

// Bounds of the wait between two tries.
const (
	firstWait = time.Second
	maxWait   = 5 * time.Minute
)

// backoff gives how long to wait after some failures in a row: anything from nothing to
// a bound that doubles, so that a thousand desks do not come back at one moment ("full
// jitter", Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015).
func backoff(failures int, random *rand.Rand) time.Duration {
	bound := maxWait
	if shift := max(failures-1, 0); shift < 9 {
		bound = min(firstWait<<shift, maxWait)
	}
	return time.Duration(random.Int64N(int64(bound) + 1))
}
