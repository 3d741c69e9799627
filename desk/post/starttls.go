package post

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"slices"
	"strings"

	"github.com/emersion/go-smtp"
)

// greeted stands for the greeting of a server that was greeted before TLS.
const greeted = "220 by TLS\r\n"

// startTLS makes a plain connection one of TLS before anything is said on it.
func (s *server) startTLS(ctx context.Context, conn net.Conn) (net.Conn, error) {
	text := textproto.NewConn(conn)
	_, _, err := text.ReadResponse(220)
	offers := ""
	if err == nil {
		offers, err = answerTo(text, 250, "EHLO localhost")
	}
	if err == nil && !slices.Contains(strings.Fields(strings.ToUpper(offers)), "STARTTLS") {
		return nil, never(s.told(errNoStartTLS, nil))
	}
	if err == nil {
		_, err = answerTo(text, 220, "STARTTLS")
	}
	if err == nil && text.R.Buffered() > 0 {
		return nil, never(s.told(errEarly, nil))
	}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		err = &smtp.SMTPError{Code: answer.Code, Message: answer.Msg}
	}
	secure := tls.Client(conn, s.config())
	if err == nil {
		err = secure.HandshakeContext(ctx)
	}
	if err != nil {
		return nil, s.noTLS(errors.Join(err, ctx.Err()))
	}
	return secure, nil
}

// answerTo says something to a server and gives its answer, which must have a code.
func answerTo(text *textproto.Conn, code int, say string) (string, error) {
	if err := text.PrintfLine("%s", say); err != nil {
		return "", err
	}
	_, answer, err := text.ReadResponse(code)
	return answer, err
}
