package model

import (
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// MailState is how far a message is that goes out from the desk. A message that came in,
// or that was sent elsewhere, has none.
type MailState string

// The states of an outgoing message.
const (
	MailDraft  MailState = "draft"  // to be sent when a person says so
	MailQueued MailState = "queued" // to be sent by the desk that Message.Sender names
	MailSent   MailState = "sent"   // taken by the mail server or the mail program
	MailFailed MailState = "failed" // not taken, for certain; Message.Failure says why
	// MailUnsure is a message that may have been sent: what became of the hand-over is
	// not known. A person decides; it is never sent again by itself.
	MailUnsure MailState = "unsure"
)

// MailStates lists the states in the order in which a message has them.
func MailStates() []MailState {
	return []MailState{MailDraft, MailQueued, MailSent, MailFailed, MailUnsure}
}

// Purpose is what a template is for.
type Purpose string

// The purposes of templates.
const (
	PurposeInvitation Purpose = "invitation" // to quote on an RFQ
	PurposeReminder   Purpose = "reminder"   // of a quote that is not in yet
	PurposeQuote      Purpose = "quote_request"
	PurposeOffer      Purpose = "offer"
	PurposeDecline    Purpose = "decline"
	PurposeFree       Purpose = "free"
)

// Purposes lists what templates are for in the order in which they are shown.
func Purposes() []Purpose {
	return []Purpose{PurposeInvitation, PurposeReminder, PurposeQuote, PurposeOffer, PurposeDecline, PurposeFree}
}

// Template is a text that messages are made of; model/letter says how fields stand in it.
// Templates of one name are the same text in several languages.
type Template struct {
	Head
	Name     string         `json:"name" cbor:"10,keyasint,omitempty"`
	Purpose  Purpose        `json:"purpose" cbor:"11,keyasint,omitempty"`
	Language value.Language `json:"language" cbor:"12,keyasint,omitempty"`
	Subject  string         `json:"subject" cbor:"13,keyasint,omitempty"`
	Body     string         `json:"body" cbor:"14,keyasint,omitempty" field:"long"`
}

// Kind says what the record is.
func (*Template) Kind() Kind { return KindTemplate }

// LetterLanguages are those that every desk has templates in.
func LetterLanguages() []value.Language { return []value.Language{"ar", "fr", "en"} }

// WhyFailed gives why a message was not taken: with its code, unless a version that knows none
// wrote Failure since.
func (m *Message) WhyFailed() refusal.Told {
	if told := refusal.FromFlat(m.FailureWhy); told.Text == m.Failure {
		return told
	}
	return refusal.Told{Text: m.Failure}
}

// Unsent reports whether a message was written here and has not gone out, as far as is
// known.
func (m *Message) Unsent() bool {
	if m.Direction != DirectionOut {
		return false
	}
	return m.State != MailSent && (m.State != "" || m.MessageID == "")
}
