package client

import (
	"errors"
	"strconv"
	"time"

	"tradedesk/model/refusal"
)

// Explained is an error in words for a person: what, where, what to do. It unwraps to
// what happened.
type Explained struct {
	why *refusal.Error
	err error
}

func (e *Explained) Error() string { return e.why.Error() }
func (e *Explained) Unwrap() error { return e.err }

// Told gives it for who has words of their own.
func (e *Explained) Told() refusal.Told { return e.why.Told() }

// Why a desk makes no calls, and what to do about it.
var (
	errStopUnknown   = refusal.New("sync.stop_unauthorized", "the token is not known there, or has expired: log in again; everything here is kept")
	errStopRevoked   = refusal.New("sync.stop_revoked", "this desk was shut out of the workspace; what it holds can still be exported")
	errStopOld       = refusal.New("sync.stop_too_old", "the server wants a newer tradedesk: install it; until then the desk works offline")
	errStopForbidden = refusal.New("sync.stop_forbidden", "the server takes no changes of {User}: ask an owner of the workspace for another role")
	errStopLoggedOut = refusal.New("sync.stop_logged_out", "the desk is logged out: log in again to go on")
	errStopOther     = refusal.New("sync.stop_other", "the server said {What}")
	errLeftAlone     = refusal.New("sync.left_alone", "the network is to be left alone: set another mode of sync first, automatic or manual")
	errNoToken       = refusal.New("sync.no_token", "this machine does not have the desk's token: log in again; everything here is kept")
)

// What went wrong with a call. A {Why} is what the server or the system said.
var (
	errUnknownToken  = refusal.New("sync.unknown_token", "{Host} does not know this token, or it has expired: log in again; everything here is kept")
	errUnknownOne    = refusal.New("sync.login_token", "{Host} does not know this token, or it has expired: ask who runs it for another one; everything here is kept")
	errUnknownCode   = refusal.New("sync.login_code", "{Host} does not know this code, or it has expired: each is good once; ask who runs it for another one")
	errLoginLost     = refusal.New("sync.login_lost", "{Host} cannot be reached: log in again, with the same code or token ({Why})")
	errShutOut       = refusal.New("sync.shut_out", "this desk was shut out of the workspace at {Host}; what it holds can still be exported")
	errWantsNewer    = refusal.New("sync.wants_newer", "{Host} wants a newer tradedesk; until then the desk works offline")
	errWantsNewerWhy = refusal.New("sync.wants_newer_why", "{Why}; until then the desk works offline")
	errNotAllowed    = refusal.New("sync.not_allowed", "{Host} does not allow that")
	errNotAllowedWhy = refusal.New("sync.not_allowed_why", "{Why}")
	errNoRoom        = refusal.New("sync.no_room", "{Host} has no room left: tell who runs it; changes wait here until it has")
	errNoTerms       = refusal.New("sync.no_terms", "{Host} and this desk come to no terms, again and again: tell who runs it; it is tried again, and everything here is kept ({Why})")
	errTooBig        = refusal.New("sync.too_big", "what stands before {Host} lets no call of this size through: tell who runs it; changes wait here until it does")
	errTooOften      = refusal.New("sync.too_often", "{Host} is asked too often; it is left alone for a while")
	errTooOftenFor   = refusal.New("sync.too_often_for", "{Host} is asked too often; it wants to be left alone for {Wait}")
	errAway          = refusal.New("sync.away", "{Host} is away for a while (503) and wants to be asked again in {Wait}; everything here is kept")
	errTrouble       = refusal.New("sync.trouble", "{Host} has trouble of its own ({Code}): it is tried again; everything here is kept")
	errSpeaks        = refusal.New("sync.speaks_tls", "{Host} speaks TLS: its address begins with https://")
	errStranger      = refusal.New("sync.stranger", "what answers at {Host} is not a tradedesk server; if this network has a login page, sign in to it in a browser ({Why})")
	errProxy         = refusal.New("sync.proxy", "the proxy on the way to {Host} cannot be reached: is HTTPS_PROXY in the environment right? it is tried again ({Why})")
	errUntrusted     = refusal.New("sync.untrusted", "nobody whom this machine trusts vouches for {Host}: if the server has a certificate of its own, log in with --ca FILE")
	errOthersName    = refusal.New("sync.others_name", "the certificate at {Host} is another server's: {Why}")
	errExpired       = refusal.New("sync.expired", "the certificate of {Host} has expired, or this machine's clock is wrong")
	errCertificate   = refusal.New("sync.certificate", "the certificate of {Host} cannot be trusted: {Why}")
	errNoTLS         = refusal.New("sync.no_tls", "{Host} does not speak TLS: is its address http:// or another port?")
	errNoMachine     = refusal.New("sync.no_machine", "there is no machine called {Host}, as far as this network knows; is this machine online?")
	errNobodyThere   = refusal.New("sync.nobody_there", "nothing answers at {Host}: is the server running there?")
	errUnreachable   = refusal.New("sync.unreachable", "{Host} cannot be reached; it is tried again ({Why})")
)

// at names the server that a call was made to.
func at(what *refusal.Error, host string) *refusal.Error {
	return what.With(refusal.Parts{"Host": host})
}

// waiting names how long the server wants to be left alone, too.
func waiting(what *refusal.Error, host string, wait time.Duration) *refusal.Error {
	return what.With(refusal.Parts{"Host": host, "Wait": wait.String()})
}

// detailed has what the server said where it said more than a code.
func detailed(detail string, with, without *refusal.Error, host string) *refusal.Error {
	if detail == "" {
		return at(without, host)
	}
	return at(with, host).For(errors.New(detail))
}

func troubled(host string, status int) *refusal.Error {
	return errTrouble.With(refusal.Parts{"Host": host, "Code": strconv.Itoa(status)})
}
