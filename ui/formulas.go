package ui

import (
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// Formulas are read from the left in Arabic too.

// product writes what a quantity costs at the price of a unit.
func product(quantity, price, amount string) string {
	return cells.Apart(quantity + " × " + price + " = " + amount)
}

// ofEuro writes how many units of a currency a euro is.
func (m *app) ofEuro(units value.Decimal, c value.Currency) string {
	return cells.Apart("1 EUR = " + m.exact(units) + " " + c.String())
}
