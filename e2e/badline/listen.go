package badline

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"syscall"
)

// Ports from which no system takes one for a call that goes out: who listened at one of
// them can do so again later, whatever calls were made meanwhile.
const (
	firstSteady = 20_000
	lastSteady  = 31_999
)

const tries = 100

// Listen listens on this machine at a port that can be listened at again later.
func Listen() (*net.TCPListener, error) {
	var err error
	for range tries {
		port := firstSteady + rand.IntN(lastSteady-firstSteady+1)
		var listener net.Listener
		if listener, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return listener.(*net.TCPListener), nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	return nil, fmt.Errorf("listening at a port that stays free: %w", err)
}
