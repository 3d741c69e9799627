package demo

import (
	"time"

	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// frozen gives the latest rates as an awarded quote keeps them.
func (g *generator) frozen() []model.ExchangeRate {
	latest := g.rates[len(g.rates)-1]
	out := make([]model.ExchangeRate, len(latest.Rates))
	for i, rate := range latest.Rates {
		rate.Date, rate.Source = latest.Date, latest.Source
		out[i] = rate
	}
	return out
}

// makeOffer makes what the buyer was offered of the first quote: accepted with its deal
// where the RFQ is awarded, sent where it is negotiated. Where a leg is not known there
// is no offer.
func (g *generator) makeOffer(d dice, e enquiry, r *model.RFQ, o seller, q *model.Quote) {
	if r.Stage != model.RFQAwarded && r.Stage != model.RFQNegotiating {
		return
	}
	terms := value.Terms(pick(d, []string{"2.5%", "3%, floor 250", "5%", "margin 4%", "margin 6%"}))
	at := d.within(e.at, 48*time.Hour, 96*time.Hour, g.Now)
	made, err := offer.Draft(offer.Request{
		Request: comparison.Request{
			RFQ: r, Quotes: []*model.Quote{q}, Suppliers: map[model.ID]*model.Supplier{o.id: o.record}, Lanes: g.lanes, Rates: g.rates, Date: day(at),
		},
		Lead: e.lead, Use: []model.ID{q.ID}, Terms: terms,
	})
	if err != nil {
		return
	}
	made.Stage, made.SentAt, made.ValidUntil = model.OfferSent, value.At(at), day(at.AddDate(0, 0, 30))
	made.ID = g.IDs.New()
	made.Number = model.OfferNumber(made.ID)
	if r.Stage != model.RFQAwarded {
		g.put(made, e.at)
		return
	}
	g.makeDeals(d, e, r, made)
}

// makeDeals has the buyer accept an offer, and pay a part of the commission.
func (g *generator) makeDeals(d dice, e enquiry, r *model.RFQ, made *model.Offer) {
	signed := d.within(made.SentAt.Time(), 12*time.Hour, 72*time.Hour, g.Now)
	steps, err := offer.Outcome{Offer: made, RFQ: r, At: value.At(signed), Today: day(signed), IDs: g.IDs.New}.Accepted()
	if err != nil {
		g.err = err
		return
	}
	made.Stage = model.OfferAccepted
	g.put(made, e.at)
	for _, s := range steps {
		if s.Kind != model.KindDeal {
			continue
		}
		deal, err := offer.Applied(&model.Deal{Head: model.Head{ID: s.ID}}, []offer.Step{s})
		if err != nil {
			g.err = err
			return
		}
		deal.CommissionDueOn = day(signed.AddDate(0, 1, 0))
		if d.in(50) {
			deal.Shares = []model.Share{{Person: g.Me, Share: "60"}, {Person: "youssef", Share: "40"}}
		}
		g.payHalf(d, deal, signed)
		g.put(deal, e.at)
	}
}

// payHalf has half of the commission of some deals come in.
func (g *generator) payHalf(d dice, deal *model.Deal, signed time.Time) {
	if !d.in(50) {
		return
	}
	halves, err := commission.Split(value.Money{Amount: deal.CommissionDue, Currency: deal.CommissionCurrency}, []value.Decimal{"1", "1"})
	if err != nil {
		g.err = err
		return
	}
	deal.Payments = []model.Payment{{Date: day(signed), Amount: halves[0].Amount, Reference: "transfer " + d.digits("####")}}
}
