package model

import (
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// ManualSource is the source of rates that a person typed.
const ManualSource = "manual"

// SetDefaults gives a new record what it has when nothing is said of it: the
// first stage of its kind, and at as the time when it came in, was sent or was
// asked for.
func SetDefaults(r Record, at value.Instant) {
	switch r := r.(type) {
	case *Lead:
		setWhenZero(&r.Stage, InitialStage(KindLead))
		setWhenZero(&r.ReceivedAt, at)
	case *RFQ:
		setWhenZero(&r.Stage, InitialStage(KindRFQ))
	case *Quote:
		setWhenZero(&r.Stage, InitialStage(KindQuote))
	case *Message:
		setWhenZero(&r.At, at)
	case *Rate:
		setWhenZero(&r.Base, cost.Base)
		setWhenZero(&r.Source, ManualSource)
	case *Offer:
		setWhenZero(&r.Stage, InitialStage(KindOffer))
		setWhenZero(&r.Version, 1)
	case *Sample:
		setWhenZero(&r.Stage, InitialStage(KindSample))
		setWhenZero(&r.RequestedAt, at)
	}
}

func setWhenZero[T comparable](field *T, to T) {
	var zero T
	if *field == zero {
		*field = to
	}
}

// Defaults gives what SetDefaults sets in an empty record of a kind.
func Defaults(k Kind, at value.Instant) Set {
	r := New(k)
	SetDefaults(r, at)
	return Fields(r)
}
