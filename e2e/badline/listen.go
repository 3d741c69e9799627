package badline

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// Ports from which no system takes one for a call that goes out: who listened at one of
// them can do so again later, whatever calls were made meanwhile.
const (
	firstSteady = 20_000
	lastSteady  = 31_999
)

const tries = 100

// Place is an address of this machine that is its holder's until Close, whether it listens
// there or nobody does.
type Place struct {
	address string
	guard   net.PacketConn // the same port of another protocol: no other Take gets by it
}

// Take gives an address at which nobody listens.
func Take() (*Place, error) {
	var err error
	for range tries {
		p := &Place{address: net.JoinHostPort("127.0.0.1", strconv.Itoa(firstSteady+rand.IntN(lastSteady-firstSteady+1)))}
		if p.guard, err = net.ListenPacket("udp", p.address); err == nil {
			var listener net.Listener
			if listener, err = net.Listen("tcp", p.address); err == nil {
				return p, listener.Close()
			}
			err = errors.Join(err, p.Close())
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	return nil, fmt.Errorf("taking a port that stays free: %w", err)
}

// Address gives the address, as HOST:PORT.
func (p *Place) Address() string { return p.address }

// Listen listens there.
func (p *Place) Listen() (*net.TCPListener, error) { return ListenAgain(p.address) }

// patience is how long a port may stay taken where somebody listened a moment ago.
const patience = 10 * time.Second

// ListenAgain listens at an address of this machine where nobody does any more. A process that
// was forked meanwhile, and has not begun its program yet, still has what was closed there.
func ListenAgain(address string) (*net.TCPListener, error) {
	for began := time.Now(); ; runtime.Gosched() {
		listener, err := net.Listen("tcp", address)
		if err == nil {
			return listener.(*net.TCPListener), nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) || time.Since(began) > patience {
			return nil, err
		}
	}
}

// Close lets others have the address.
func (p *Place) Close() error { return p.guard.Close() }
