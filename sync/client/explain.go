package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"

	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// Why a desk makes no calls until a person does something, as store.Link.Stopped has it.
const (
	StoppedUnauthorized = string(protocol.CodeUnauthorized)
	StoppedRevoked      = string(protocol.CodeRevoked)
	StoppedTooOld       = string(protocol.CodeTooOld)
	StoppedForbidden    = string(protocol.CodeForbidden)
	StoppedLoggedOut    = "logged-out"
)

// ErrStopped is what comes of a sync by a desk that is to make no calls.
var ErrStopped = errors.New("sync has stopped")

// WhyStopped says why a desk makes no calls and what to do about it; nil when it does.
func WhyStopped(l store.Link) error {
	words := map[string]string{
		StoppedUnauthorized: "the token is not known there, or has expired: log in again; everything here is kept",
		StoppedRevoked:      "this desk was shut out of the workspace; what it holds can still be exported",
		StoppedTooOld:       "the server wants a newer tradedesk: install it; until then the desk works offline",
		StoppedForbidden:    "the server takes no changes of " + l.User + ": ask an owner of the workspace for another role",
		StoppedLoggedOut:    "the desk is logged out: log in again to go on",
	}
	if l.Stopped == "" {
		return nil
	}
	return &Explained{text: orText(words[l.Stopped], "the server said "+l.Stopped), err: ErrStopped}
}

// ErrLeftAlone is why a desk that is told to leave the network alone makes no calls.
var ErrLeftAlone error = &Explained{text: "the network is to be left alone: set another mode of sync first, automatic or manual", err: ErrOffline}

// Explained is an error in words for a person: what, where, what to do. It unwraps to
// what happened.
type Explained struct {
	text string
	err  error
}

func (e *Explained) Error() string { return e.text }
func (e *Explained) Unwrap() error { return e.err }

// Explain puts into words what went wrong with a call to a server. Nothing is lost by
// any of it: what was to be sent waits.
func Explain(server string, err error) error {
	var known *Explained
	if err == nil || errors.As(err, &known) {
		return err
	}
	text := explanation(hostOf(server), err)
	if text == "" {
		return err
	}
	if sort := sortOf(err); sort != nil {
		err = fmt.Errorf("%w: %w", sort, err)
	}
	return &Explained{text, err}
}

// ExplainLogin is Explain for a login, with an invitation or with a token.
func ExplainLogin(server string, invited bool, err error) error {
	if !errors.Is(sortOf(err), ErrUnauthorized) {
		return Explain(server, err)
	}
	text := "%s does not know this token, or it has expired: ask who runs it for another one; everything here is kept"
	if invited {
		text = "%s does not know this code, or it has expired: each is good once; ask who runs it for another one"
	}
	return &Explained{fmt.Sprintf(text, hostOf(server)), fmt.Errorf("%w: %w", ErrUnauthorized, err)}
}

// sortOf gives what callers tell apart of what went wrong with a login.
func sortOf(err error) error {
	var p *protocol.Problem
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &p) && p.Code() == protocol.CodeUnauthorized:
		return ErrUnauthorized
	case errors.As(err, &cert), errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return ErrCertificate
	}
	return nil
}

func explanation(host string, err error) string {
	var p *protocol.Problem
	switch {
	case errors.As(err, &p):
		return problemWords(host, p)
	case errors.Is(err, errSpeaksTLS):
		return fmt.Sprintf("%s speaks TLS: its address begins with https://", host)
	case errors.Is(err, ErrNotServer):
		return fmt.Sprintf("what answers at %s is not a tradedesk server; if this network has a login page, sign in to it in a browser (%s)", host, without(ErrNotServer, err))
	case errors.Is(err, ErrOffline):
		return networkWords(host, err)
	}
	return ""
}

func problemWords(host string, p *protocol.Problem) string {
	switch p.Code() {
	case protocol.CodeUnauthorized:
		return fmt.Sprintf("%s does not know this token, or it has expired: log in again; everything here is kept", host)
	case protocol.CodeRevoked:
		return fmt.Sprintf("this desk was shut out of the workspace at %s; what it holds can still be exported", host)
	case protocol.CodeTooOld:
		return orText(p.Detail, host+" wants a newer tradedesk") + "; until then the desk works offline"
	case protocol.CodeForbidden:
		return orText(p.Detail, host+" does not allow that")
	case protocol.CodeQuota:
		return fmt.Sprintf("%s has no room left: tell who runs it; changes wait here until it has", host)
	case protocol.CodeDiverged, protocol.CodeFork, protocol.CodeGap, protocol.CodeCompacted:
		return fmt.Sprintf("%s and this desk come to no terms, again and again: tell who runs it; it is tried again, and everything here is kept (%s)", host, orText(p.Detail, string(p.Code())))
	}
	switch {
	case p.Status == http.StatusInsufficientStorage:
		return fmt.Sprintf("%s has no room left: tell who runs it; changes wait here until it has", host)
	case p.Status == http.StatusRequestEntityTooLarge:
		return fmt.Sprintf("what stands before %s lets no call of this size through: tell who runs it; changes wait here until it does", host)
	case p.Status == http.StatusTooManyRequests && p.RetryAfter > 0:
		return fmt.Sprintf("%s is asked too often; it wants to be left alone for %s", host, p.RetryAfter)
	case p.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("%s is asked too often; it is left alone for a while", host)
	case p.Status == http.StatusServiceUnavailable && p.RetryAfter > 0:
		return fmt.Sprintf("%s is away for a while (503) and wants to be asked again in %s; everything here is kept", host, p.RetryAfter)
	case p.Status >= 500:
		return fmt.Sprintf("%s has trouble of its own (%d): it is tried again; everything here is kept", host, p.Status)
	}
	return p.Error()
}

func networkWords(host string, err error) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "proxyconnect":
		return fmt.Sprintf("the proxy on the way to %s cannot be reached: is HTTPS_PROXY in the environment right? it is tried again (%s)", host, dial.Err)
	case errors.As(err, &unknown):
		return fmt.Sprintf("nobody whom this machine trusts vouches for %s: if the server has a certificate of its own, log in with --ca FILE", host)
	case errors.As(err, &name):
		return fmt.Sprintf("the certificate at %s is another server's: %s", host, name.Error())
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of %s has expired, or this machine's clock is wrong", host)
	case errors.As(err, &cert):
		return fmt.Sprintf("the certificate of %s cannot be trusted: %s", host, cert.Err)
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Sprintf("%s does not speak TLS: is its address http:// or another port?", host)
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("there is no machine called %s, as far as this network knows; is this machine online?", dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("nothing answers at %s: is the server running there?", host)
	}
	return fmt.Sprintf("%s cannot be reached; it is tried again (%s)", host, without(ErrOffline, err))
}

// without gives what an error says beside one that it wraps.
func without(sort, err error) string {
	return strings.TrimPrefix(err.Error(), sort.Error()+": ")
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// Failure is what sort of trouble a call had.
type Failure int

// The sorts of trouble that are shown apart.
const (
	FailedOtherwise Failure = iota
	FailedOffline           // the server was not reached
	FailedFull              // it has no room
)

// FailureOf sorts an error of a call.
func FailureOf(err error) Failure {
	var p *protocol.Problem
	switch {
	case errors.Is(err, ErrOffline), errors.Is(err, ErrNotServer):
		return FailedOffline
	case errors.As(err, &p) && (p.Code() == protocol.CodeQuota || p.Status == http.StatusInsufficientStorage):
		return FailedFull
	}
	return FailedOtherwise
}
