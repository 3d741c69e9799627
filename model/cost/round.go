package cost

import (
	"fmt"

	"tradedesk/model/value"
)

// maxPlaces bounds what a number is rounded to.
const maxPlaces = 30

// Round fixes a number to so many places (0 to 30), half away from zero: 2.345 is
// 2.35 and -2.345 is -2.35, as invoices and spreadsheets have it (IEEE 754,
// roundTiesToAway).
func Round(d value.Decimal, places int) (value.Decimal, error) {
	if places < 0 || places > maxPlaces {
		return "", fmt.Errorf("rounding %s: %d places: want 0 to %d", d, places, maxPlaces)
	}
	var c calc
	n := c.round(c.of(d), places)
	if c.err != nil {
		return "", fmt.Errorf("rounding %s: %w", d, c.err)
	}
	return value.DecimalOf(n), nil
}

// Fix rounds an amount to the minor unit of its currency (ISO 4217), as a document
// that states it does: 2 places, 0 for JPY and XOF, 3 for TND, KWD and BHD.
func Fix(m value.Money) (value.Money, error) {
	amount, err := Round(m.Amount, m.Currency.MinorUnits())
	return value.Money{Amount: amount, Currency: m.Currency}, err
}
