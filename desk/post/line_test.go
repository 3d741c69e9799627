package post

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// cutting is a server that ends the connection when it has read so much of a message,
// or all of it but its end; it answers everything before that.
type cutting struct {
	config *tls.Config // for STARTTLS
	read   int         // bytes of the message; -1 is all, with its end
}

// start serves one connection.
func (c cutting) start(t *testing.T, secure *tls.Config) (port string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		if secure != nil {
			conn = tls.Server(conn, secure)
		}
		c.serve(conn)
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-served
	})
	return port
}

func (c cutting) serve(conn net.Conn) {
	text := textproto.NewConn(conn)
	defer func() { _ = conn.Close() }()
	for say := "220 here"; ; {
		if text.PrintfLine("%s", say) != nil {
			return
		}
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		switch word, _, _ := strings.Cut(line, " "); {
		case word == "DATA":
			_ = text.PrintfLine("354 go on")
			if c.read < 0 {
				_, _ = io.Copy(io.Discard, text.DotReader())
				return
			}
			_, _ = io.CopyN(io.Discard, text.R, int64(c.read))
			return
		case word == "STARTTLS":
			_ = text.PrintfLine("220 begin")
			conn = tls.Server(conn, c.config)
			text = textproto.NewConn(conn)
			say = "" // a client speaks first
			if _, err = text.ReadLine(); err != nil {
				return
			}
			say = "250 here"
		case word == "EHLO" && c.config != nil:
			say = "250-here\r\n250 STARTTLS"
		default:
			say = "250 well"
		}
	}
}

// A server that goes away before it was given the end of a message has not taken it, and
// that is known, whether the line is plain or by TLS. One that goes after it may have.
func TestServerCutsInTheMiddle(t *testing.T) {
	config, ca := certificate(t, "localhost")
	mail := someMail()
	mail.Raw = []byte("Subject: a\r\n\r\n" + strings.Repeat("a line of a letter that is not long\r\n", 40))
	for name, how := range map[string]struct{ offered, secure *tls.Config }{"plain": {}, "TLS": {secure: config}, "STARTTLS": {offered: config}} {
		for _, read := range []int{0, 20, len(mail.Raw) - 1, -1} {
			t.Run(name, func(t *testing.T) {
				port := cutting{config: how.offered, read: read}.start(t, how.secure)
				s, err := newServer(map[bool]string{false: "smtp", true: "smtps"}[how.secure != nil]+"://localhost:"+port, Options{CA: ca, Timeout: time.Minute})
				if err != nil {
					t.Fatal(err)
				}
				s.elsewhere = how.offered != nil
				err = s.Hand(context.Background(), mail)
				var not *NotTaken
				if certain := errors.As(err, &not); err == nil || certain != (read >= 0) || certain && !not.Later {
					t.Errorf("cut after %d bytes: %v", read, err)
				}
			})
		}
	}
}

// What a server says while a message is on its way is its answer, not the end of the line.
func TestServerSpeaksEarly(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		text := textproto.NewConn(conn)
		_ = text.PrintfLine("220 here")
		for {
			line, err := text.ReadLine()
			if err != nil {
				return
			}
			if line != "DATA" {
				_ = text.PrintfLine("250 well")
				continue
			}
			_ = text.PrintfLine("354 go on")
			_ = text.PrintfLine("552 too big")
			_, _ = io.Copy(io.Discard, text.DotReader())
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-served
	})
	err = handTo(t, "smtp://"+listener.Addr().String(), Options{})
	refused(t, err, false)
	if err == nil || !strings.Contains(err.Error(), "552 too big") {
		t.Errorf("got %v", err)
	}
}
