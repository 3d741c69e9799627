//go:build unix

package badline_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"tradedesk/e2e/badline"
)

const (
	asked    = 5000 // bytes of a request
	answered = 9000
	deadline = 30 * time.Second
)

// server takes a request to its end and answers it, as often as it is called.
type server struct {
	listener *net.TCPListener
	work     sync.WaitGroup
	got      chan int // bytes of each request
}

func newServer(t *testing.T) *server {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	s := &server{listener: listener, got: make(chan int, 100)}
	s.work.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			s.work.Go(func() {
				defer c.Close()
				_ = c.SetDeadline(time.Now().Add(deadline))
				n, err := io.Copy(io.Discard, io.LimitReader(c, asked))
				if err == nil {
					_, _ = c.Write(bytes.Repeat([]byte("a"), answered)) // who asked may be gone
				}
				s.got <- int(n)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		s.work.Wait()
	})
	return s
}

func newLine(t *testing.T, to *server) *badline.Line {
	t.Helper()
	l, err := badline.Open(1)
	if err != nil {
		t.Fatal(err)
	}
	l.Lead(to.listener.Addr().String())
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// ask sends a request and reads to the end of what comes.
func ask(t *testing.T, l *badline.Line) (reply int, err error) {
	t.Helper()
	c, err := net.Dial("tcp", l.Address())
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(deadline)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(bytes.Repeat([]byte("q"), asked)); err != nil {
		return 0, err
	}
	data, err := io.ReadAll(c)
	return len(data), err
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		fault        badline.Fault
		comes, whole bool // the request comes to the server; it does so whole
		reply, cut   bool // the reply is whole; the caller is told of a reset
	}{
		{badline.Clean, true, true, true, false},
		{badline.Late, true, true, true, false},
		{badline.Narrow, true, true, true, false},
		{badline.Trickle, true, true, true, false},
		{badline.Refused, false, false, false, true},
		{badline.Silent, false, false, false, true},
		{badline.ResetRequest, true, false, false, true},
		{badline.ResetReply, true, true, false, true},
		{badline.LostReply, true, true, false, true},
		{badline.ShortRequest, true, false, true, false}, // of a server that answers what came
		{badline.ShortReply, true, true, false, false},
	} {
		t.Run(string(tt.fault), func(t *testing.T) {
			s := newServer(t)
			l := newLine(t, s)
			l.Worsen(1, tt.fault)
			reply, err := ask(t, l)
			if whole := reply == answered; whole != tt.reply {
				t.Errorf("%d bytes of a reply of %d, %v", reply, answered, err)
			}
			if cut := errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE); cut != tt.cut || !cut && err != nil {
				t.Errorf("the caller is told %v", err)
			}
			if tt.comes {
				if got := <-s.got; (got == asked) != tt.whole {
					t.Errorf("%d bytes of a request of %d", got, asked)
				}
			}
			if seen := l.Seen(); len(seen) != 1 || seen[tt.fault] != 1 {
				t.Errorf("seen: %v", seen)
			}
			l.Mend()
			if reply, err := ask(t, l); reply != answered || err != nil {
				t.Errorf("mended: %d bytes and %v", reply, err)
			}
		})
	}
}

// The same seed has the same connections go wrong in the same way.
func TestSeeds(t *testing.T) {
	var seen []map[badline.Fault]int
	s := newServer(t)
	for range 2 {
		l := newLine(t, s)
		l.Worsen(0.7)
		for range 12 {
			_, _ = ask(t, l) // some come to nothing, as they are to
		}
		seen = append(seen, l.Seen())
	}
	if len(seen[0]) < 3 {
		t.Errorf("only %v in 12 connections", seen[0])
	}
	for fault, n := range seen[0] {
		if seen[1][fault] != n {
			t.Errorf("%s: %d times, and the second time %d", fault, n, seen[1][fault])
		}
	}
}

func TestDownAndUp(t *testing.T) {
	s := newServer(t)
	l := newLine(t, s)
	next := l.Next()
	open, err := net.Dial("tcp", l.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	<-next
	for range 3 {
		if err := l.Down(); err != nil {
			t.Fatal(err)
		}
		if _, err := ask(t, l); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("while it is down: %v", err)
		}
		if err := l.Up(); err != nil {
			t.Fatal(err)
		}
		if reply, err := ask(t, l); reply != answered || err != nil {
			t.Errorf("up again: %d bytes and %v", reply, err)
		}
	}
	if _, err := io.ReadAll(open); err == nil {
		t.Error("a connection outlived the line")
	}
}
