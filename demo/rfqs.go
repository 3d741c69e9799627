package demo

import (
	"fmt"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// makeRFQ makes the request for quotation of a lead, what suppliers answered, and
// for a lead that was won the deal.
func (g *generator) makeRFQ(d dice, e enquiry) {
	l, p := e.lead, e.product
	asked := g.invite(d, p)
	r := &model.RFQ{
		Title: p.english + ", " + l.Country.Name("en"), Lead: l.ID, Buyer: l.Company, Currency: orEuro(l.Currency),
		Incoterm: l.Incoterm, Port: l.Port, Deadline: day(g.Now.AddDate(0, 0, d.between(-4, 21))),
		PaymentTerms: pick(d, []value.PaymentTerms{"30 % advance, balance against copy of B/L", "L/C at sight", "CAD", "60 days net"}),
		Certificates: some(d, p.certificates, 0, 2), Owner: l.Owner,
		Lines: []model.Line{{Product: p.english, HS: p.hs, Quantity: quantityOf(d, l, p), Unit: p.unit, TargetPrice: l.TargetPrice}},
	}
	if d.in(30) {
		if also := pick(d, products()); also.hs != p.hs {
			r.Lines = append(r.Lines, model.Line{Product: also.english, HS: also.hs, Quantity: decimal(d.amount(also.order)), Unit: also.unit})
		}
	}
	switch l.Stage {
	case model.LeadWon:
		r.Stage = model.RFQAwarded
	case model.LeadNegotiating:
		r.Stage = pick(d, []model.Stage{model.RFQComparing, model.RFQNegotiating})
	default:
		r.Stage = pick(d, []model.Stage{model.RFQOpen, model.RFQQuoting, model.RFQComparing})
	}
	for _, o := range asked {
		r.Invited = append(r.Invited, o.id)
	}
	g.put(r, e.at)
	g.askSuppliers(d, e, r, asked)
}

// leastInvited is how many are asked, if there are as many who could offer.
const leastInvited = 4

// invite picks suppliers of the product, and where these are few some of the same HS
// chapter; when there are none, any.
func (g *generator) invite(d dice, p product) []seller {
	var out []seller
	for _, at := range some(d, g.selling[p.hs], 2, 5) {
		out = append(out, g.suppliers[at])
	}
	for _, like := range products() {
		if like.hs == p.hs || like.hs[:2] != p.hs[:2] || like.unit != p.unit {
			continue
		}
		for _, at := range g.selling[like.hs] {
			if len(out) < leastInvited && !slices.ContainsFunc(out, func(s seller) bool { return s.id == g.suppliers[at].id }) {
				out = append(out, g.suppliers[at])
			}
		}
	}
	if len(out) == 0 && len(g.suppliers) > 0 {
		out = append(out, pick(d, g.suppliers))
	}
	return out
}

// askSuppliers makes the thread of an RFQ: the invitations, the quotes, a sample,
// the deal.
func (g *generator) askSuppliers(d dice, e enquiry, r *model.RFQ, asked []seller) {
	sent := d.within(e.at, 2*time.Hour, 30*time.Hour, g.Now)
	quoted := r.Stage != model.RFQOpen
	for n, o := range asked {
		g.put(&model.Message{
			Thread: r.ID, Direction: model.DirectionOut, From: g.Me + "@brokers.example", To: o.email.String(), At: value.At(sent),
			Subject: "RFQ: " + r.Title, Body: fmt.Sprintf("Bonjour,\nmerci de coter avant le %s : %s, %s %s.\nCordialement", r.Deadline, r.Lines[0].Product, r.Lines[0].Quantity, unitWords[r.Lines[0].Unit]["fr"]),
		}, e.at)
		if !quoted || n > 0 && d.in(20) {
			continue
		}
		answered := d.within(sent, 5*time.Hour, 70*time.Hour, g.Now)
		g.put(&model.Message{
			Thread: r.ID, Direction: model.DirectionIn, From: o.name + " <" + o.email.String() + ">", To: g.Me + "@brokers.example", At: value.At(answered),
			Subject: "Re: RFQ: " + r.Title, Body: pick(d, []string{"Veuillez trouver notre offre ci-jointe. Disponibilité immédiate.", "Please find our offer attached. Prices are firm for two weeks.", "تجدون رفقته عرضنا. الأسعار صالحة لأسبوعين.", "Offre jointe, échantillon possible sous 5 jours."}),
		}, e.at)
		q := g.makeQuote(d, e, r, o, n == 0)
		if n == 0 {
			g.makeSample(d, e, r, o, answered)
			g.makeOffer(d, e, r, o, q)
		}
	}
}

// makeQuote makes a supplier's offer, sometimes a second version of it.
func (g *generator) makeQuote(d dice, e enquiry, r *model.RFQ, o seller, first bool) *model.Quote {
	p := e.product
	base := d.between(p.price[0], p.price[1])
	ordered := quantityNumber(r.Lines[0].Quantity)
	q := &model.Quote{
		RFQ: r.ID, Supplier: o.id, Currency: pick(d, []value.Currency{"EUR", "EUR", "USD"}), Unit: p.unit,
		MOQ: decimal(max(1, ordered/4)), LeadDays: d.between(7, 40), ValidUntil: day(g.Now.AddDate(0, 0, d.between(-3, 30))),
		PaymentTerms: pick(d, []value.PaymentTerms{"30 % advance", "L/C at sight", "CAD"}), Stage: model.QuoteReceived,
		Reference: fmt.Sprintf("OF-%d-%04d", e.at.Year(), d.IntN(10000)),
	}
	switch d.IntN(4) {
	case 0:
		q.Incoterm, q.Place = "EXW", "Maroc"
	case 1:
		q.Incoterm, q.Place, base = "CIF", pick(d, e.market.ports), base*109/100
	default:
		q.Incoterm, q.Place = "FOB", o.port.String()
		q.Freight = decimal(d.between(8, 60) * 50)
	}
	for n, from := range []int{max(1, ordered/4), max(2, ordered), max(3, ordered*3)}[:d.between(1, 3)] {
		q.Tiers = append(q.Tiers, model.Tier{From: decimal(from), Price: money(base*(100-4*n)/100, q.Currency)})
	}
	if len(r.Lines) > 1 && d.in(70) {
		g.priceLines(d, q, r)
	}
	if d.in(20) {
		before := *q
		before.Head, before.Stage, before.Reference = model.Head{}, model.QuoteSuperseded, q.Reference+"A"
		before.Tiers = []model.Tier{{From: q.Tiers[0].From, Price: money(base*106/100, q.Currency)}}
		g.put(&before, e.at)
		q.Supersedes = before.ID
	}
	switch {
	case r.Stage == model.RFQAwarded && first:
		q.Stage, q.Awarded = model.QuoteAccepted, r.Lines[:1]
		q.Rates = g.frozen()
	case r.Stage == model.RFQAwarded:
		q.Stage, q.Reason = model.QuoteRejected, pick(d, []string{"price", "lead time", "certificate"})
	case r.Stage == model.RFQNegotiating && first:
		q.Stage = model.QuoteCountered
	case r.Stage == model.RFQComparing && d.in(40):
		q.Stage = model.QuoteShortlisted
	}
	g.put(q, e.at)
	return q
}

// priceLines has a quote ask a price for the second line of its RFQ too.
func (g *generator) priceLines(d dice, q *model.Quote, r *model.RFQ) {
	first, second := r.Lines[0], r.Lines[1]
	for _, p := range products() {
		if p.hs != second.HS {
			continue
		}
		price := money(d.between(p.price[0], p.price[1]), q.Currency)
		q.Lines = []model.QuoteLine{
			{Product: first.Product, HS: first.HS, Tiers: q.Tiers, Unit: q.Unit, MOQ: q.MOQ},
			{Product: second.Product, HS: second.HS, Tiers: []model.Tier{{From: "1", Price: price}}, Unit: p.unit},
		}
		return
	}
}

func (g *generator) makeSample(d dice, e enquiry, r *model.RFQ, o seller, at time.Time) {
	if !d.in(40) {
		return
	}
	g.put(&model.Sample{
		RFQ: r.ID, Supplier: o.id, Product: e.product.english, Quantity: "1", Unit: e.product.unit,
		FreightBy: pick(d, []string{"buyer", "supplier"}), LeadDays: d.between(2, 8), Carrier: pick(d, []string{"DHL", "Aramex", "Amana"}),
		TrackingNo: d.digits("##########"), RequestedAt: value.At(at),
		Stage: pick(d, []model.Stage{model.SampleRequested, model.SampleAgreed, model.SampleShipped, model.SampleReceived, model.SampleApproved}),
	}, e.at)
}

// quantityOf gives what a lead asks for, or what such a buyer would.
func quantityOf(d dice, l *model.Lead, p product) value.Decimal {
	if l.Quantity != "" {
		return l.Quantity
	}
	return decimal(d.amount(p.order))
}

// quantityNumber reads a whole quantity that this package wrote.
func quantityNumber(q value.Decimal) int {
	n := 0
	for _, r := range q {
		n = n*10 + int(r-'0')
	}
	return n
}

func orEuro(c value.Currency) value.Currency {
	if c == "" {
		return "EUR"
	}
	return c
}

func day(t time.Time) value.Date { return value.Date(t.Format(time.DateOnly)) }
