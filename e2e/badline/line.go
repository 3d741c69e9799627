package badline

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"sync"
)

// Line listens at an address of its own and carries what comes there to a server.
type Line struct {
	at   *Place
	seed uint64

	mu        sync.Mutex // over all below
	listener  *net.TCPListener
	to        string
	odds      float64
	among     []Fault
	accepted  uint64
	next      chan struct{} // closed and replaced with every connection
	carried   map[*carrying]bool
	seen      map[Fault]int
	closed    bool
	listening sync.WaitGroup
	calls     sync.WaitGroup
}

// Open makes a line that is up, leads nowhere yet and has no faults. Its owner closes it.
func Open(seed uint64) (*Line, error) {
	at, err := Take()
	if err != nil {
		return nil, err
	}
	l := &Line{at: at, seed: seed, next: make(chan struct{}), carried: map[*carrying]bool{}, seen: map[Fault]int{}}
	if err := l.Up(); err != nil {
		return nil, errors.Join(err, at.Close())
	}
	return l, nil
}

// Address is where the line's users call.
func (l *Line) Address() string { return l.at.Address() }

// Lead says which server the line leads to from now on, as HOST:PORT.
func (l *Line) Lead(to string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

// Worsen has a share of the connections that begin from now on go wrong, in one of the
// ways given; without any, in one of all.
func (l *Line) Worsen(share float64, among ...Fault) {
	if len(among) == 0 {
		among = Faults()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.odds, l.among = share, among
}

// Mend ends all faults, and the connections that have one.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.odds = 0
	for c := range l.carried {
		if c.fault != Clean {
			c.cut()
		}
	}
}

// Down has every connection cut and every new one refused until Up.
func (l *Line) Down() error {
	l.mu.Lock()
	listener := l.listener
	l.listener = nil
	for c := range l.carried {
		c.cut()
	}
	l.mu.Unlock()
	if listener == nil {
		return nil
	}
	err := listener.Close()
	l.listening.Wait()
	if err != nil {
		return fmt.Errorf("taking the line at %s down: %w", l.Address(), err)
	}
	return nil
}

// Up listens again, at the same address.
func (l *Line) Up() error {
	listener, err := l.at.Listen()
	if err != nil {
		return fmt.Errorf("bringing the line at %s up: %w", l.Address(), err)
	}
	l.listen(listener)
	return nil
}

// Next is closed when the next connection begins.
func (l *Line) Next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next
}

// Seen gives how many connections had which fault.
func (l *Line) Seen() map[Fault]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.seen)
}

// Close cuts everything and waits until nothing is carried any more.
func (l *Line) Close() error {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	err := l.Down()
	l.calls.Wait()
	return errors.Join(err, l.at.Close())
}

func (l *Line) listen(listener *net.TCPListener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listener = listener
	l.listening.Go(func() {
		for {
			caller, err := listener.AcceptTCP()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				l.take(caller)
			}
		}
	})
}

// take begins to carry a connection.
func (l *Line) take(caller *net.TCPConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.listener == nil {
		hangUp(caller)
		return
	}
	l.accepted++
	random := rand.New(rand.NewPCG(l.seed, l.accepted))
	c := &carrying{caller: caller, fault: Clean, gone: make(chan struct{})}
	if random.Float64() < l.odds {
		c.fault = l.among[random.IntN(len(l.among))]
	}
	l.seen[c.fault]++
	l.carried[c] = true
	close(l.next)
	l.next = make(chan struct{})
	to := l.to
	l.calls.Go(func() {
		c.carry(to, random)
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.carried, c)
	})
}

// hangUp cuts a connection so that the other side is told of a reset, not of an end.
func hangUp(c *net.TCPConn) {
	_ = c.SetLinger(0) // one that is closed already needs none
	_ = c.Close()
}
