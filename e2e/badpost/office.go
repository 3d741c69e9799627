// Package badpost is a real mail server on this machine that fails half-way, by a plan: it
// puts messages off, cuts connections in the middle of one, or takes one and never answers.
package badpost

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"

	"tradedesk/e2e/badline"

	"github.com/emersion/go-smtp"
)

// Fate is what becomes of one message.
type Fate int

// The fates of messages.
const (
	Taken        Fate = iota
	CutInside         // the connection ends when a part of the message was read
	PutOff            // 451 for the message
	NotForThem        // 451 for whom it goes to
	TakenInVain       // it is taken, and no answer comes
	LeftInTheAir      // a part of it is read, and nothing happens
)

// inside is how much of a message is read that is not read whole, in bytes.
const inside = 40

// Letter is a message that was taken.
type Letter struct {
	ID string // its Message-ID, without the brackets
	To string
}

// Office is a mail server. What comes after its plan is taken.
type Office struct {
	server *smtp.Server
	served chan error
	closed chan struct{}
	silent chan struct{} // a message waits for an answer that never comes

	mu    sync.Mutex
	plan  []Fate
	taken []Letter
}

// Open listens at an address.
func Open(address string, plan ...Fate) (*Office, error) {
	listener, err := badline.ListenAgain(address)
	if err != nil {
		return nil, fmt.Errorf("opening a mail server: %w", err)
	}
	o := &Office{served: make(chan error, 1), closed: make(chan struct{}), silent: make(chan struct{}, len(plan)), plan: plan}
	o.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{office: o, conn: c.Conn()}, nil }))
	o.server.Domain, o.server.ErrorLog = "localhost", quiet{}
	go func() { o.served <- o.server.Serve(listener) }()
	return o, nil
}

// Close ends the server and all that it is at.
func (o *Office) Close() {
	close(o.closed)
	_ = o.server.Close() // connections that are broken already
	<-o.served
}

// Letters gives what was taken so far.
func (o *Office) Letters() []Letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.taken)
}

// Silent gives a channel that says when a message waits for an answer that never comes.
func (o *Office) Silent() <-chan struct{} { return o.silent }

func (o *Office) next() Fate {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.plan) == 0 {
		return Taken
	}
	fate := o.plan[0]
	o.plan = o.plan[1:]
	return fate
}

// take keeps a message that was read whole.
func (o *Office) take(raw string, to []string) error {
	message, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return &smtp.SMTPError{Code: 554, Message: "that is no message: " + err.Error()}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.taken = append(o.taken, Letter{ID: strings.Trim(message.Header.Get("Message-ID"), "<> "), To: strings.Join(to, ", ")})
	return nil
}

// session is one connection.
type session struct {
	office *Office
	conn   net.Conn
	fate   Fate
	to     []string
}

var errGone = errors.New("the connection ended")

func (s *session) Mail(string, *smtp.MailOptions) error {
	s.fate, s.to = s.office.next(), nil
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.fate == NotForThem {
		return &smtp.SMTPError{Code: 451, Message: "this mailbox is busy"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	if s.fate == CutInside || s.fate == LeftInTheAir {
		_, _ = io.CopyN(io.Discard, r, inside) // one that is shorter is cut as well
		return s.leave(s.fate == LeftInTheAir)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.fate == PutOff {
		return &smtp.SMTPError{Code: 451, Message: "try again later"}
	}
	if err := s.office.take(string(raw), s.to); err != nil || s.fate == Taken {
		return err
	}
	return s.leave(true)
}

// leave ends the connection, at once or when the server is closed.
func (s *session) leave(late bool) error {
	if late {
		s.office.silent <- struct{}{}
		<-s.office.closed
	}
	_ = s.conn.Close() // or it is closed already
	return errGone
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
