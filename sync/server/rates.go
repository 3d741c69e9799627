package server

import (
	"container/list"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tradedesk/sync/protocol"
)

// Rates say how often calls are taken; the zero value takes all.
type Rates struct {
	Token   Rate // of one token
	Address Rate // of one address: registrations, and calls with a token that is wrong
}

// Rate is so many calls a second in the long run, and so many at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

// DefaultRates are those of a server that is told nothing else: far more than a desk
// needs, and too few to guess.
func DefaultRates() Rates {
	return Rates{Token: Rate{PerSecond: 100, Burst: 200}, Address: Rate{PerSecond: 0.5, Burst: 30}}
}

// mostLimiters bounds how many tokens or addresses are remembered. Who was not seen
// longest is forgotten first.
const mostLimiters = 10_000

// limiters hold each of many callers to a rate.
type limiters struct {
	rate Rate
	now  func() time.Time

	mu     sync.Mutex
	byName map[string]*list.Element // of *limiter
	recent *list.List               // who was seen last is at the front
}

type limiter struct {
	name string
	*rate.Limiter
}

// newLimiters gives nil, which takes all, for the zero rate.
func newLimiters(r Rate, now func() time.Time) *limiters {
	if r == (Rate{}) {
		return nil
	}
	return &limiters{rate: r, now: now, byName: map[string]*list.Element{}, recent: list.New()}
}

// take counts a call; it gives a problem when the caller has made too many.
func (l *limiters) take(name string) error {
	if l == nil {
		return nil
	}
	now := l.now()
	one := l.of(name)
	if one.AllowN(now, 1) {
		return nil
	}
	wait := l.wait(one, now)
	p := protocol.NewProblem(http.StatusTooManyRequests, protocol.CodeRate, fmt.Sprintf("too many calls: wait for %s", wait))
	p.RetryAfter = wait
	return p
}

// wait gives how long it takes until a call is taken again, in whole seconds.
func (l *limiters) wait(one *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - one.TokensAt(now)
	return time.Duration(math.Ceil(max(missing/l.rate.PerSecond, 1))) * time.Second
}

func (l *limiters) of(name string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.byName[name]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*limiter).Limiter
	}
	if l.recent.Len() >= mostLimiters {
		oldest := l.recent.Remove(l.recent.Back()).(*limiter)
		delete(l.byName, oldest.name)
	}
	one := &limiter{name, rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
	l.byName[name] = l.recent.PushFront(one)
	return one.Limiter
}

// addressOf gives whom a call is counted for: an address, or the network of which one
// household has all of IPv6.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Unmap().Is4() {
		return host
	}
	network, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return network.String()
}
