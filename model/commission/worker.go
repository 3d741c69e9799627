package commission

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// worker does the arithmetic of one commission, and keeps the first error.
type worker struct {
	currency value.Currency
	parts    []part
	err      error
}

type part struct {
	kind     Kind
	of, rate value.Decimal
	amount   *apd.Decimal
}

func (w *worker) need(ok bool, err error) {
	if !ok && w.err == nil {
		w.err = err
	}
}

// of reads a number that is not less than 0.
func (w *worker) of(what string, d value.Decimal) *apd.Decimal {
	n, err := d.Big()
	if err != nil {
		w.need(false, fmt.Errorf("%s: %w", what, err))
		return new(apd.Decimal)
	}
	w.need(n.Sign() >= 0, fmt.Errorf("%s: %w", what, errNegative))
	return n
}

func (w *worker) do(op func(d, x, y *apd.Decimal) (apd.Condition, error), x, y *apd.Decimal) *apd.Decimal {
	d := new(apd.Decimal)
	if w.err != nil {
		return d
	}
	if _, err := op(d, x, y); err != nil {
		w.err = err
	}
	return d
}

func (w *worker) money(n *apd.Decimal) value.Money {
	return value.Money{Amount: value.DecimalOf(n), Currency: w.currency}
}

func (w *worker) fix(n *apd.Decimal, currency value.Currency) (value.Money, error) {
	if w.err != nil {
		return value.Money{}, w.err
	}
	return cost.Fix(value.Money{Amount: value.DecimalOf(n), Currency: currency})
}

func (w *worker) part(kind Kind, of, rate value.Decimal, amount *apd.Decimal) *apd.Decimal {
	w.parts = append(w.parts, part{kind, of, rate, amount})
	return amount
}

// earned adds up what the terms give before floor and cap.
func (w *worker) earned(t Terms, amount value.Money, units value.Decimal) *apd.Decimal {
	sum, whole := new(apd.Decimal), w.of("amount", amount.Amount)
	if !t.Percent.IsZero() {
		n := w.percent(whole, w.of("percent", t.Percent))
		sum = w.do(decimals.Add, sum, w.part(ByPercent, amount.Amount, t.Percent, n))
	}
	if !t.PerUnit.IsZero() {
		n := w.do(decimals.Mul, w.of("units", units), w.of("per unit", t.PerUnit))
		sum = w.do(decimals.Add, sum, w.part(ByUnit, units, t.PerUnit, n))
	}
	below := new(apd.Decimal)
	for i, b := range t.Brackets {
		last := i == len(t.Brackets)-1
		end := whole
		if !b.UpTo.IsZero() {
			end = w.of("bracket", b.UpTo)
			w.need(end.Cmp(below) > 0, errDisordered)
		} else {
			w.need(last, errDisordered)
		}
		rate := w.of("bracket", b.Percent)
		if end.Cmp(whole) > 0 {
			end = whole
		}
		if within := w.do(decimals.Sub, end, below); within.Sign() > 0 {
			sum = w.do(decimals.Add, sum, w.part(ByBracket, value.DecimalOf(within), b.Percent, w.percent(within, rate)))
		}
		if !b.UpTo.IsZero() {
			below = w.of("bracket", b.UpTo)
		}
	}
	return sum
}

func (w *worker) percent(of, percent *apd.Decimal) *apd.Decimal {
	d := w.do(decimals.Mul, of, percent)
	d.Exponent -= 2
	return d
}

// bounded brings a commission between the floor and the cap.
func (w *worker) bounded(t Terms, n *apd.Decimal) *apd.Decimal {
	var floor, ceiling *apd.Decimal
	if !t.Floor.IsZero() {
		floor = w.of("floor", t.Floor)
	}
	if !t.Cap.IsZero() {
		ceiling = w.of("cap", t.Cap)
	}
	w.need(floor == nil || ceiling == nil || floor.Cmp(ceiling) <= 0, errCapFloor)
	switch {
	case floor != nil && n.Cmp(floor) < 0:
		w.part(ToFloor, value.DecimalOf(n), t.Floor, w.do(decimals.Sub, floor, n))
		return floor
	case ceiling != nil && n.Cmp(ceiling) > 0:
		w.part(ToCap, value.DecimalOf(n), t.Cap, w.do(decimals.Sub, ceiling, n))
		return ceiling
	}
	return n
}

// fixed fixes the parts so that they add up to the whole: those that are earned share
// what is left beside the floor's or the cap's part by the largest remainder.
func (w *worker) fixed(whole value.Money) ([]value.Money, error) {
	out := make([]value.Money, len(w.parts))
	var shares []value.Decimal
	var places []int
	rest, err := whole.Amount.Big()
	if err != nil {
		return nil, err
	}
	for i, p := range w.parts {
		if p.kind != ToFloor && p.kind != ToCap {
			shares, places = append(shares, value.DecimalOf(p.amount)), append(places, i)
			continue
		}
		if out[i], err = cost.Fix(w.money(p.amount)); err != nil {
			return nil, err
		}
		n, err := out[i].Amount.Big()
		if err != nil {
			return nil, err
		}
		rest = w.do(decimals.Sub, rest, n)
	}
	if rest.Sign() == 0 || len(shares) == 0 {
		for _, i := range places {
			out[i] = value.Money{Amount: "0", Currency: w.currency}
		}
		return out, w.err
	}
	amounts, err := cost.Allocate(w.money(rest), shares)
	if err != nil {
		return nil, err
	}
	for k, i := range places {
		out[i] = amounts[k]
	}
	return out, w.err
}
