package query

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// worth is what amounts in other currencies are in one, as far as rates are known.
type worth struct {
	into  value.Currency
	rates map[value.Currency]cost.Rate
}

func (r Reader) worthIn(into value.Currency) *worth {
	w := &worth{into: into, rates: map[value.Currency]cost.Rate{cost.Base: {Currency: cost.Base, Units: "1"}}}
	if r.Rates != nil {
		for _, rate := range r.Rates() {
			w.rates[rate.Currency] = rate
		}
	}
	return w
}

// of gives an amount in the currency, to its minor unit; false when no rate is known.
func (w *worth) of(amount value.Decimal, c value.Currency) (value.Decimal, bool) {
	if c == w.into {
		return amount, true
	}
	from, known := w.rates[c]
	to, wanted := w.rates[w.into]
	if !known || !wanted {
		return "", false
	}
	m, err := cost.Exchange(value.Money{Amount: amount, Currency: c}, from, to)
	return m.Amount, err == nil
}

// per gives how many units of c one unit of the currency is worth, in the machine's form.
func (w *worth) per(c value.Currency) (units float64, ok bool) {
	if c == w.into {
		return 1, true
	}
	from, known := w.rates[c]
	to, wanted := w.rates[w.into]
	if !known || !wanted {
		return 0, false
	}
	of, errOf := strconv.ParseFloat(string(from.Units), 64)
	in, errIn := strconv.ParseFloat(string(to.Units), 64)
	return of / in, errOf == nil && errIn == nil && of > 0 && in > 0
}

// currencies gives those that amounts are compared in, in order.
func (w *worth) currencies() []value.Currency {
	all := []value.Currency{w.into}
	for c := range w.rates {
		if _, ok := w.per(c); ok && c != w.into {
			all = append(all, c)
		}
	}
	slices.Sort(all)
	return all
}

// fits reports whether a value holds for an amount in a currency.
func (v Value) fits(amount value.Decimal, c value.Currency) bool {
	if v.number == nil {
		return false
	}
	if v.worth != nil {
		var known bool
		if amount, known = v.worth.of(amount, c); !known {
			return false
		}
	}
	return v.number.has(amount)
}

// near gives the range of numbers in a currency for which a value holds; false when it
// holds for none.
func (v Value) near(c value.Currency) (nearRange, bool) {
	if v.number == nil {
		return nearRange{}, false
	}
	if v.worth == nil {
		return v.number.near(), true
	}
	per, ok := v.worth.per(c)
	if !ok {
		return nearRange{}, false
	}
	r := v.number.near()
	r.low, r.high = r.low*per, r.high*per
	if c != v.worth.into {
		r.rounded = per * math.Pow10(-v.worth.into.MinorUnits())
	}
	return r, true
}

// Currencies gives the currencies in which the filter compares amounts in its own way, nil
// when it compares all alike: see Holds.
func (f Filter) Currencies() []value.Currency {
	var all []value.Currency
	for _, v := range f.Any {
		if v.worth != nil {
			all = append(all, v.worth.currencies()...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Converts reports whether the filter asks for exchange rates.
func (f Filter) Converts() bool {
	return slices.ContainsFunc(f.Any, func(v Value) bool { return v.Currency != "" })
}

var errCurrencies = errors.New("both ends of the range are in one currency")

// readWorth reads amounts that may be in a currency: 10kUSD, >€1.5m, 10k..50k MAD.
func (r Reader) readWorth(op, typed string) ([]Value, error) {
	var currency value.Currency
	ends := []string{typed}
	low, high, ranged := cutRange(typed)
	if ranged {
		ends = []string{low, high}
	}
	for i, end := range ends {
		rest, c, err := cutCurrency(end)
		if err != nil {
			return nil, err
		}
		if c != "" && currency != "" && c != currency {
			return nil, errCurrencies
		}
		ends[i], currency = rest, cmp.Or(c, currency)
	}
	values, err := readAmounts(op, strings.Join(ends, ".."))
	if err != nil || currency == "" {
		return values, err
	}
	w := r.worthIn(currency)
	for i := range values {
		values[i].Currency, values[i].worth = currency, w
	}
	return values, nil
}

// cutCurrency takes the currency from before or behind an amount. What is none is left for
// who reads the number.
func cutCurrency(typed string) (rest string, c value.Currency, err error) {
	typed = strings.TrimSpace(typed)
	first := strings.IndexFunc(typed, unicode.IsDigit)
	if first < 0 {
		return typed, "", nil
	}
	if head := strings.TrimSpace(typed[:first]); head != "" {
		if c, err = currencyOf(head); c != "" || err != nil {
			return typed[first:], c, err
		}
	}
	last := strings.LastIndexFunc(typed, unicode.IsDigit)
	_, size := utf8.DecodeRuneInString(typed[last:])
	number, tail := typed[:last+size], strings.TrimSpace(typed[last+size:])
	folded := text.Fold(tail)
	for _, t := range thousands {
		if tail == "" || folded == t.suffix {
			return typed, "", nil
		}
	}
	if c, err = currencyOf(tail); c != "" {
		return number, c, nil
	}
	for _, t := range thousands {
		behind, ok := strings.CutPrefix(folded, t.suffix)
		if !ok {
			continue
		}
		c, wrong := currencyOf(strings.TrimSpace(behind))
		if err = cmp.Or(wrong, err); c != "" {
			return number + t.suffix, c, nil
		}
	}
	return typed, "", err
}

// currencyOf reads a currency; it is "" without an error for what is none, and with one for
// what could be several.
func currencyOf(typed string) (value.Currency, error) {
	c, err := value.ParseCurrency(typed)
	refused := new(value.Error)
	if errors.As(err, &refused) && refused.Code != value.CodeAmbiguous && refused.Code != value.CodeObsolete {
		return "", nil
	}
	return c, err
}
