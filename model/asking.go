package model

// Asking is what a message on the thread of an RFQ does to its invitations, "" for
// nothing.
type Asking string

// What a message does. Who is asked for a quote, when and by whom, follows from these:
// messages of two desks never conflict.
const (
	AskInvited   Asking = "invited"   // the supplier is asked for a quote
	AskReminded  Asking = "reminded"  // and asked again
	AskWithdrawn Asking = "withdrawn" // and asked no longer
)
