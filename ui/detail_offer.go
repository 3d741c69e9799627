package ui

import (
	"fmt"

	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// buyerOfferShown are the fields that drawBuyerOffer draws in a place of their own.
var buyerOfferShown = map[string]bool{
	"number": true, "version": true, "buyer": true, "lines": true, "currency": true, "commission": true, "total": true, "earned": true,
	"incoterm": true, "place": true, "valid_until": true, "stage": true, "reason": true, "notes": true, "delivery_days": true, "language": true,
	"contact": true, "email": true, "address": true, "country": true, "sent_at": true,
}

// drawBuyerOffer draws an offer with where its numbers come from.
func (m *app) drawBuyerOffer(s *sheet, o *model.Offer, k *known) {
	t := m.theme
	s.split(t.Strong.Apply(m.toward(cells.Safe(o.Called()), m.title(m.rowOf(o)))), t.Dim.Apply(m.stage(model.KindOffer, o.Stage)))
	until := ""
	if !o.ValidUntil.IsZero() {
		until = m.words.T("quote.valid", words.Data{"Date": m.day(o.ValidUntil)})
	}
	s.text(t.Text, joined(" · ", joined(" ", cells.Safe(o.Incoterm.String()), cells.Safe(o.Place)), until, m.days(o.DeliveryDays)), 0)
	if low := m.priceFlags(o); low != "" {
		s.text(t.Urgent, "! "+low, 0)
	}
	s.blank()
	s.pair(m.words.T("field.contact"), cells.Safe(joined(" · ", o.Contact, o.Email.String())))
	s.pair(m.words.T("field.address"), cells.SafeLines(o.Address))
	s.pair(m.words.T("field.language"), cells.Safe(o.Language.String()))
	s.pair(m.words.T("field.reason"), cells.Safe(o.Reason))
	if !o.SentAt.IsZero() {
		s.pair(m.words.T("field.sent_at"), m.ago(o.SentAt))
	}
	m.drawFields(s, o, buyerOfferShown)
	s.pair(m.words.T("field.notes"), cells.SafeLines(o.Notes))
	m.drawOfferLines(s, o, k)
	m.drawEarnings(s, o)
	m.drawPointed(s, k)
	m.drawOffers(s, k)
	m.drawDeals(s, k)
	m.drawFiles(s, o)
}

// drawOfferLines draws the lines with what they sell at and what they cost.
func (m *app) drawOfferLines(s *sheet, o *model.Offer, k *known) {
	s.section(m.words.N("related.lines", len(o.Lines)))
	columns := make([]gridColumn, 7)
	for i, id := range []string{"", "field.product", "field.quantity", "field.price", "field.amount", "offer.costs", "kind.supplier"} {
		if id != "" {
			columns[i].head = m.words.T(id)
		}
	}
	columns[0].end, columns[1].grows, columns[5].drop, columns[6].drop = true, true, 1, 2
	var prices, amounts, costs []value.Decimal
	for i, l := range o.Lines {
		columns[0].texts = append(columns[0].texts, fmt.Sprint(i+1))
		name := cells.Safe(l.Product)
		if name == "" {
			name = cells.Safe(l.HS.Description())
		}
		columns[1].texts = append(columns[1].texts, name)
		columns[2].texts = append(columns[2].texts, cells.Safe(m.quantity(l.Quantity, l.Unit)))
		prices, amounts, costs = append(prices, l.Price), append(amounts, l.Amount), append(costs, l.Cost)
		columns[6].texts = append(columns[6].texts, m.supplierIn(k, l.Supplier))
	}
	for i, figures := range [][]value.Decimal{prices, amounts, costs} {
		columns[3+i].texts, columns[3+i].end = m.aligned(figures), true
	}
	columns[2].end = true
	head, rows := s.grid(columns, len(o.Lines))
	s.put(m.theme.Dim.Apply(head))
	for _, row := range rows {
		s.put(row)
	}
}

func (m *app) supplierIn(k *known, id model.ID) string {
	if e, ok := k.Named[id]; ok {
		return m.title(e)
	}
	return ""
}

// drawEarnings draws what the buyer pays, what it costs and how the rest is earned.
func (m *app) drawEarnings(s *sheet, o *model.Offer) {
	s.section(m.words.T("offer.earnings"))
	e, err := offer.EarningsOf(o)
	if err != nil {
		s.text(m.theme.Urgent, m.why(err), 0)
		return
	}
	s.pair(m.words.T("field.total"), m.money(o.Total, o.Currency))
	s.pair(m.words.T("offer.costs"), m.money(e.Costs.Amount, o.Currency))
	how := cells.Safe(o.Commission.String())
	if e.Typed {
		how = joined(" · ", how, m.words.T("offer.typed"))
	}
	share := ""
	if percent := offer.ShareOf(o.Earned, o.Total); percent != "" {
		share = m.words.T("offer.share_of", words.Data{"Percent": m.exact(percent)})
	}
	s.pair(m.words.T("field.earned"), joined(" · ", m.money(o.Earned, o.Currency), share, how))
	for _, p := range e.Parts {
		s.pair("", m.earnedPart(p))
	}
}

// earnedPart says how a part of a commission came about.
func (m *app) earnedPart(p commission.Part) string {
	return m.words.T("earned."+string(p.Kind), words.Data{"Rate": m.exact(p.Rate), "Of": m.exact(p.Of), "Amount": m.money(p.Amount.Amount, p.Amount.Currency)})
}

// drawOffers draws the offers of a record with their number, state and total.
func (m *app) drawOffers(s *sheet, k *known) {
	if len(k.Offers) == 0 {
		return
	}
	s.section(m.words.N("related.offers", len(k.Offers)))
	for _, r := range k.Offers {
		o, ok := r.(*model.Offer)
		if !ok {
			continue
		}
		s.part(toRecord(m.rowOf(o)), func() {
			s.split(cells.Safe(o.Called()), m.theme.Dim.Apply(joined(" · ", m.money(o.Total, o.Currency), m.stage(model.KindOffer, o.Stage))))
		})
	}
}

// drawDeals draws the deals of a record with their commission.
func (m *app) drawDeals(s *sheet, k *known) {
	if len(k.Deals) == 0 {
		return
	}
	s.section(m.words.N("related.deals", len(k.Deals)))
	for _, r := range k.Deals {
		d, ok := r.(*model.Deal)
		if !ok {
			continue
		}
		s.part(toRecord(m.rowOf(d)), func() {
			s.split(m.supplierIn(k, d.Supplier), m.theme.Dim.Apply(m.bookText(d)))
		})
	}
}

// bookText says in a few words how the commission of a deal stands.
func (m *app) bookText(d *model.Deal) string {
	b, err := offer.BookOf(d)
	if err != nil {
		return m.why(err)
	}
	return m.words.T("deal.book", words.Data{
		"Due": m.money(b.Due.Amount, b.Due.Currency), "State": m.bookState(b),
	})
}

func (m *app) bookState(b offer.Book) string {
	if b.State == offer.StateNone {
		return m.words.T("book.none")
	}
	return m.words.T("book." + string(b.State))
}

// dealShown are the fields that drawDeal draws in a place of their own.
var dealShown = map[string]bool{
	"title": true, "amount": true, "currency": true, "commission": true, "commission_rate": true, "commission_due": true,
	"commission_currency": true, "payments": true, "shares": true, "notes": true, "buyer": true,
}

// drawDeal draws a deal with its commission, due and paid.
func (m *app) drawDeal(s *sheet, d *model.Deal, k *known) {
	e := m.rowOf(d)
	m.drawTitle(s, e)
	s.text(m.theme.Text, joined(" · ", cells.Safe(d.Buyer), m.supplierIn(k, d.Supplier), m.money(d.Amount, d.Currency)), 0)
	s.blank()
	m.drawFields(s, d, dealShown)
	s.pair(m.words.T("field.notes"), cells.SafeLines(d.Notes))
	m.drawBook(s, d)
	m.drawPointed(s, k)
}

func (m *app) drawBook(s *sheet, d *model.Deal) {
	s.section(m.words.T("deal.commission"))
	b, err := offer.BookOf(d)
	if err != nil {
		s.text(m.theme.Urgent, m.why(err), 0)
		return
	}
	s.pair(m.words.T("field.commission"), cells.Safe(d.Commission.String()))
	if b.State == offer.StateNone {
		s.text(m.theme.Dim, m.words.T("book.none"), 0)
		return
	}
	s.pair(m.words.T("deal.due"), joined(" · ", m.money(b.Due.Amount, b.Due.Currency), m.dueOn(d)))
	s.pair(m.words.T("deal.paid"), m.money(b.Paid.Amount, b.Paid.Currency))
	s.pair(m.words.T("deal.rest"), joined(" · ", m.money(b.Rest.Amount, b.Rest.Currency), m.bookState(b)))
	for _, share := range b.Shares {
		s.pair("", m.words.T("deal.share", words.Data{
			"Person": cells.Safe(share.Person), "Due": m.money(share.Due.Amount, share.Due.Currency), "Paid": m.money(share.Paid.Amount, share.Paid.Currency),
		}))
	}
	if len(d.Payments) == 0 {
		s.text(m.theme.Dim, m.words.T("deal.none_paid", words.Data{"Key": "p"}), 0)
		return
	}
	s.section(m.words.N("deal.payments", len(d.Payments)))
	for _, p := range d.Payments {
		s.split(joined(" · ", m.day(p.Date), cells.Safe(p.Reference)), m.money(p.Amount, b.Due.Currency))
	}
}

func (m *app) dueOn(d *model.Deal) string {
	if d.CommissionDueOn.IsZero() {
		return ""
	}
	return m.words.T("deal.due_on", words.Data{"Date": m.day(d.CommissionDueOn)})
}
