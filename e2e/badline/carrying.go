package badline

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// dialTime is how long a server may take to accept.
const dialTime = 5 * time.Second

// carrying is a connection under way.
type carrying struct {
	fault  Fault
	caller *net.TCPConn
	gone   chan struct{} // closed when it is cut

	mu     sync.Mutex // over all below
	server *net.TCPConn
	isGone bool
}

// cut ends both ways at once.
func (c *carrying) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isGone {
		return
	}
	c.isGone = true
	close(c.gone)
	hangUp(c.caller)
	if c.server != nil {
		hangUp(c.server)
	}
}

// carry carries a connection to its end.
func (c *carrying) carry(to string, random *rand.Rand) {
	defer c.cut()
	request, reply := c.fault.ways(random)
	switch c.fault {
	case Refused:
		return
	case Silent:
		c.wait(silence)
		return
	}
	dialled, err := net.DialTimeout("tcp", to, dialTime)
	if err != nil {
		return // whoever calls sees what it sees of a server that is gone
	}
	server := dialled.(*net.TCPConn)
	c.mu.Lock()
	c.server = server
	if c.isGone {
		hangUp(server)
	}
	c.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { c.pump(server, c.caller, request) })
	both.Go(func() { c.pump(c.caller, server, reply) })
	both.Wait()
	// Both have said that they are through, or were cut already: an end, not a reset.
	_ = c.caller.Close()
	_ = server.Close()
}

// pump carries one way until its end.
func (c *carrying) pump(to, from *net.TCPConn, w way) {
	buf := make([]byte, wholePiece)
	for passed := 0; ; {
		n, err := from.Read(buf)
		sent, sendErr := c.send(to, buf[:min(n, w.until-passed)], w, passed)
		passed += sent
		switch {
		case n > 0 && passed == w.until && w.end == shut:
			_ = to.CloseWrite() // the other side may be gone
			_, _ = io.Copy(io.Discard, from)
			return
		case n > 0 && passed == w.until:
			c.cut()
			return
		case errors.Is(err, io.EOF):
			_ = to.CloseWrite() // the same
			return
		case err != nil || sendErr != nil:
			c.cut() // one side is gone: the other is told as it was
			return
		}
	}
}

// send writes piece by piece and gives how many bytes went.
func (c *carrying) send(to *net.TCPConn, data []byte, w way, passed int) (sent int, err error) {
	for len(data) > 0 {
		piece, pause := w.piece, w.pause
		if w.slow > 0 && passed+sent >= w.slow {
			piece, pause = wholePiece, 0
		}
		c.wait(pause)
		n, err := to.Write(data[:min(piece, len(data))])
		sent += n
		data = data[n:]
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// wait waits for a time, or less when the connection is cut.
func (c *carrying) wait(d time.Duration) {
	if d == 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.gone:
	}
}
