package post

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// Mail is one message and whom it goes to.
type Mail struct {
	From string   // the address that failures are reported to
	To   []string // addresses, those of Cc among them
	Bcc  []string // addresses that get it beside them, and that Raw does not name
	Raw  []byte   // lines ended by CRLF
}

// Carrier hands messages over.
type Carrier interface {
	// Hand hands one message over. nil means that it was taken; an error that wraps
	// *NotTaken that it was not, for certain; any other that it may have been.
	Hand(ctx context.Context, m Mail) error
}

// NotTaken says that a message was not taken, for certain.
type NotTaken struct {
	// Later says that it is worth trying again: there was no network, or the server said
	// so.
	Later bool
	// Unreached says that nobody was there to be asked: what holds for this message holds
	// for all.
	Unreached bool
	Err       error
}

// Error says why, in one line.
func (e *NotTaken) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *NotTaken) Unwrap() error { return e.Err }

func later(err error) error { return &NotTaken{Later: true, Err: err} }
func never(err error) error { return &NotTaken{Err: err} }

// ErrSetting is what a setting says that names no way to send.
var ErrSetting = refusal.New("post.setting", "want none, a command such as \"msmtp -t\", smtp://USER@HOST:587 or smtps://USER@HOST:465")

// Options say how a carrier works.
type Options struct {
	// Password gives the password of the account at the server, "" when there is none.
	Password func(context.Context) (string, error)
	// Environ is the environment of a command, nil for the process's own.
	Environ []string
	// Timeout bounds handing one message over, default two minutes.
	Timeout time.Duration
	// CA holds certificates, in PEM form, that are trusted beside the system's.
	CA []byte
}

const (
	defaultTimeout = 2 * time.Minute
	// parting is how long a hand-over that has begun may go on when its context ends.
	parting = 3 * time.Second
)

// New gives the carrier that a setting names; nil for "" and "none".
func New(setting string, o Options) (Carrier, error) {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	setting = strings.TrimSpace(setting)
	switch {
	case setting == "" || setting == "none":
		return nil, nil
	case strings.HasPrefix(setting, "smtp://"), strings.HasPrefix(setting, "smtps://"):
		return newServer(setting, o)
	case strings.Contains(setting, "://"):
		return nil, ErrSetting
	}
	words, err := split(setting)
	if err != nil {
		return nil, fmt.Errorf("%.60q: %w", setting, err)
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("%.60q: %w", setting, ErrSetting)
	}
	return &command{words: words, o: o}, nil
}

// said makes what a server or a command says one clean line.
func said(what string) string {
	return text.Clean(strings.Join(strings.Fields(what), " "), 300)
}
