package offer

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Costing is what the lines of one quote in an offer cost the broker, worked out again
// from the records as they are.
type Costing struct {
	Quote *model.Quote
	comparison.Comparison
	Lines []int         // of the offer, from 0
	Then  value.Decimal // what the offer has for them
}

// Entry is the quote at the term, place and currency of the offer.
func (c Costing) Entry() comparison.Entry { return c.Entries[0] }

// Costings works out again where the costs of an offer come from, quote by quote. A
// quote that is not there any more, or whose cost is not known any more, is left out.
func (r Request) Costings(o *model.Offer) []Costing {
	var out []Costing
	of := map[model.ID]int{}
	for i, l := range o.Lines {
		if at, ok := of[l.Quote]; ok {
			out[at].Lines = append(out[at].Lines, i)
			continue
		}
		at := quoteAt(r.Quotes, l.Quote)
		if at < 0 || r.Quotes[at].Deleted {
			continue
		}
		of[l.Quote] = len(out)
		out = append(out, Costing{Quote: r.Quotes[at], Lines: []int{i}})
	}
	kept := out[:0]
	for _, c := range out {
		if r.costing(&c, o) == nil {
			kept = append(kept, c)
		}
	}
	return kept
}

func (r Request) costing(c *Costing, o *model.Offer) error {
	rfq, quote, request := *r.RFQ, *c.Quote, r.Request
	rfq.Lines = nil
	var costs []value.Decimal
	for _, i := range c.Lines {
		l := o.Lines[i]
		line := model.Line{Product: l.Product, HS: l.HS, Quantity: l.Quantity, Unit: l.Unit}
		for _, wanted := range r.RFQ.Lines {
			if SameLine(line, wanted) {
				line.Pack = wanted.Pack
			}
		}
		rfq.Lines, costs = append(rfq.Lines, line), append(costs, l.Cost)
	}
	quote.Stage = model.QuoteReceived
	request.RFQ, request.Quotes, request.Currency, request.Term = &rfq, []*model.Quote{&quote}, o.Currency, o.Incoterm
	compared, err := comparison.Of(request)
	if err != nil {
		return fmt.Errorf("costing offer %s: %w", o.Called(), err)
	}
	c.Comparison = compared
	then, err := sum(costs, o.Currency)
	c.Then = then.Amount
	return err
}

// ShareOf gives what percentage one amount is of another, to a tenth; "" of nothing.
func ShareOf(part, whole value.Decimal) value.Decimal {
	p, partErr := part.Big()
	w, wholeErr := whole.Big()
	if partErr != nil || wholeErr != nil || w.Sign() <= 0 {
		return ""
	}
	share := new(apd.Decimal)
	if _, err := exactly.Quo(share, p, w); err != nil {
		return ""
	}
	share.Exponent += 2
	rounded, err := cost.Round(value.DecimalOf(share), 1)
	if err != nil {
		return ""
	}
	return rounded
}

// Earnings is what an offer earns, and how: its parts add up to the earnings unless
// prices were typed.
type Earnings struct {
	Costs, Total, Earned value.Money
	Parts                []commission.Part // none with a margin or with typed prices
	Typed                bool              // prices are not those of the terms
}

// EarningsOf says how the earnings of an offer come about.
func EarningsOf(o *model.Offer) (Earnings, error) {
	money := func(d value.Decimal) value.Money { return value.Money{Amount: d, Currency: o.Currency} }
	costs := make([]value.Decimal, len(o.Lines))
	for i, l := range o.Lines {
		costs[i] = l.Cost
	}
	base, err := sum(costs, o.Currency)
	if err != nil {
		return Earnings{}, err
	}
	out := Earnings{Costs: base, Total: money(o.Total), Earned: money(o.Earned)}
	priced := *o
	unpriced := Price(&priced) // an offer without known costs has typed prices
	if unpriced != nil || priced.Earned != o.Earned || priced.Total != o.Total {
		out.Typed = true
		return out, nil
	}
	terms, err := o.Commission.Parts()
	if err != nil || terms.Margin != "" {
		return out, err
	}
	agreed, units, err := agreement(terms, o.Lines)
	if err != nil {
		return out, err
	}
	earned, err := agreed.On(base, units)
	out.Parts = earned.Parts
	return out, err
}
