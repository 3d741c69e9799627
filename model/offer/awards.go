package offer

import (
	"fmt"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Pick is a quote that is to be awarded something.
type Pick struct {
	Quote model.ID
	Parts []Part // as in Award
}

// Awards are decisions for quotes of one RFQ that are made together, in the order of
// the picks: what the first leaves of a line, the next can have.
type Awards struct {
	RFQ             *model.RFQ
	Quotes          []*model.Quote // of the RFQ
	Picks           []Pick
	Split           bool // as in Award; a pick with a quantity splits anyhow
	OverrideExpired bool
	RejectOthers    string
	Today           value.Date
	// Rates are those that each quote was compared at.
	Rates map[model.ID][]model.ExchangeRate
}

// Share is what one quote has of the RFQ.
type Share struct {
	Quote *model.Quote // as it is after the award
	Lines []model.Line
}

// Shares are what awards come to: what each quote has, what no quote has, and the edits.
type Shares struct {
	Shares []Share
	Left   []model.Line
	Stage  model.Stage // of the RFQ
	Steps  []Step
}

// Plan works all of them out; one that is refused refuses them all.
func (a Awards) Plan() (Shares, error) {
	var out Shares
	rfq, split := a.RFQ, a.Split
	quotes := append([]*model.Quote(nil), a.Quotes...)
	for n, p := range a.Picks {
		at := quoteAt(quotes, p.Quote)
		if at < 0 {
			return Shares{}, ErrNotOfRFQ.With(refusal.Parts{"Quote": p.Quote.Short(), "RFQ": rfq.Number()})
		}
		for _, part := range p.Parts {
			split = split || !part.Quantity.IsZero()
		}
		one := Award{
			RFQ: rfq, Quote: quotes[at], Others: quotes, Parts: p.Parts, Split: split, OverrideExpired: a.OverrideExpired,
			Today: a.Today, Rates: a.Rates[p.Quote],
		}
		if n == len(a.Picks)-1 {
			one.RejectOthers = a.RejectOthers
		}
		given, err := one.Plan()
		if err != nil {
			return Shares{}, fmt.Errorf("quote %s: %w", p.Quote.Short(), err)
		}
		if rfq, err = Applied(rfq, given.Steps); err != nil {
			return Shares{}, err
		}
		if quotes[at], err = Applied(quotes[at], given.Steps); err != nil {
			return Shares{}, err
		}
		out.Shares = append(out.Shares, Share{Quote: quotes[at], Lines: given.Lines})
		out.Left, out.Stage, out.Steps = given.Left, rfq.Stage, append(out.Steps, given.Steps...)
	}
	return out, nil
}

func quoteAt(quotes []*model.Quote, id model.ID) int {
	for i, q := range quotes {
		if q.ID == id {
			return i
		}
	}
	return -1
}
