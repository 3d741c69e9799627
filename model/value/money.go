package value

import "strings"

// Money is an amount in a currency.
type Money struct {
	Amount   Decimal
	Currency Currency
}

// ParseMoney reads an amount with its currency.
func ParseMoney(text string) (Money, error) {
	amount, currency, _ := strings.Cut(text, " ")
	a, err := ParseDecimal(amount)
	if err != nil {
		return Money{}, err
	}
	c, err := ParseCurrency(currency)
	return Money{a, c}, err
}

// String gives the amount, a space and the currency.
func (m Money) String() string { return strings.TrimSpace(string(m.Amount) + " " + string(m.Currency)) }

// IsZero reports whether nothing is given.
func (m Money) IsZero() bool { return m == Money{} }
