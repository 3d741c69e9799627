package offer

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// What prices are refused for.
var (
	ErrNoCost    = refusal.New("offer.no_cost", "it is not known what it costs")
	ErrNoLines   = refusal.New("offer.no_lines", "the offer has no lines")
	ErrUnits     = refusal.New("offer.units", "a commission per unit wants a quantity, in one unit for all lines")
	errNoEarning = refusal.New("offer.no_earning", "the commission is more than the price")
	errUnpriced  = refusal.New("offer.unpriced", "it has no price")
	errProduct   = refusal.New("offer.line_sum", "{Quantity} × {Price} is {Amount} and not {Given}")
	errSum       = refusal.New("offer.sum", "the lines add up to {Amount} and not to {Given}")
)

// Price works an offer's prices out from what its lines cost and its commission: the
// amount of each line, fixed to the minor unit, its unit price, the total and what the
// broker earns. Amounts add up to the total; a unit price times its quantity is the
// line's amount.
//
// A percentage, an amount a unit and brackets are added to the costs, or, when they are
// included, paid by the supplier out of them. A margin is what is left of the buyer's
// price: 5 % on 18,000.00 sells at 18,947.37.
func Price(o *model.Offer) error {
	if len(o.Lines) == 0 {
		return ErrNoLines
	}
	costs := make([]value.Decimal, len(o.Lines))
	for i, l := range o.Lines {
		if l.Cost == "" {
			return errLine.With(lineParts(i, l.Product)).For(ErrNoCost)
		}
		fixed, err := cost.Fix(value.Money{Amount: l.Cost, Currency: o.Currency})
		if err != nil {
			return err
		}
		costs[i] = fixed.Amount
	}
	base, err := sum(costs, o.Currency)
	if err != nil {
		return err
	}
	terms, err := o.Commission.Parts()
	if err != nil {
		return err
	}
	added, earned, err := earnings(terms, base, costs, o.Lines)
	if err != nil {
		return err
	}
	if terms.Included {
		if earned.Amount.Cmp(base.Amount) > 0 {
			return errNoEarning
		}
		added = make([]value.Decimal, len(costs))
	}
	lines := make([]model.OfferLine, len(o.Lines)) // records are values: the old list stays as it was
	amounts := make([]value.Decimal, len(costs))
	for i, l := range o.Lines {
		if amounts[i], err = plus(costs[i], added[i]); err != nil {
			return err
		}
		l.Cost, l.Amount = costs[i], amounts[i]
		l.Price = UnitPrice(l.Amount, l.Quantity, o.Currency)
		lines[i] = l
	}
	total, err := sum(amounts, o.Currency)
	if err != nil {
		return err
	}
	o.Lines, o.Total, o.Earned = lines, total.Amount, earned.Amount
	return nil
}

// earnings gives what is added to each line, and the whole of it.
func earnings(terms value.TermParts, base value.Money, costs []value.Decimal, lines []model.OfferLine) ([]value.Decimal, value.Money, error) {
	if terms.Margin != "" {
		return margins(terms, base, costs)
	}
	agreed, units, err := agreement(terms, lines)
	if err != nil {
		return nil, base, err
	}
	earned, err := agreed.On(base, units)
	if err != nil {
		return nil, base, err
	}
	added := make([]value.Decimal, len(lines))
	for _, part := range earned.Parts {
		shares := costs
		if part.Kind == commission.ByUnit {
			shares = quantitiesOf(lines)
		}
		if err := spread(added, part.Amount, shares); err != nil {
			return nil, base, err
		}
	}
	return added, earned.Total, nil
}

// agreement gives terms as they are reckoned with, and for how many units.
func agreement(terms value.TermParts, lines []model.OfferLine) (agreed commission.Terms, units value.Decimal, err error) {
	agreed = commission.Terms{Percent: terms.Percent, PerUnit: terms.PerUnit, Floor: terms.Floor, Cap: terms.Cap}
	for _, b := range terms.Brackets {
		agreed.Brackets = append(agreed.Brackets, commission.Bracket{UpTo: b.UpTo, Percent: b.Percent})
	}
	if terms.PerUnit != "" {
		units, err = countUnits(lines)
	}
	return agreed, units, err
}

// margins gives what a margin adds, between its floor and its cap.
func margins(terms value.TermParts, base value.Money, costs []value.Decimal) ([]value.Decimal, value.Money, error) {
	price, err := commission.AtMargin(base, terms.Margin)
	if err != nil {
		return nil, base, err
	}
	amount, err := minus(price.Amount, base.Amount)
	if err != nil {
		return nil, base, err
	}
	for _, bound := range []struct {
		limit value.Decimal
		over  int
	}{{terms.Floor, -1}, {terms.Cap, 1}} {
		if bound.limit != "" && amount.Cmp(bound.limit) == bound.over {
			amount = bound.limit
		}
	}
	earned, err := cost.Fix(value.Money{Amount: amount, Currency: base.Currency})
	if err != nil {
		return nil, base, err
	}
	added := make([]value.Decimal, len(costs))
	return added, earned, spread(added, earned, costs)
}

// spread adds an amount to the lines by shares, to the last minor unit. What is taken
// off, as by a cap, is spread like what is added.
func spread(added []value.Decimal, amount value.Money, shares []value.Decimal) error {
	if amount.Amount.Sign() == 0 {
		return nil
	}
	parts, err := commission.Split(amount, shares)
	if err != nil {
		return fmt.Errorf("spreading %s over the lines: %w", amount, err)
	}
	for i, part := range parts {
		if added[i], err = plus(added[i], part.Amount); err != nil {
			return err
		}
	}
	return nil
}

// countUnits adds up quantities, which must be in one unit.
func countUnits(lines []model.OfferLine) (all value.Decimal, err error) {
	for _, l := range lines {
		if l.Quantity == "" || l.Unit != lines[0].Unit {
			return "", ErrUnits
		}
		if all, err = plus(all, l.Quantity); err != nil {
			return "", err
		}
	}
	return all, nil
}

func quantitiesOf(lines []model.OfferLine) []value.Decimal {
	out := make([]value.Decimal, len(lines))
	for i, l := range lines {
		out[i] = l.Quantity
	}
	return out
}

// Decimals of a unit price: at least four where they say something, and as many more as
// it takes for the price times the quantity to be the line's amount.
const (
	priceDecimals = 4
	mostDecimals  = 20
)

// UnitPrice gives the price of one unit of what an amount is for: with the fewest
// decimals, from four on, with which price × quantity is the amount again. Noughts at
// its end are left out down to the minor unit.
func UnitPrice(amount, quantity value.Decimal, currency value.Currency) value.Decimal {
	n, amountErr := amount.Big()
	q, quantityErr := quantity.Big()
	if amountErr != nil || quantityErr != nil || q.Sign() <= 0 {
		return ""
	}
	whole := new(apd.Decimal)
	if _, err := exactly.Quo(whole, n, q); err != nil {
		return ""
	}
	exact := value.DecimalOf(whole)
	for places := priceDecimals; places <= mostDecimals; places++ {
		price, err := cost.Round(exact, places)
		if err != nil {
			return ""
		}
		if places == mostDecimals || amountOf(price, quantity, currency) == amount {
			return trimmed(price, currency.MinorUnits())
		}
	}
	return ""
}

// amountOf gives price × quantity as a document fixes it, "" when one is no number.
func amountOf(price, quantity value.Decimal, currency value.Currency) value.Decimal {
	p, priceErr := price.Big()
	q, quantityErr := quantity.Big()
	if priceErr != nil || quantityErr != nil {
		return ""
	}
	product := new(apd.Decimal)
	if _, err := exactly.Mul(product, p, q); err != nil {
		return ""
	}
	fixed, err := cost.Fix(value.Money{Amount: value.DecimalOf(product), Currency: currency})
	if err != nil {
		return ""
	}
	return fixed.Amount
}

// trimmed leaves out the noughts behind so many decimals.
func trimmed(d value.Decimal, least int) value.Decimal {
	s := string(d)
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			for len(s)-1-i > least && s[len(s)-1] == '0' {
				s = s[:len(s)-1]
			}
			if s[len(s)-1] == '.' {
				s = s[:len(s)-1]
			}
			break
		}
	}
	return value.Decimal(s)
}

// Settle makes the amounts of an offer those of the prices that a person typed, and the
// earnings what is left of them above the costs.
func Settle(o *model.Offer) error {
	if len(o.Lines) == 0 {
		return ErrNoLines
	}
	lines := make([]model.OfferLine, len(o.Lines))
	amounts, costs := make([]value.Decimal, len(lines)), make([]value.Decimal, len(lines))
	known := true
	for i, l := range o.Lines {
		if l.Price != "" && l.Quantity != "" {
			l.Amount = amountOf(l.Price, l.Quantity, o.Currency)
		}
		if l.Amount == "" {
			return errLine.With(lineParts(i, l.Product)).For(errUnpriced)
		}
		amounts[i], costs[i], lines[i] = l.Amount, l.Cost, l
		known = known && l.Cost != ""
	}
	total, err := sum(amounts, o.Currency)
	if err != nil {
		return err
	}
	o.Lines, o.Total = lines, total.Amount
	if terms, err := o.Commission.Parts(); err != nil || terms.Included || !known {
		return err // what the supplier pays stays as it was agreed
	}
	base, err := sum(costs, o.Currency)
	if err != nil {
		return err
	}
	o.Earned, err = minus(o.Total, base.Amount)
	return err
}

// Check says what does not add up in an offer that is to be printed.
func Check(o *model.Offer) error {
	settled := *o
	if err := Settle(&settled); err != nil {
		return err
	}
	for i, l := range settled.Lines {
		if l.Amount != o.Lines[i].Amount {
			return errLine.With(lineParts(i, l.Product)).For(errProduct.With(refusal.Parts{
				"Quantity": l.Quantity.String(), "Price": l.Price.String(), "Amount": l.Amount.String(), "Given": o.Lines[i].Amount.String(),
			}))
		}
	}
	if settled.Total != o.Total {
		return errSum.With(refusal.Parts{"Amount": settled.Total.String(), "Given": o.Total.String()})
	}
	return nil
}

func sum(amounts []value.Decimal, currency value.Currency) (value.Money, error) {
	total := value.Decimal("0")
	var err error
	for _, amount := range amounts {
		if total, err = plus(total, amount); err != nil {
			return value.Money{}, err
		}
	}
	return cost.Fix(value.Money{Amount: total, Currency: currency})
}

func plus(a, b value.Decimal) (value.Decimal, error)  { return with(exactly.Add, a, b) }
func minus(a, b value.Decimal) (value.Decimal, error) { return with(exactly.Sub, a, b) }

func with(op func(d, x, y *apd.Decimal) (apd.Condition, error), a, b value.Decimal) (value.Decimal, error) {
	var n [2]*apd.Decimal
	for i, d := range []value.Decimal{a, b} {
		if d == "" {
			d = "0"
		}
		var err error
		if n[i], err = d.Big(); err != nil {
			return "", err
		}
	}
	out := new(apd.Decimal)
	if _, err := op(out, n[0], n[1]); err != nil {
		return "", err
	}
	return value.DecimalOf(out), nil
}
