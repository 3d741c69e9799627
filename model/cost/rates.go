package cost

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// Base is the currency that rates are of: the European Central Bank publishes how
// many units of another one euro is worth.
const Base value.Currency = "EUR"

// Rate is how many units of a currency one euro was worth on a day, and who says so.
type Rate struct {
	Currency value.Currency
	Units    value.Decimal
	Date     value.Date
	Source   string
}

// Age gives how many days before a date the rate was published; 0 for a date that
// is none.
func (r Rate) Age(date value.Date) int {
	from, err := time.Parse(time.DateOnly, string(r.Date))
	to, wrong := time.Parse(time.DateOnly, string(date))
	if err != nil || wrong != nil {
		return 0
	}
	return int(to.Sub(from) / (24 * time.Hour))
}

// Rates are the known rates of many days. The zero Rates knows none. It may be read
// by several goroutines.
type Rates struct {
	of map[value.Currency][]Rate // by date, of one day the later given last
}

// NewRates orders rates; of one currency and day the one that is given last counts.
// What is no positive number is left out.
func NewRates(all []Rate) Rates {
	r := Rates{of: make(map[value.Currency][]Rate)}
	for _, rate := range all {
		if rate.Units.Sign() > 0 {
			r.of[rate.Currency] = append(r.of[rate.Currency], rate)
		}
	}
	for _, rates := range r.of {
		slices.SortStableFunc(rates, func(a, b Rate) int { return strings.Compare(string(a.Date), string(b.Date)) })
	}
	return r
}

// On gives a currency's latest rate of a date or before it.
func (r Rates) On(currency value.Currency, date value.Date) (Rate, bool) {
	if currency == Base {
		return Rate{Currency: Base, Units: "1", Date: date}, true
	}
	rates := r.of[currency]
	after, _ := slices.BinarySearchFunc(rates, date, func(rate Rate, date value.Date) int {
		if rate.Date <= date {
			return -1
		}
		return 1
	})
	if after == 0 {
		return Rate{}, false
	}
	return rates[after-1], true
}

// Exchange gives an amount in another currency at two rates per euro, amount ·
// units of b ÷ units of a (ECB, "Euro foreign exchange reference rates"), fixed to
// the minor unit of b.
func Exchange(m value.Money, from, to Rate) (value.Money, error) {
	var c calc
	amount := c.of(m.Amount)
	if from.Currency != to.Currency {
		amount = c.quo(c.mul(amount, c.of(to.Units)), c.of(from.Units))
	}
	amount = c.round(amount, to.Currency.MinorUnits())
	if c.err != nil {
		return value.Money{}, fmt.Errorf("exchanging %s into %s: %w", m, to.Currency, c.err)
	}
	return value.Money{Amount: value.DecimalOf(amount), Currency: to.Currency}, nil
}

// exchange converts into one currency at the rates of one offer, and remembers which
// it used.
type exchange struct {
	*calc
	rates  Rates
	frozen []Rate
	date   value.Date
	into   value.Currency
	known  []unitsOf // that were asked for
	used   []Rate
}

// unitsOf is how many units of a currency one euro is worth, nil when nobody knows.
type unitsOf struct {
	currency value.Currency
	units    *apd.Decimal
}

// units gives how many units of a currency a euro is worth, nil when nobody knows.
func (x *exchange) units(currency value.Currency) *apd.Decimal {
	for _, k := range x.known {
		if k.currency == currency {
			return k.units
		}
	}
	rate, ok := x.rateOf(currency)
	var units *apd.Decimal
	if ok {
		units = x.of(rate.Units)
		if currency != Base {
			x.used = append(x.used, rate)
		}
	}
	x.known = append(x.known, unitsOf{currency, units})
	return units
}

// rateOf prefers a rate that was frozen with the offer.
func (x *exchange) rateOf(currency value.Currency) (Rate, bool) {
	for _, rate := range x.frozen {
		if rate.Currency == currency && rate.Units.Sign() > 0 {
			return rate, true
		}
	}
	return x.rates.On(currency, x.date)
}

// convert gives an amount in the currency of the comparison, nil when there is no
// rate. It is exact to the digits of a calculation.
func (x *exchange) convert(amount *apd.Decimal, currency value.Currency) *apd.Decimal {
	if currency == x.into {
		return amount
	}
	from, to := x.units(currency), x.units(x.into)
	if from == nil || to == nil {
		return nil
	}
	if to.Cmp(one) != 0 {
		amount = x.mul(amount, to)
	}
	return x.per(amount, from)
}
