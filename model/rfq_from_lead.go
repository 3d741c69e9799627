package model

import (
	"cmp"
	"strings"
)

// RFQFromLead gives the RFQ, without an id, that asks suppliers for what a lead
// wants.
func RFQFromLead(l *Lead) *RFQ {
	r := &RFQ{
		Lead: l.ID, Buyer: cmp.Or(l.Company, l.Contact, l.Email.String()), Currency: l.Currency, Incoterm: l.Incoterm,
		Port: l.Port, Owner: l.Owner, Tags: l.Tags, Stage: InitialStage(KindRFQ),
	}
	quantity := ""
	if !l.Quantity.IsZero() {
		quantity = strings.TrimSpace(l.Quantity.String() + " " + l.Unit.Symbol())
	}
	r.Title = cmp.Or(cut(joinTexts(" ", l.Product, quantity), maxTitle), l.HS.String(), r.Buyer, Title(l))
	if l.Product != "" || l.HS != "" {
		r.Lines = []Line{{Product: l.Product, HS: l.HS, Quantity: l.Quantity, Unit: l.Unit, TargetPrice: l.TargetPrice}}
	}
	return r
}

// RFQFromMessage gives the RFQ, without an id, for what a lead asks in a message of its
// thread: as RFQFromLead, with the text in the notes. Of a lead that names no goods the
// subject says what the RFQ is about.
func RFQFromMessage(l *Lead, m *Message) *RFQ {
	r := RFQFromLead(l)
	r.Notes = m.Body
	if len(r.Lines) == 0 && m.Subject != "" {
		r.Title = cut(m.Subject, maxTitle)
	}
	return r
}

// StagesToRFQ gives the stages that a lead goes through when an RFQ is opened for
// it; none when it has one already. ok is false when it must be taken up again
// first, with a reason.
func StagesToRFQ(from Stage) (path []Stage, ok bool) {
	switch from {
	case LeadRFQOpen, LeadNegotiating, LeadWon:
		return nil, true
	}
	return StagePath(KindLead, from, LeadRFQOpen)
}
