package model

import (
	"time"

	"tradedesk/model/value"
)

// ReplyPromise is how soon a buyer is answered: what the desk holds itself to.
const ReplyPromise = 24 * time.Hour

// DueReason says what is due about a record.
type DueReason string

// The reasons.
const (
	DueTask     DueReason = "task"      // a task is to be done
	DueNextStep DueReason = "next_step" // the next step with a lead
	DueBack     DueReason = "back"      // a lead that was put off comes back
	DueReply    DueReason = "reply"     // the reply that a buyer was promised
	DueDeadline DueReason = "deadline"  // an RFQ closes
	DueValidity DueReason = "validity"  // a quote ends
	DueOffer    DueReason = "offer"     // an offer to a buyer ends
	// DueCertificate is a supplier's certificate that ends. Of an agenda it is only while
	// the supplier is asked: see CertificateWindow and RFQUnderWay.
	DueCertificate DueReason = "certificate"
)

// CertificateWindow is how long before the end of a certificate it is due, and how long
// after it is.
const CertificateWindow = 30 * 24 * time.Hour

// AllDay reports whether what is due is due on a day, not at a time of it.
func (r DueReason) AllDay() bool {
	switch r {
	case DueDeadline, DueValidity, DueOffer, DueCertificate:
		return true
	}
	return false
}

// RFQUnderWay reports whether an RFQ may still come to a deal.
func RFQUnderWay(s Stage) bool {
	switch s {
	case RFQAwarded, RFQClosed, RFQExpired, RFQCancelled:
		return false
	}
	return true
}

// Due says when something is due about a record and what, zero when nothing is.
// What is due on a day is due at noon in UTC, which falls on that day nearly
// everywhere. A lead that is put off has nothing due before it comes back.
func Due(e Excerpt) (value.Instant, DueReason) {
	if e.Deleted || e.DueAt.IsZero() && e.Snoozed.IsZero() {
		return 0, ""
	}
	switch e.Kind {
	case KindTask:
		return e.DueAt, DueTask
	case KindLead:
		switch {
		case e.Stage == LeadLost || e.Stage == LeadJunk:
			return 0, ""
		case e.Snoozed > e.DueAt:
			return e.Snoozed, DueBack
		}
		return e.DueAt, DueNextStep
	case KindRFQ:
		if !RFQUnderWay(e.Stage) {
			return 0, ""
		}
		return e.DueAt, DueDeadline
	case KindSupplier:
		return e.DueAt, DueCertificate
	case KindOffer:
		if e.Stage == OfferDraft || e.Stage == OfferSent {
			return e.DueAt, DueOffer
		}
	case KindQuote:
		switch e.Stage {
		case QuoteReceived, QuoteShortlisted, QuoteCountered:
			return e.DueAt, DueValidity
		}
	}
	return 0, ""
}

// ReplyDue says when a reply that is owed was promised for, zero when none is owed.
func ReplyDue(e Excerpt) value.Instant {
	if _, waiting := ReplyState(e, ReplyPromise, time.Time{}); !waiting {
		return 0
	}
	return e.At + value.Instant(ReplyPromise.Milliseconds())
}

// noon gives the moment that stands for a day.
func noon(d value.Date) value.Instant {
	at := d.Time(time.UTC)
	if at.IsZero() {
		return 0
	}
	return value.At(at.Add(12 * time.Hour))
}
