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

	"tradedesk/model/refusal"
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
	if l.Stopped == "" {
		return nil
	}
	why := errStopOther.With(refusal.Parts{"What": l.Stopped})
	switch l.Stopped {
	case StoppedUnauthorized:
		why = errStopUnknown
	case StoppedRevoked:
		why = errStopRevoked
	case StoppedTooOld:
		why = errStopOld
	case StoppedForbidden:
		why = errStopForbidden.With(refusal.Parts{"User": l.User})
	case StoppedLoggedOut:
		why = errStopLoggedOut
	}
	return &Explained{why, ErrStopped}
}

// ErrLeftAlone is why a desk that is told to leave the network alone makes no calls.
var ErrLeftAlone error = &Explained{errLeftAlone, ErrOffline}

// Explain puts into words what went wrong with a call to a server. Nothing is lost by
// any of it: what was to be sent waits.
func Explain(server string, err error) error {
	var known *Explained
	if err == nil || errors.As(err, &known) {
		return err
	}
	why := explanation(hostOf(server), err)
	if why == nil {
		return err
	}
	if sort := sortOf(err); sort != nil {
		err = fmt.Errorf("%w: %w", sort, err)
	}
	return &Explained{why, err}
}

// ExplainLogin is Explain for a login, with an invitation or with a token.
func ExplainLogin(server string, invited bool, err error) error {
	if !errors.Is(sortOf(err), ErrUnauthorized) {
		return explainLost(server, Explain(server, err))
	}
	why := errUnknownOne
	if invited {
		why = errUnknownCode
	}
	return &Explained{at(why, hostOf(server)), fmt.Errorf("%w: %w", ErrUnauthorized, err)}
}

// explainLost has a person try again where calls of a desk are by themselves.
func explainLost(server string, err error) error {
	var known *Explained
	if !errors.As(err, &known) || !errors.Is(known.why, errUnreachable) {
		return err
	}
	return &Explained{at(errLoginLost, hostOf(server)).For(without(ErrOffline, known.err)), known.err}
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

func explanation(host string, err error) *refusal.Error {
	var p *protocol.Problem
	switch {
	case errors.As(err, &p):
		return problemWords(host, p)
	case errors.Is(err, errSpeaksTLS):
		return at(errSpeaks, host)
	case errors.Is(err, ErrNotServer):
		return at(errStranger, host).For(without(ErrNotServer, err))
	case errors.Is(err, ErrOffline):
		return networkWords(host, err)
	}
	return nil
}

func problemWords(host string, p *protocol.Problem) *refusal.Error {
	switch p.Code() {
	case protocol.CodeUnauthorized:
		return at(errUnknownToken, host)
	case protocol.CodeRevoked:
		return at(errShutOut, host)
	case protocol.CodeTooOld:
		return detailed(p.Detail, errWantsNewerWhy, errWantsNewer, host)
	case protocol.CodeForbidden:
		return detailed(p.Detail, errNotAllowedWhy, errNotAllowed, host)
	case protocol.CodeQuota:
		return at(errNoRoom, host)
	case protocol.CodeDiverged, protocol.CodeFork, protocol.CodeGap, protocol.CodeCompacted:
		return at(errNoTerms, host).For(errors.New(orText(p.Detail, string(p.Code()))))
	}
	switch {
	case p.Status == http.StatusInsufficientStorage:
		return at(errNoRoom, host)
	case p.Status == http.StatusRequestEntityTooLarge:
		return at(errTooBig, host)
	case p.Status == http.StatusTooManyRequests && p.RetryAfter > 0:
		return waiting(errTooOftenFor, host, p.RetryAfter)
	case p.Status == http.StatusTooManyRequests:
		return at(errTooOften, host)
	case p.Status == http.StatusServiceUnavailable && p.RetryAfter > 0:
		return waiting(errAway, host, p.RetryAfter)
	case p.Status >= 500:
		return troubled(host, p.Status)
	}
	return errNotAllowedWhy.For(p)
}

func networkWords(host string, err error) *refusal.Error {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "proxyconnect":
		return at(errProxy, host).For(dial.Err)
	case errors.As(err, &unknown):
		return at(errUntrusted, host)
	case errors.As(err, &name):
		return at(errOthersName, host).For(name)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return at(errExpired, host)
	case errors.As(err, &cert):
		return at(errCertificate, host).For(cert.Err)
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return at(errNoTLS, host)
	case errors.As(err, &dns) && dns.IsNotFound:
		return at(errNoMachine, dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return at(errNobodyThere, host)
	}
	return at(errUnreachable, host).For(without(ErrOffline, err))
}

// without gives what an error says beside one that it wraps.
func without(sort, err error) error {
	return errors.New(strings.TrimPrefix(err.Error(), sort.Error()+": "))
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
