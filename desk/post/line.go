package post

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

const (
	// endOfMessage is how many bytes a message ends with: a line with a full stop.
	endOfMessage = len(".\r\n")
	// lookFor is how long a connection is looked at before they go. It bounds how late an
	// end of it may come that is still noticed.
	lookFor = 100 * time.Millisecond
	// mostAhead bounds what a server says while a message is on its way.
	mostAhead = 64 << 10
)

// errNotWhole says that a message did not go out to its end: it was not taken, for certain.
var errNotWhole = errors.New("before the end of the message")

// line is what is spoken on with a server, TLS or plain. The end of a message goes out by
// itself, after a look whether the server is still there: most of those that go away do it
// before, and what became of the message is known then.
type line struct {
	net.Conn
	below  *watchedConn
	ending bool   // what is written ends a message
	first  []byte // what is read before anything else
}

func (l *line) Read(b []byte) (int, error) {
	if len(l.first) > 0 {
		n := copy(b, l.first)
		l.first = l.first[n:]
		return n, nil
	}
	return l.Conn.Read(b)
}

func (l *line) Write(b []byte) (int, error) {
	if !l.ending {
		return l.Conn.Write(b)
	}
	text := max(0, len(b)-endOfMessage)
	n, err := 0, error(nil)
	if text > 0 {
		n, err = l.Conn.Write(b[:text])
	}
	if err == nil {
		err = l.below.stands()
	}
	if err != nil {
		return n, fmt.Errorf("%w: %w", errNotWhole, err)
	}
	m, err := l.Conn.Write(b[text:])
	return n + m, err
}

// watchedConn is a connection that can be looked at without losing what came.
type watchedConn struct {
	net.Conn
	until  time.Time // by when reads end, as it was set last
	ahead  []byte    // what was read in a look
	broken error     // how the reads of a look ended
}

func (c *watchedConn) SetDeadline(t time.Time) error {
	c.until = t
	return c.Conn.SetDeadline(t)
}

func (c *watchedConn) SetReadDeadline(t time.Time) error {
	c.until = t
	return c.Conn.SetReadDeadline(t)
}

func (c *watchedConn) Read(b []byte) (int, error) {
	if len(c.ahead) > 0 {
		n := copy(b, c.ahead)
		c.ahead = c.ahead[n:]
		return n, nil
	}
	if c.broken != nil {
		return 0, c.broken
	}
	return c.Conn.Read(b)
}

// stands looks whether the other end has ended the connection.
func (c *watchedConn) stands() error {
	if c.broken != nil {
		return c.broken
	}
	if err := c.Conn.SetReadDeadline(time.Now().Add(lookFor)); err != nil {
		return err
	}
	for buf := make([]byte, 4<<10); c.broken == nil && len(c.ahead) < mostAhead; {
		n, err := c.Conn.Read(buf)
		c.ahead = append(c.ahead, buf[:n]...)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		c.broken = err
	}
	if c.broken != nil {
		return c.broken
	}
	return c.Conn.SetReadDeadline(c.until)
}
