// Package comparison puts the quotes of an RFQ side by side: it reads records as the
// offers, the goods and the way that model/cost reckons with, and says what is to be
// known about each quote beside its cost.
package comparison

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Request is an RFQ with what is known about its quotes, and what they are compared
// at. What is not given is what the RFQ says, and then what its first quote says.
type Request struct {
	RFQ       *model.RFQ
	Quotes    []*model.Quote
	Suppliers map[model.ID]*model.Supplier
	Lanes     []*model.Lane
	Rates     []*model.Rate

	Currency value.Currency
	Term     value.Incoterm
	Quantity value.Quantity // of the only line, in place of the RFQ's; without a unit in the line's
	Port     value.Port     // where the goods are wanted
	Place    string
	Date     value.Date // of the rates, and of what has expired
	WhatIf   WhatIf
}

// WhatIf is what is tried out without being kept.
type WhatIf struct {
	Freight value.Money          // of the shipment, for every quote
	Duty    value.Decimal        // percent, for all goods
	Rates   []model.ExchangeRate // before those of the day and those that are frozen
}

// Flag is something to be known about a quote.
type Flag string

// The flags.
const (
	BelowMOQ        Flag = "below_moq"
	Expired         Flag = "expired"
	ExpiresSoon     Flag = "expires_soon" // within a week
	SeaTerm         Flag = "sea_term"     // FAS, FOB, CFR or CIF on a lane by air or road
	BuyMore         Flag = "buy_more_pay_less"
	Estimate        Flag = "estimate" // legs were taken off a price
	Unknown         Flag = "unknown_leg"
	NoCertificate   Flag = "certificate_missing" // the RFQ asks for one that the supplier does not list
	CertificateEnds Flag = "certificate_ends"    // one that the RFQ asks for ends before, or within 60 days after, the delivery
	OldRate         Flag = "old_rate"            // an exchange rate is more than a week old
	NetWeight       Flag = "net_weight"          // charged by the weight without packages
	PaymentDiffers  Flag = "payment_differs"     // from what the RFQ asks for
	VerifyAgreement Flag = "agreement_verify"    // a trade agreement may lower the duty
)

const week = 7

// Entry is one quote. What Landed says is its cost.
type Entry struct {
	cost.Landed
	Quote     *model.Quote
	Supplier  *model.Supplier // nil when it is not known
	Lane      *model.Lane     // nil when none fits
	Flags     []Flag
	Agreement string // a trade agreement with the destination, to be verified
}

// Comparison is the quotes of an RFQ at one basis, the best first.
type Comparison struct {
	RFQ     *model.RFQ
	Basis   cost.Basis
	Place   string
	Lines   []model.Line // that are reckoned with, in the order of each entry's items
	Entries []Entry
	Drafts  int // quotes that are left out, as they are not received yet
}

// GoodsOf gives what the line is called that a gap is of; "" where it is of none, or where
// there is one line alone.
func (c Comparison) GoodsOf(g cost.Gap) string {
	if g.Leg != cost.Goods || g.Item < 0 || g.Item >= len(c.Lines) || len(c.Lines) < 2 {
		return ""
	}
	line := c.Lines[g.Item]
	if line.Product == "" && line.HS != "" {
		return "HS " + line.HS.String()
	}
	return line.Product
}

var (
	// ErrOneLine means that a quantity was given for an RFQ with several lines.
	ErrOneLine = refusal.New("comparison.one_line", "a quantity can be given for an RFQ with one line")
	// ErrNoLines means that the RFQ does not say how much is wanted.
	ErrNoLines = refusal.New("comparison.no_lines", "the RFQ has no line with a quantity and a unit")
	// ErrNoUnit means that a quantity was given without a unit where the RFQ has none.
	ErrNoUnit = refusal.New("comparison.no_unit", "a quantity without a unit, and the RFQ's line has none")
)

// Compared reports whether a quote still counts: drafts, and those that were rejected
// or superseded, do not.
func Compared(q *model.Quote) bool {
	return !q.Deleted && q.Stage != model.QuoteDraft && q.Stage != model.QuoteRejected && q.Stage != model.QuoteSuperseded
}

// Of compares the quotes of an RFQ.
func Of(r Request) (Comparison, error) {
	var quotes []*model.Quote
	drafts := 0
	for _, q := range r.Quotes {
		if Compared(q) {
			quotes = append(quotes, q)
		} else if !q.Deleted && q.Stage == model.QuoteDraft {
			drafts++
		}
	}
	r = r.settled(quotes)
	items, lines, err := r.items()
	if err != nil {
		return Comparison{}, err
	}
	basis := cost.Basis{Term: r.Term, Currency: r.Currency, Date: r.Date, Items: items, Rates: Rates(r.Rates)}
	offers := make([]cost.Offer, len(quotes))
	lanes := make([]*model.Lane, len(quotes))
	costs := map[*model.Lane]*cost.Lane{} // many quotes come by one lane
	for i, q := range quotes {
		lanes[i] = r.laneOf(q)
		if _, known := costs[lanes[i]]; !known {
			costs[lanes[i]] = r.costs(lanes[i])
		}
		offers[i] = r.offer(q, costs[lanes[i]], lines)
	}
	landed, err := cost.Compare(basis, offers)
	if err != nil {
		return Comparison{}, fmt.Errorf("comparing the quotes of %q: %w", model.Title(r.RFQ), err)
	}
	out := Comparison{RFQ: r.RFQ, Basis: basis, Place: r.Place, Lines: lines, Drafts: drafts, Entries: make([]Entry, 0, len(landed))}
	for _, l := range landed {
		q := quotes[l.Offer]
		e := Entry{Landed: l, Quote: q, Supplier: r.Suppliers[q.Supplier], Lane: lanes[l.Offer]}
		e.Agreement = r.agreement(e.Lane)
		e.Flags = r.flags(e)
		out.Entries = append(out.Entries, e)
	}
	return out, nil
}

// settled fills in what was not given.
func (r Request) settled(quotes []*model.Quote) Request {
	first := &model.Quote{Incoterm: value.EXW, Currency: cost.Base}
	for _, q := range quotes {
		if q.Currency != "" && q.Incoterm != "" {
			first = q
			break
		}
	}
	r.Currency = cmp.Or(r.Currency, r.RFQ.Currency, first.Currency)
	r.Term = cmp.Or(r.Term, r.RFQ.Incoterm, first.Incoterm)
	if r.Port == "" && r.Place == "" {
		r.Port, r.Place = r.RFQ.Port, r.RFQ.Place
	}
	if r.Place == "" {
		r.Place = r.Port.Name()
	}
	return r
}

// items gives the lines of the RFQ that have a quantity as what is shipped.
func (r Request) items() ([]cost.Item, []model.Line, error) {
	lines := r.RFQ.Lines
	if !r.Quantity.Amount.IsZero() {
		if len(lines) > 1 {
			return nil, nil, ErrOneLine
		}
		line := model.Line{Product: r.RFQ.Title}
		if len(lines) == 1 {
			line = lines[0]
		}
		line.Quantity, line.Unit = r.Quantity.Amount, cmp.Or(r.Quantity.Unit, line.Unit)
		if line.Unit == "" {
			return nil, nil, ErrNoUnit
		}
		lines = []model.Line{line}
	}
	var items []cost.Item
	var kept []model.Line
	for _, line := range lines {
		if line.Quantity.Sign() <= 0 || line.Unit == "" {
			continue
		}
		p := line.Pack.Parts()
		items = append(items, cost.Item{
			HS: line.HS, Quantity: value.Quantity{Amount: line.Quantity, Unit: line.Unit},
			Pack: cost.Pack{Unit: p.Unit, Holds: p.Holds, Length: p.Length, Width: p.Width, Height: p.Height, Gross: p.Gross},
		})
		kept = append(kept, line)
	}
	if len(items) == 0 {
		return nil, nil, ErrNoLines
	}
	return items, kept, nil
}

// Rates gives all known rates; of one day those that a person typed count.
func Rates(days []*model.Rate) cost.Rates {
	var out, typed []cost.Rate
	for _, day := range days {
		if day.Deleted || day.Base != "" && day.Base != cost.Base {
			continue
		}
		for _, rate := range day.Rates {
			known := cost.Rate{Currency: rate.Currency, Units: rate.Units, Date: day.Date, Source: day.Source}
			if day.Source == model.ManualSource {
				typed = append(typed, known)
			} else {
				out = append(out, known)
			}
		}
	}
	return cost.NewRates(append(out, typed...))
}

// WhatIfSource is the source of a rate that was tried out.
const WhatIfSource = "what-if"

func (r Request) offer(q *model.Quote, lane *cost.Lane, lines []model.Line) cost.Offer {
	o := cost.Offer{Term: q.Incoterm, Currency: q.Currency, Freight: q.Freight, Lane: lane, Prices: make([]cost.Pricing, 0, len(lines))}
	for _, rate := range r.WhatIf.Rates {
		o.Frozen = append(o.Frozen, cost.Rate{Currency: rate.Currency, Units: rate.Units, Date: r.Date, Source: WhatIfSource})
	}
	for _, rate := range q.Rates {
		o.Frozen = append(o.Frozen, cost.Rate{Currency: rate.Currency, Units: rate.Units, Date: rate.Date, Source: rate.Source})
	}
	for i, line := range lines {
		o.Prices = append(o.Prices, pricing(q, i, line))
	}
	if !r.WhatIf.Freight.IsZero() {
		o.Freight = ""
	}
	return o
}

// pricing finds what a quote asks for a line: what it says of that line, or its own
// prices when the line is the first and the quote names none.
func pricing(q *model.Quote, index int, line model.Line) cost.Pricing {
	if len(q.Lines) == 0 {
		if index > 0 {
			return cost.Pricing{}
		}
		return priced(q.Tiers, cmp.Or(q.Unit, line.Unit), q.MOQ, q.BaseQuantity, q.Graduated)
	}
	at := LineFor(q.Lines, line)
	if at < 0 {
		return cost.Pricing{}
	}
	l := q.Lines[at]
	return priced(l.Tiers, cmp.Or(l.Unit, q.Unit, line.Unit), l.MOQ, l.Base, q.Graduated)
}

// LineFor gives which line of a quote is for a line of its RFQ: the one of that product,
// else of that HS code; -1 when none is.
func LineFor(lines []model.QuoteLine, asked model.Line) int {
	name := text.Fold(asked.Product)
	at := slices.IndexFunc(lines, func(l model.QuoteLine) bool {
		return l.Product != "" && (l.Product == asked.Product || text.Fold(l.Product) == name)
	})
	if at < 0 && asked.HS != "" {
		at = slices.IndexFunc(lines, func(l model.QuoteLine) bool { return l.HS == asked.HS })
	}
	return at
}

func priced(tiers []model.Tier, unit value.Unit, moq, base value.Decimal, graduated bool) cost.Pricing {
	p := cost.Pricing{Unit: unit, MOQ: moq, Base: base, Graduated: graduated}
	if len(tiers) > 0 {
		p.Tiers = make([]cost.Tier, 0, len(tiers))
	}
	for _, t := range tiers {
		p.Tiers = append(p.Tiers, cost.Tier{From: t.From, Price: t.Price})
	}
	return p
}

// Frozen reports whether a rate that a quote was compared at is one that is kept with it.
func Frozen(q *model.Quote, r cost.Rate) bool {
	return slices.ContainsFunc(q.Rates, func(f model.ExchangeRate) bool {
		return f.Currency == r.Currency && f.Units == r.Units && f.Date == r.Date && f.Source == r.Source
	})
}

// flags says what is to be known about a quote.
func (r Request) flags(e Entry) []Flag {
	var out []Flag
	add := func(is bool, flag Flag) {
		if is {
			out = append(out, flag)
		}
	}
	add(slices.ContainsFunc(e.Gaps, func(g cost.Gap) bool { return g.Why == cost.TooLittle }), BelowMOQ)
	today, until := r.Date.Time(nil), e.Quote.ValidUntil.Time(nil)
	expired := !until.IsZero() && until.Before(today) || e.Quote.Stage == model.QuoteExpired
	add(expired, Expired)
	add(!expired && !until.IsZero() && !until.After(today.AddDate(0, 0, week)), ExpiresSoon)
	add(e.SeaTerm || r.Term.SeaOnly() && e.Lane != nil && (e.Lane.Mode == cost.Air || e.Lane.Mode == cost.Road), SeaTerm)
	add(slices.ContainsFunc(e.Items, func(i cost.ItemCost) bool { return i.More != "" }), BuyMore)
	add(e.Estimated, Estimate)
	add(e.Side != "" && slices.ContainsFunc(e.Gaps, func(g cost.Gap) bool { return g.Why != cost.TooLittle }), Unknown)
	add(r.lacksCertificate(e.Supplier), NoCertificate)
	add(r.certificateEnds(e) != "", CertificateEnds)
	add(slices.ContainsFunc(e.Rates, func(rate cost.Rate) bool { return rate.Age(r.Date) > week }), OldRate)
	add(e.Net, NetWeight)
	add(value.PaymentDiffers(e.Quote.PaymentTerms, r.RFQ.PaymentTerms), PaymentDiffers)
	add(e.Agreement != "" && cost.Covers(r.Term, cost.Duty) && !cost.Covers(e.Quote.Incoterm, cost.Duty), VerifyAgreement)
	return out
}

func (r Request) lacksCertificate(s *model.Supplier) bool {
	if s == nil {
		return false
	}
	return slices.ContainsFunc(r.RFQ.Certificates, func(wanted string) bool {
		words := model.CertificateWords(wanted)
		return len(words) > 0 && !slices.ContainsFunc(s.Certificates, func(has string) bool { return model.CertificateMeets(model.CertificateWords(has), words) })
	})
}

// certificateLasts is how many days after the delivery a certificate should still hold.
const certificateLasts = 60

// certificateEnds gives the first day until which a certificate that the RFQ asks for is
// valid, when that is too early; "" when none is.
func (r Request) certificateEnds(e Entry) value.Date {
	if e.Supplier == nil || len(e.Supplier.CertificatesUntil) == 0 {
		return ""
	}
	least := value.Date(r.Date.Time(nil).AddDate(0, 0, min(max(e.Quote.Lead(), 0), 3650)+certificateLasts).Format(time.DateOnly))
	var first value.Date
	for _, wanted := range r.RFQ.Certificates {
		words := model.CertificateWords(wanted)
		for _, has := range e.Supplier.Certificates {
			until := e.Supplier.CertificateUntil(has)
			if until != "" && until < least && (first == "" || until < first) && model.CertificateMeets(model.CertificateWords(has), words) {
				first = until
			}
		}
	}
	return first
}
