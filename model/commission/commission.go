// Package commission works out what a broker earns on a deal: a percentage, an amount
// a unit, or by brackets, between a floor and a cap, and how it is split. Amounts are
// exact until they are fixed, to the minor unit of their currency.
package commission

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Bracket is the percentage of what of an amount lies below UpTo and above the
// bracket before it; "" is without end.
type Bracket struct{ UpTo, Percent value.Decimal }

// Terms are how a commission was agreed. All that is given counts together, then the
// floor and the cap.
type Terms struct {
	Percent  value.Decimal // of the amount
	PerUnit  value.Decimal // in the currency of the amount, for each unit
	Brackets []Bracket     // by growing UpTo
	Floor    value.Decimal // at least, in the currency of the amount
	Cap      value.Decimal // at most
}

// Kind says what a part of a commission is.
type Kind string

// The kinds of parts.
const (
	ByPercent Kind = "percent"
	ByUnit    Kind = "per_unit"
	ByBracket Kind = "bracket"
	ToFloor   Kind = "floor" // what the floor adds
	ToCap     Kind = "cap"   // what the cap takes off: less than 0
)

// Part is one part of a commission: Rate percent of Of, or Rate for each of Of units.
type Part struct {
	Kind   Kind
	Of     value.Decimal
	Rate   value.Decimal
	Amount value.Money
}

// Commission is what a deal earns; its parts add up to the total.
type Commission struct {
	Total value.Money
	Parts []Part
}

var (
	errDisordered = errors.New("brackets must grow, and only the last may be without end")
	errNegative   = errors.New("must not be less than 0")
	errCapFloor   = errors.New("the cap is below the floor")
	errMargin     = errors.New("a margin must be below 100 %")
)

// digits are what sums and products keep.
const digits = 60

var decimals = apd.BaseContext.WithPrecision(digits)

// On gives the commission on an amount, for so many units. The total is rounded once,
// half away from zero; its parts are fixed by the largest remainder.
func (t Terms) On(amount value.Money, units value.Decimal) (Commission, error) {
	w := worker{currency: amount.Currency}
	total := w.earned(t, amount, units)
	total = w.bounded(t, total)
	if w.err != nil {
		return Commission{}, fmt.Errorf("commission on %s: %w", amount, w.err)
	}
	whole, err := cost.Fix(w.money(total))
	if err != nil {
		return Commission{}, fmt.Errorf("commission on %s: %w", amount, err)
	}
	out := Commission{Total: whole}
	amounts, err := w.fixed(whole)
	if err != nil {
		return Commission{}, fmt.Errorf("commission on %s: %w", amount, err)
	}
	for i, p := range w.parts {
		out.Parts = append(out.Parts, Part{p.kind, p.of, p.rate, amounts[i]})
	}
	return out, nil
}

// Split parts an amount by shares, such as 60 and 40, to its last minor unit, by the
// largest remainder.
func Split(amount value.Money, shares []value.Decimal) ([]value.Money, error) {
	return cost.Allocate(amount, shares)
}

// AtMargin gives the price whose so many percent are left over the cost: cost ÷
// (1 − margin). 5 % on 18,000.00 is 18,947.37.
func AtMargin(of value.Money, percent value.Decimal) (value.Money, error) {
	var w worker
	m := w.of("margin", percent)
	w.need(m.Cmp(apd.New(100, 0)) < 0, errMargin)
	rest := w.do(decimals.Sub, apd.New(100, 0), m)
	price := w.do(decimals.Quo, w.do(decimals.Mul, w.of("cost", of.Amount), apd.New(100, 0)), rest)
	return w.fix(price, of.Currency)
}

// AtMarkup gives the cost with so many percent of it on top. 5 % on 18,000.00 is
// 18,900.00.
func AtMarkup(of value.Money, percent value.Decimal) (value.Money, error) {
	var w worker
	price := w.do(decimals.Mul, w.of("cost", of.Amount), w.do(decimals.Add, apd.New(100, 0), w.of("markup", percent)))
	price.Exponent -= 2
	return w.fix(price, of.Currency)
}
