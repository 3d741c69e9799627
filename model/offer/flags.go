package offer

import (
	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Warning says in which way a price is too low. Nothing is refused for it: the broker may
// have a reason.
type Warning string

// The warnings.
const (
	BelowCost       Warning = "below_cost"       // the buyer pays less than it costs the broker at the offer's basis
	BelowCostNow    Warning = "below_cost_now"   // less than it costs as the records are by now
	BelowCommission Warning = "below_commission" // less than the costs and the commission that is agreed
	CostUnknown     Warning = "cost_unknown"     // nobody knows what it costs
)

// Flag is a warning about a line of an offer, from 1, or about the whole, 0.
type Flag struct {
	Warning Warning
	Line    int
	Short   value.Money // by how much the price is too low; zero when nobody knows
}

// Flags says of an offer's prices which are too low, the worst first. now is what Costings
// works out again; nil leaves that out.
func Flags(o *model.Offer, now []Costing) ([]Flag, error) {
	money := func(d value.Decimal) value.Money { return value.Money{Amount: d, Currency: o.Currency} }
	var whole, lines, unknown []Flag
	costs := make([]value.Decimal, len(o.Lines))
	for i, l := range o.Lines {
		costs[i] = l.Cost
		if l.Cost == "" {
			unknown = append(unknown, Flag{Warning: CostUnknown, Line: i + 1})
			continue
		}
		if l.Amount == "" || l.Amount.Cmp(l.Cost) >= 0 {
			continue
		}
		short, err := minus(l.Cost, l.Amount)
		if err != nil {
			return nil, err
		}
		lines = append(lines, Flag{BelowCost, i + 1, money(short)})
	}
	if len(unknown) > 0 || len(o.Lines) == 0 {
		return append(lines, unknown...), nil // an unknown cost is not nought: the whole is not known
	}
	base, err := sum(costs, o.Currency)
	if err != nil {
		return nil, err
	}
	if o.Total.Cmp(base.Amount) < 0 {
		short, err := minus(base.Amount, o.Total)
		if err != nil {
			return nil, err
		}
		whole = append(whole, Flag{BelowCost, 0, money(short)})
		if len(o.Lines) == 1 {
			lines = nil // it says the same
		}
		return append(whole, lines...), nil
	}
	risen, err := belowNow(o, now)
	if err != nil {
		return nil, err
	}
	agreed, err := belowCommission(o)
	return append(append(append(whole, lines...), risen...), agreed...), err
}

// belowNow flags the offer when what it costs by now is more than the buyer pays.
func belowNow(o *model.Offer, now []Costing) ([]Flag, error) {
	var costs []value.Decimal
	lines := 0
	for _, c := range now {
		e := c.Entry()
		if !e.Priced() || e.Side == cost.AtMost || e.Side == cost.Open {
			return nil, nil // it may cost less
		}
		costs = append(costs, e.Total)
		lines += len(c.Lines)
	}
	if lines != len(o.Lines) {
		return nil, nil // a quote is not there any more: nobody knows what it would cost
	}
	total, err := sum(costs, o.Currency)
	if err != nil {
		return nil, err
	}
	return short(BelowCostNow, o, total.Amount)
}

// belowCommission flags the offer when typed prices leave less than the terms give.
func belowCommission(o *model.Offer) ([]Flag, error) {
	asked := *o
	if o.Commission == "" {
		return nil, nil
	}
	if Price(&asked) != nil {
		return nil, nil // terms that price nothing ask for nothing
	}
	return short(BelowCommission, o, asked.Total)
}

// short flags the offer when its total is less than an amount.
func short(w Warning, o *model.Offer, than value.Decimal) ([]Flag, error) {
	if o.Total.Cmp(than) >= 0 {
		return nil, nil
	}
	by, err := minus(than, o.Total)
	return []Flag{{w, 0, value.Money{Amount: by, Currency: o.Currency}}}, err
}
