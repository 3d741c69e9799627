package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/user"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Options say where a desk is and who sits at it. Zero values have defaults.
type Options struct {
	Dir  string        // the data directory; made (0700) when missing
	Me   string        // the author of changes made here; default the user's login name
	Home value.Country // for phones without a country code; default MA
	// Addresses are the people's own, for imports of mail that name none.
	Addresses []string
	Wait      time.Duration // how long to wait for a file that is held, default 5 s
	Now       func() time.Time
	Random    io.Reader // of ids; default crypto/rand
	// Alone makes Open fail with ErrBusy instead of visiting: for tests and repair.
	Alone bool
	// Sync is the mode of sync of this run, "" for what the desk was set to.
	Sync SyncMode
	// TokenFile keeps the token of the server in a file beside the desk, for this user
	// alone, and leaves the system's keyring alone.
	TokenFile bool
	// Mail is how messages are sent.
	Mail MailOptions
}

// MailOptions say how messages are sent.
type MailOptions struct {
	// Send is a command that takes a message on its standard input, the URL of a mail
	// server, or "none"; see CheckMailSend.
	Send string
	// From is the address that messages are from, with or without a name; "" is the firm's.
	From string
	// Password, when set, takes the place of the one that KeepMailPassword keeps.
	Password string
	// CA is a file of certificates, in PEM form, that are trusted beside the system's.
	CA string
	// Inbox are mailboxes and Maildirs whose new messages come in while the desk is open.
	Inbox []string
}

// Open opens the desk in o.Dir: as its owner when the file is free, else as a
// visitor of the owner, who takes over when the owner ends.
func Open(ctx context.Context, o Options) (Desk, error) {
	o = o.withDefaults()
	p, err := newPlace(o.Dir)
	if err != nil {
		return nil, err
	}
	take := func(ctx context.Context) (seat, error) { return takeSeat(ctx, o, p) }
	first, err := take(ctx)
	if err != nil {
		return nil, err
	}
	return newSitter(o, model.NewIDs(o.Now, o.Random), first, take), nil
}

// Waiting for a seat: the first pause, and the longest.
const (
	defaultWait = 5 * time.Second
	firstPause  = 5 * time.Millisecond
	lastPause   = 100 * time.Millisecond
)

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Home == "" {
		o.Home = "MA"
	}
	if o.Wait <= 0 {
		o.Wait = defaultWait
	}
	if o.Me = text.Clean(o.Me, model.MaxText); o.Me == "" {
		o.Me = loginName()
	}
	return o
}

// loginName gives who is logged in; "me" when the system does not say.
func loginName() string {
	if u, err := user.Current(); err == nil {
		name := u.Username
		if i := strings.LastIndexByte(name, '\\'); i >= 0 { // DOMAIN\name
			name = name[i+1:]
		}
		if name = text.Clean(name, model.MaxText); name != "" {
			return name
		}
	}
	return "me"
}

// takeSeat becomes the owner when the file is free, else a visitor when the
// owner answers, and tries both until o.Wait is over.
func takeSeat(ctx context.Context, o Options, p place) (seat, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, o.Wait, ErrBusy)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		w, err := newOwner(ctx, o, p)
		if err == nil {
			return w, nil
		}
		if errors.Is(err, ErrBusy) && !o.Alone {
			var v *visitor
			if v, err = visit(ctx, p); err == nil {
				return v, nil
			}
		}
		if !errors.Is(err, ErrBusy) && !errors.Is(err, errLost) && ctx.Err() == nil {
			return nil, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, p.noSeat(ctx, o.Alone)
		}
	}
}

// noSeat says why there was no seat: the caller's context, or a holder that
// stays silent.
func (p place) noSeat(ctx context.Context, alone bool) error {
	switch {
	case !errors.Is(context.Cause(ctx), ErrBusy):
		return fmt.Errorf("opening the desk in %s: %w", p.dir, ctx.Err())
	case alone:
		return p.busy("end it and try again")
	}
	return p.busy("it does not answer; end it and try again")
}
