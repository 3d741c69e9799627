package exchange

import (
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// How a request says, in its notes, what UBL has no element for.
const (
	notePayment      = "Payment terms: "
	noteCertificates = "Certificates: "
	notePacking      = "Packing: "
)

// rfq reads a request. One that a desk wrote is the RFQ of its number.
func (u *ublReader) rfq(doc *element) error {
	rfq := &model.RFQ{Files: u.file}
	rfq.Buyer = partyName(firstElement(doc.at("OriginatorCustomerParty", "Party"), doc.at("BuyerCustomerParty", "Party")))
	for _, l := range doc.childrenOf("RequestForQuotationLine") {
		if item := l.at("LineItem"); item != nil && len(rfq.Lines) < model.MaxElements {
			line := u.line(item)
			line.Pack = u.packing(l)
			if line.Product != "" || line.HS != "" {
				rfq.Lines = append(rfq.Lines, line)
			}
		}
	}
	u.field(rfq, "currency", doc.say("PricingCurrencyCode"))
	u.field(rfq, "deadline", doc.say("SubmissionDueDate"))
	u.terms(rfq, doc.at("DeliveryTerms"))
	u.field(rfq, "port", doc.say("DeliveryTerms", "DeliveryLocation", "ID"))
	ours := u.notesOf(rfq, doc)
	if rfq.Title == "" {
		rfq.Title = doc.say("ID")
	}
	known, err := u.ourRFQ(doc.say("ID"), doc.say("UUID"))
	if err != nil {
		return err
	}
	switch id, err := model.ParseID(doc.say("UUID")); {
	case known != nil && known.Deleted:
		u.r.reject(refused(RowError{Line: doc.line, Field: "ID"}, errRFQDeleted.With(refusal.Parts{"RFQ": known.Number()})))
	case known != nil:
		// What stands on the desk is the work of its people.
		u.changes = append(u.changes, ublChange{known, func(r model.Record) { r.(*model.RFQ).Files = u.withFile(r.(*model.RFQ).Files) }, true})
	case ours && err == nil && numberOf(id) == doc.say("ID"):
		rfq.ID = id
		u.r.accept(candidate{record: rfq, line: 1, size: 1000, own: true})
	default:
		u.accept(rfq, originRFQ+doc.say("ID"))
	}
	return nil
}

// packing reads how a line is packed, which a desk writes as a note.
func (u *ublReader) packing(l *element) value.Packing {
	for _, note := range l.notes("Note") {
		if written, ok := strings.CutPrefix(note, notePacking); ok {
			pack, err := value.ParsePacking(written)
			if err != nil {
				u.r.warn(leftOut(RowError{Line: l.line, Field: "pack"}, err))
			}
			return pack
		}
	}
	return ""
}

func numberOf(id model.ID) string {
	rfq := model.RFQ{}
	rfq.ID = id
	return rfq.Number()
}

// notesOf reads the title and what stands in notes, and reports whether the request is one
// that a desk wrote.
func (u *ublReader) notesOf(rfq *model.RFQ, doc *element) (ours bool) {
	_, ours = model.ParseRFQNumber(doc.say("ID"))
	var rest []string
	if !ours {
		rest = append(rest, labelled("Number", doc.say("ID")))
	}
	for i, note := range doc.notes("Note") {
		switch {
		case i == 0:
			rfq.Title = text.Clean(note, model.MaxText)
		case rfq.PaymentTerms == "" && strings.HasPrefix(note, notePayment):
			if u.field(rfq, "payment_terms", strings.TrimPrefix(note, notePayment)); rfq.PaymentTerms == "" {
				rest = append(rest, note)
			}
		case len(rfq.Certificates) == 0 && strings.HasPrefix(note, noteCertificates):
			u.field(rfq, "certificates", strings.TrimPrefix(note, noteCertificates))
		default:
			rest = append(rest, note)
		}
	}
	rest = append(rest, doc.say("DeliveryTerms", "SpecialTerms"))
	rfq.Notes = text.CleanLines(joinLines(rest...), model.MaxLong)
	return ours
}

// ourRFQ gives the RFQ of this desk that a number or an id of ours means, nil when they are
// somebody else's. A number of ours that no RFQ here has is an error to be told.
func (u *ublReader) ourRFQ(number, uuid string) (*model.RFQ, error) {
	parsed, ours := model.ParseRFQNumber(number)
	var ids []model.ID
	if id, err := model.ParseID(uuid); err == nil {
		ids = append(ids, id)
	}
	if ours {
		found, err := u.session.target.Numbered(u.session.ctx, []string{parsed})
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", parsed, err)
		}
		ids = append(ids, found[0]...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	records, err := u.session.target.ByIDs(u.session.ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("looking for %s: %w", number, err)
	}
	for _, r := range records {
		if rfq, ok := r.(*model.RFQ); ok {
			return u.living(rfq)
		}
	}
	return nil, nil
}

// living follows an RFQ that was merged into another.
func (u *ublReader) living(rfq *model.RFQ) (*model.RFQ, error) {
	into, merged := duplicate.Survivor(rfq)
	if !merged {
		return rfq, nil
	}
	records, err := u.session.target.ByIDs(u.session.ctx, []model.ID{into})
	if err != nil {
		return nil, fmt.Errorf("looking for RFQ %s: %w", into.Short(), err)
	}
	if other, ok := records[0].(*model.RFQ); ok {
		return other, nil
	}
	return rfq, nil
}
