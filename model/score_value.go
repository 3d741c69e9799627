package model

import (
	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// perDollar says roughly how many hundredths of a currency make a US dollar. It
// only sorts orders into bands, so that no exchange rate is needed for a score;
// it is not for prices. Orders of magnitude of 2026.
var perDollar = map[value.Currency]int64{
	"USD": 100, "EUR": 100, "GBP": 80, "CHF": 90, "CAD": 140, "AUD": 150, "NZD": 170, "SGD": 130,
	"MAD": 1000, "DZD": 13500, "TND": 300, "EGP": 5000, "XOF": 60000, "XAF": 60000, "NGN": 150000, "GHS": 1500, "KES": 13000, "ZAR": 1800,
	"AED": 400, "SAR": 400, "QAR": 400, "OMR": 40, "KWD": 30, "BHD": 40, "JOD": 70, "ILS": 350, "TRY": 4000,
	"SEK": 1000, "NOK": 1000, "DKK": 700, "PLN": 400, "CZK": 2200, "HUF": 35000, "RON": 450, "UAH": 4200, "RUB": 9000,
	"JPY": 15000, "CNY": 700, "HKD": 800, "TWD": 3200, "KRW": 140000, "INR": 8500, "PKR": 28000, "BDT": 12000, "IDR": 1600000,
	"MYR": 450, "THB": 3500, "VND": 2500000, "PHP": 5700, "BRL": 550, "MXN": 1800, "ARS": 140000, "CLP": 95000, "COP": 420000,
}

// valueBands are the least order values, in US dollars or about as much of
// another currency, and the share of the weight that they earn.
var valueBands = []struct {
	dollars int64
	percent int
}{
	{100_000, 100}, {50_000, 80}, {20_000, 60}, {5_000, 40}, {1_000, 20},
}

// judgeValue goes by target price times quantity; the price is taken to be for
// one of the quantity's unit. A currency that is not in the table earns a fifth.
func judgeValue(l *Lead, c ScoreContext) (int, []Sight) {
	if c.brief {
		if hundredths, ok := smallValue(l.TargetPrice, l.Quantity); ok {
			return bandOf(l.Currency, func(least int64) bool { return hundredths >= least }), nil
		}
	}
	amount, ok := orderValue(l.TargetPrice, l.Quantity)
	if !ok {
		return 0, nil
	}
	seen := []Sight{{SightAbout, amount.String() + " " + l.Currency.String()}}
	if _, known := perDollar[l.Currency]; !known {
		seen = append(seen, Sight{Code: SightNotCompared})
	}
	hundredths, err := amount.Big()
	if err != nil {
		return 0, nil
	}
	hundredths.Exponent += 2
	return bandOf(l.Currency, func(least int64) bool { return hundredths.Cmp(apd.New(least, 0)) >= 0 }), seen
}

// bandOf gives the share of the first band that is reached, by its least value in
// hundredths of the currency.
func bandOf(currency value.Currency, reaches func(least int64) bool) int {
	rate, known := perDollar[currency]
	if !known {
		return 20
	}
	for _, band := range valueBands {
		if reaches(band.dollars * rate) {
			return band.percent
		}
	}
	return 10
}

// smallValue is a hundred times orderValue, for prices and quantities of a few
// digits, which nearly all have; false for the others.
func smallValue(price, quantity value.Decimal) (hundredths int64, ok bool) {
	p, pPlaces, pOK := smallDecimal(price)
	q, qPlaces, qOK := smallDecimal(quantity)
	if !pOK || !qOK || p == 0 || q == 0 {
		return 0, false
	}
	product, unit := p*q, int64(1)
	for range pPlaces + qPlaces {
		unit *= 10
	}
	return (product + unit/2) / unit * 100, true
}

// smallDecimal reads a decimal of at most eight digits that is not negative: its
// digits and how many of them are behind the point.
func smallDecimal(d value.Decimal) (digits int64, places int, ok bool) {
	s, point := string(d), false
	if len(s) == 0 || len(s) > 8 {
		return 0, 0, false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && !point:
			point = true
		case c >= '0' && c <= '9':
			digits = 10*digits + int64(c-'0')
			if point {
				places++
			}
		default:
			return 0, 0, false
		}
	}
	return digits, places, true
}

// orderValue multiplies a unit price by a quantity, to whole units of the
// currency; false unless both are given and more than zero.
func orderValue(price, quantity value.Decimal) (value.Decimal, bool) {
	if price.Sign() <= 0 || quantity.Sign() <= 0 {
		return "", false
	}
	p, errP := price.Big()
	q, errQ := quantity.Big()
	if errP != nil || errQ != nil {
		return "", false
	}
	// Twice the digits a decimal can have: the product is exact.
	ctx := apd.BaseContext.WithPrecision(200)
	ctx.Rounding = apd.RoundHalfUp
	var product, whole apd.Decimal
	if _, err := ctx.Mul(&product, p, q); err != nil {
		return "", false
	}
	if _, err := ctx.Quantize(&whole, &product, 0); err != nil {
		return "", false
	}
	return value.DecimalOf(&whole), true
}
