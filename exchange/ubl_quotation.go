package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/refusal"
)

// quotation makes a quote on the RFQ that a quotation answers. A quotation that says
// something else under the same number is a new version of it.
func (u *ublReader) quotation(doc *element) error {
	a := u.answer(doc)
	rfq, err := u.answeredRFQ(doc, a)
	if err != nil || rfq == nil {
		return err
	}
	party := doc.at("SellerSupplierParty", "Party")
	quote, left := a.On(rfq)
	if len(quote.Tiers) == 0 && len(quote.Lines) == 0 {
		u.r.reject(refused(RowError{Line: doc.line, Field: "price"}, errNothingPriced))
		return nil
	}
	origin := originQuote + partyKey(party) + ":" + quote.Reference + ":" + sumOf(quote)
	_, there, err := u.idOf(model.KindQuote, origin)
	if err != nil {
		return err
	}
	own, err := u.ownQuote(doc)
	if err != nil {
		return err
	}
	if there == nil && own != nil && carried(own) == carried(quote) {
		there = own
	}
	if there != nil {
		u.session.report.Read++
		u.session.unchanged(there)
		return nil
	}
	for i := range left {
		u.r.warn(refused(RowError{Line: doc.line, Field: "lines"}, errInNotes.For(&left[i])))
	}
	if quote.Supplier, err = u.supplier(party); err != nil {
		return err
	}
	before, err := u.versionBefore(quote)
	if err != nil {
		return err
	}
	if before == nil && own != nil && own.Supplier == quote.Supplier && own.RFQ == quote.RFQ && !own.Deleted {
		before = own
	}
	if before != nil {
		quote.Supersedes = before.ID
		if model.Move(model.KindQuote, before.Stage, model.QuoteSuperseded) == nil {
			u.changes = append(u.changes, ublChange{before, func(r model.Record) { r.(*model.Quote).Stage = model.QuoteSuperseded }, false})
		}
	}
	if rfq.Stage == model.RFQDraft || rfq.Stage == model.RFQOpen {
		u.changes = append(u.changes, ublChange{rfq, func(r model.Record) { r.(*model.RFQ).Stage = model.RFQQuoting }, false})
	}
	quote.Files = u.file
	u.accept(quote, origin)
	return nil
}

// sumOf is a hash of what a quote says.
func sumOf(q *model.Quote) string {
	said := model.Clone(q).(*model.Quote)
	said.Head, said.RFQ = model.Head{}, model.ID{}
	sum := sha256.Sum256(model.EncodeJSON(said))
	return hex.EncodeToString(sum[:16])
}

// ownQuote gives the quote of this desk that a document was written of, nil for none.
func (u *ublReader) ownQuote(doc *element) (*model.Quote, error) {
	id, err := model.ParseID(doc.say("UUID"))
	if err != nil {
		return nil, nil // it is of no desk
	}
	found, err := u.session.target.ByIDs(u.session.ctx, []model.ID{id})
	if err != nil {
		return nil, fmt.Errorf("looking for quote %s: %w", id.Short(), err)
	}
	own, _ := found[0].(*model.Quote)
	return own, nil
}

// carried is a hash of what a document says of a quote: its prices and terms.
func carried(q *model.Quote) string {
	said := &model.Quote{Currency: q.Currency, Incoterm: q.Incoterm, Place: q.Place, ValidUntil: q.ValidUntil, LeadDays: q.LeadDays, PaymentTerms: q.PaymentTerms, Freight: q.Freight, Lines: q.Lines}
	if len(q.Lines) == 0 {
		said.Tiers, said.Unit, said.MOQ, said.BaseQuantity = q.Tiers, q.Unit, q.MOQ, q.BaseQuantity
	}
	return sumOf(said)
}

// answeredRFQ gives the RFQ that a quotation answers: the desk's own of that number, the one
// that a request with that number became, or one that is made of the quotation. It is nil
// when the quotation cannot go in.
func (u *ublReader) answeredRFQ(doc *element, a answer.Answer) (*model.RFQ, error) {
	rfq, err := u.ourRFQ(a.Request, doc.say("RequestForQuotationDocumentReference", "UUID"))
	if err != nil {
		return nil, err
	}
	number, ours := model.ParseRFQNumber(a.Request)
	switch {
	case rfq != nil && rfq.Deleted:
		u.r.reject(refused(RowError{Line: doc.line, Field: "rfq"}, errAnswersDeleted.With(refusal.Parts{"RFQ": rfq.Number()})))
		return nil, nil
	case rfq != nil:
		return rfq, nil
	case ours:
		u.r.reject(refused(RowError{Line: doc.line, Field: "rfq"}, errAnswersUnknown.With(refusal.Parts{"RFQ": number})))
		return nil, nil
	}
	origin := originRFQ + firstText(a.Request, doc.say("ID"))
	found, err := u.session.target.ByOrigins(u.session.ctx, model.KindRFQ, []string{origin})
	if err != nil {
		return nil, fmt.Errorf("looking for the RFQ of a quotation: %w", err)
	}
	if known, ok := found[0].(*model.RFQ); ok {
		return u.living(known)
	}
	return u.madeRFQ(doc, a, origin), nil
}

// madeRFQ makes the RFQ of a quotation whose request is not here.
func (u *ublReader) madeRFQ(doc *element, a answer.Answer, origin string) *model.RFQ {
	rfq := &model.RFQ{Stage: model.RFQQuoting, Title: firstText(doc.say("Note"), doc.say("ID"))}
	rfq.Buyer = partyName(firstElement(doc.at("BuyerCustomerParty", "Party"), doc.at("OriginatorCustomerParty", "Party")))
	for _, l := range a.Lines {
		if l.Product != "" || l.HS != "" {
			rfq.Lines = append(rfq.Lines, model.Line{Product: l.Product, HS: l.HS, Quantity: l.Quantity, Unit: l.Unit})
		}
	}
	rfq.ID = u.session.req.IDs.New()
	u.accept(rfq, origin)
	return rfq
}

// versionsRead bounds how many quotes of one number are looked through.
const versionsRead = 100

// versionBefore gives the last version of a quote: of the same supplier, on the same RFQ,
// with the same number.
func (u *ublReader) versionBefore(q *model.Quote) (*model.Quote, error) {
	if q.Reference == "" {
		return nil, nil
	}
	found, err := u.session.target.Having(u.session.ctx, model.KindQuote, "reference", []string{q.Reference}, versionsRead)
	if err != nil {
		return nil, fmt.Errorf("looking for earlier versions of a quotation: %w", err)
	}
	var versions []*model.Quote
	for _, r := range found[0] {
		if other, ok := r.(*model.Quote); ok && other.RFQ == q.RFQ && other.Supplier == q.Supplier && other.Reference == q.Reference {
			versions = append(versions, other)
		}
	}
	for _, last := range versions {
		if !slices.ContainsFunc(versions, func(v *model.Quote) bool { return v.Supersedes == last.ID }) {
			return last, nil
		}
	}
	return nil, nil
}
