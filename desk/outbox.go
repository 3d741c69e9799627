package desk

import (
	"context"
	"fmt"

	"tradedesk/desk/post"
	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// LetterState is how far a message of the outbox is.
type LetterState string

// The states of a message in the outbox. What became of one that was being handed over
// when the program ended is not known.
const (
	LetterQueued  LetterState = "queued"
	LetterSending LetterState = "sending" // being handed over at this moment
	LetterSent    LetterState = "sent"
	LetterFailed  LetterState = "failed"
	LetterUnsure  LetterState = "unsure"
)

// Outgoing is a message of the outbox.
type Outgoing struct {
	ID      model.ID    `json:"id"`
	Thread  model.ID    `json:"thread"`
	To      string      `json:"to"`
	Subject string      `json:"subject"`
	State   LetterState `json:"state"`
	Failure string      `json:"failure,omitempty"` // why it was not taken the last time, in words
	// Told is Failure for who has words of their own; nil when it says no more.
	Told   *refusal.Told `json:"told,omitempty"`
	Tries  int           `json:"tries"`
	Queued value.Instant `json:"queued_at"`
	// NextTry is when it is tried again by itself.
	NextTry value.Instant `json:"next_try,omitempty"`
}

// OutboxStatus counts what goes out from this desk and is not sent.
type OutboxStatus struct {
	Queued int `json:"queued"` // those that are being handed over, too
	Failed int `json:"failed"`
	Unsure int `json:"unsure"`
	// Failure is why the last one was not taken, in words.
	Failure string `json:"failure,omitempty"`
}

// Waiting counts all of them.
func (s OutboxStatus) Waiting() int { return s.Queued + s.Failed + s.Unsure }

// LetterOrder says what a person wants of a message that is written here.
type LetterOrder struct {
	ID model.ID `json:"id"`
	Do LetterDo `json:"do"`
	// Knows says that the person knows that the message may have been sent before.
	Knows bool `json:"knows,omitempty"`
}

// LetterDo is what can be ordered of a message.
type LetterDo string

// What can be ordered.
const (
	SendLetter   LetterDo = "send"   // queue a draft, or one that failed, again
	CancelLetter LetterDo = "cancel" // give it up: it is a draft again
	LetterWent   LetterDo = "went"   // it was sent, as the person knows
)

// Errors of letters that callers decide on.
var (
	// ErrMaybeSent says that sending a message might be sending it twice.
	ErrMaybeSent = refusal.New("outbox.maybe_sent", "it may have been sent already")
	// ErrNoCarrier says that the desk does not know how to send.
	ErrNoCarrier = refusal.New("outbox.no_carrier", "the desk does not know how to send: set mail.send in the configuration")
	// ErrNoSender says that the desk does not know whom messages are from.
	ErrNoSender = refusal.New("outbox.no_sender", "whom messages are from is not known: set mail.from in the configuration, or `tradedesk firm set email=…`")

	errAbout       = refusal.New("letter.about", "messages are about a lead, an RFQ, a supplier or a contact")
	errGoesTo      = refusal.New("letter.goes_to", "a message goes to a lead, a supplier or a contact")
	errNoAddress   = refusal.New("letter.no_address", "whom the message goes to has no e-mail address: give one")
	errNoAddressOf = refusal.New("letter.no_address_of", "{Kind} {Who} has no e-mail address: give one")
	errNoAddressIn = refusal.New("letter.no_address_in", "there is no address in it")
	errTo          = refusal.New("letter.to", "to \"{Text}\": {Why}")
	errFrom        = refusal.New("letter.from", "from \"{Text}\": {Why}")
	errNobody      = refusal.New("letter.nobody", "it goes to nobody")
	errSaysNothing = refusal.New("letter.says_nothing", "the message says nothing")
	errLargeMail   = refusal.New("letter.large", "the message has {Count} MB with what is attached; mail servers take {Most} MB")
	errNotOut      = refusal.New("letter.not_out", "it is no message that goes out")
)

// CheckMailSend says what is wrong with MailOptions.Send, nil when nothing is.
func CheckMailSend(setting string) error {
	_, err := post.New(setting, post.Options{})
	return err
}

// CheckAddress says why an address, with or without a name, is none that mail can be from
// or sent to.
func CheckAddress(address string) error {
	_, err := mail.ParseAddress(address)
	return err
}

// letterOf gives the message with an id, which must go out from here.
func (w *owner) letterOf(ctx context.Context, id model.ID) (*model.Message, error) {
	r, err := w.store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	m, ok := r.(*model.Message)
	if !ok || m.Direction != model.DirectionOut || m.Deleted {
		return nil, fmt.Errorf("%s %s: %w: %w", r.Kind(), id.Short(), ErrInvalid, errNotOut)
	}
	return m, nil
}
