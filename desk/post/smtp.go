package post

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tradedesk/model/refusal"
)

// server hands messages to a mail server, over TLS: from the first byte (smtps) or by
// STARTTLS, which must be there (smtp). Only a server on this machine is spoken to
// without, and one of which the setting says tls=none.
type server struct {
	host, port, user string
	implicit, plain  bool
	elsewhere        bool // it counts as one that is not this machine
	roots            *x509.CertPool
	o                Options
}

func newServer(setting string, o Options) (*server, error) {
	u, err := url.Parse(setting)
	if err != nil || u.Hostname() == "" || (u.Path != "" && u.Path != "/") || u.Fragment != "" {
		return nil, ErrSetting
	}
	if _, has := u.User.Password(); has {
		return nil, errPasswordIn
	}
	s := &server{host: u.Hostname(), port: u.Port(), user: u.User.Username(), implicit: u.Scheme == "smtps", o: o}
	for name, values := range u.Query() {
		if name != "tls" || len(values) != 1 || values[0] != "none" || s.implicit {
			return nil, errNoOption.With(refusal.Parts{"Name": said(name)})
		}
		s.plain = true
	}
	switch {
	case s.port == "" && s.implicit:
		s.port = "465"
	case s.port == "":
		s.port = "587"
	}
	if len(o.CA) > 0 {
		if s.roots, err = x509.SystemCertPool(); err != nil {
			s.roots = x509.NewCertPool()
		}
		if !s.roots.AppendCertsFromPEM(o.CA) {
			return nil, errNoCertificate
		}
	}
	return s, nil
}

// loopback reports whether the server is on this machine.
func (s *server) loopback() bool {
	ip := net.ParseIP(s.host)
	return !s.elsewhere && (s.host == "localhost" || ip != nil && ip.IsLoopback())
}

// Hand hands one message over, on a connection of its own. It may have been taken only
// when its last bytes are on the way and the server's answer is not known.
func (s *server) Hand(ctx context.Context, m Mail) error {
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	client, spoken, cut, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer cut()
	data, err := s.begin(ctx, client, m)
	if err != nil {
		return s.explain(err)
	}
	if _, err := io.Copy(data, bytes.NewReader(m.Raw)); err != nil {
		return later(s.told(errBrokeInside, err)) // whose last line was not sent
	}
	spoken.ending = true
	err = data.Close()
	spoken.ending = false
	if err != nil {
		var answer *smtp.SMTPError
		switch {
		case errors.As(err, &answer):
			return s.explain(err)
		case errors.Is(err, errNotWhole):
			return later(s.told(errBrokeInside, nil))
		}
		return s.told(errBrokeBefore, err)
	}
	_ = client.Quit() // the message is taken, whatever becomes of the goodbye
	return nil
}

// dial connects; cut, called once, ends the connection. It also ends with ctx, after a moment for what
// has begun.
func (s *server) dial(ctx context.Context) (*smtp.Client, *line, func(), error) {
	address := net.JoinHostPort(s.host, s.port)
	tcp, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, nil, nil, &NotTaken{Later: true, Unreached: true, Err: s.told(errUnreached, err)}
	}
	conn := &watchedConn{Conn: tcp}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		wait := time.NewTimer(parting)
		defer wait.Stop()
		select {
		case <-wait.C:
			_ = conn.Close() // a hand-over that does not end is noticed by this
		case <-ended:
		}
	})
	cut := func() {
		stop()
		close(ended)
		_ = conn.Close() // said goodbye, or broken
	}
	spoken, err := s.secured(ctx, conn)
	var client *smtp.Client
	if err == nil {
		client = smtp.NewClient(spoken)
		client.CommandTimeout, client.SubmissionTimeout = s.o.Timeout, s.o.Timeout
		err = client.Hello("localhost")
	}
	if err != nil {
		cut()
		return nil, nil, nil, s.explain(err)
	}
	return client, spoken, cut, nil
}

// secured speaks TLS, or plainly to this machine.
func (s *server) secured(ctx context.Context, conn *watchedConn) (*line, error) {
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, later(s.told(errUnready, err))
		}
	}
	switch {
	case s.implicit:
		secure := tls.Client(conn, s.config())
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, s.noTLS(err)
		}
		return &line{Conn: secure, below: conn}, nil
	case s.plain || s.loopback():
		return &line{Conn: conn, below: conn}, nil
	}
	secure, err := s.startTLS(ctx, conn)
	if err != nil {
		return nil, err
	}
	return &line{Conn: secure, below: conn, first: []byte(greeted)}, nil
}

func (s *server) config() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

// noTLS says why there is no TLS. A certificate is a person's to put right; a broken
// connection is not.
func (s *server) noTLS(err error) error {
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return never(s.told(errCertificate, err))
	}
	var answer *smtp.SMTPError
	if errors.As(err, &answer) {
		return s.explain(err)
	}
	return later(s.told(errTLS, err))
}

// begin does all that comes before the message itself.
func (s *server) begin(ctx context.Context, client *smtp.Client, m Mail) (*smtp.DataCommand, error) {
	if s.user != "" {
		if err := s.logIn(ctx, client); err != nil {
			return nil, err
		}
	}
	if err := client.Mail(m.From, nil); err != nil {
		return nil, errFrom.With(refusal.Parts{"Address": said(m.From)}).For(err)
	}
	for _, to := range slices.Concat(m.To, m.Bcc) {
		if err := client.Rcpt(to, nil); err != nil {
			return nil, errTo.With(refusal.Parts{"Address": said(to)}).For(err)
		}
	}
	return client.Data()
}

func (s *server) logIn(ctx context.Context, client *smtp.Client) error {
	password := ""
	if s.o.Password != nil {
		var err error
		if password, err = s.o.Password(ctx); err != nil {
			return never(fmt.Errorf("reading the password: %w", err))
		}
	}
	if password == "" {
		return never(errNoPassword.With(refusal.Parts{"User": said(s.user)}))
	}
	mechanism := sasl.NewPlainClient("", s.user, password)
	if !client.SupportsAuth(sasl.Plain) && client.SupportsAuth(sasl.Login) {
		mechanism = sasl.NewLoginClient(s.user, password)
	}
	if err := client.Auth(mechanism); err != nil {
		var answer *smtp.SMTPError
		if errors.As(err, &answer) && answer.Code >= 500 {
			return never(s.told(errLogin, err))
		}
		return err
	}
	return nil
}

// explain says what an answer of the server, or its end, means before the message was
// sent whole, or instead of taking it: it was not taken.
func (s *server) explain(err error) error {
	var known *NotTaken
	if errors.As(err, &known) {
		return err
	}
	var answer *smtp.SMTPError
	if errors.As(err, &answer) {
		return &NotTaken{Later: answer.Code < 500, Err: s.told(errRefused, err)}
	}
	return later(s.told(errBroke, err))
}

func (s *server) told(what *refusal.Error, err error) error {
	what = what.With(refusal.Parts{"Host": net.JoinHostPort(s.host, s.port)})
	var answer *smtp.SMTPError
	switch {
	case err == nil:
		return what
	case errors.As(err, &answer):
		return what.For(fmt.Errorf("%d %s", answer.Code, said(answer.Message)))
	case errors.Is(err, context.DeadlineExceeded):
		return what.For(errSlow)
	}
	var name *net.DNSError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return what.For(errNobodyThere)
	case errors.As(err, &name) && name.IsNotFound:
		return what.For(errNoMachine.With(refusal.Parts{"Host": name.Name}))
	}
	return what.For(cause(err))
}

// cause leaves out of an error of the network what the message says already: which address
// was being called, and by which call.
func cause(err error) error {
	var call *net.OpError
	if errors.As(err, &call) {
		err = call.Err
	}
	var system *os.SyscallError
	if errors.As(err, &system) {
		err = system.Err
	}
	return err
}
