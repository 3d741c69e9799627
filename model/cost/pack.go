package cost

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// Pack is how an item is packed: what one package holds, its outer size in metres
// and its gross weight in kilograms. What is not given is not known.
type Pack struct {
	Unit                  value.Unit     // of the package: CT, BX; "" is any package
	Holds                 value.Quantity // such as 12 pieces, or 14 kg
	Length, Width, Height value.Decimal  // m
	Gross                 value.Decimal  // kg
}

var errHoldsNothing = errors.New("a package holds nothing")

// Convert gives a quantity in another unit: within a dimension (UN/ECE
// Recommendation 20), and between packages and what they hold by the pack's
// definition. What neither covers is a *value.Error.
func (p Pack) Convert(q value.Quantity, to value.Unit) (value.Quantity, error) {
	within, err := q.Convert(to)
	if err == nil || p.Holds.Unit.IsZero() {
		return within, err
	}
	switch {
	case p.packs(q.Unit):
		return p.unpacked(q, to)
	case p.packs(to):
		return p.packed(q, to)
	}
	return value.Quantity{}, err
}

// packs reports whether a unit is this pack's package.
func (p Pack) packs(u value.Unit) bool {
	return u == p.Unit || p.Unit.IsZero() && u.Dimension() == "pack"
}

func (p Pack) unpacked(q value.Quantity, to value.Unit) (value.Quantity, error) {
	var c calc
	held := value.Quantity{Amount: plain(c.mul(c.of(q.Amount), c.of(p.Holds.Amount))), Unit: p.Holds.Unit}
	if c.err != nil {
		return value.Quantity{}, fmt.Errorf("unpacking %s: %w", q, c.err)
	}
	return held.Convert(to)
}

func (p Pack) packed(q value.Quantity, to value.Unit) (value.Quantity, error) {
	loose, err := q.Convert(p.Holds.Unit)
	if err != nil {
		return value.Quantity{}, err
	}
	var c calc
	holds := c.of(p.Holds.Amount)
	if c.err == nil && holds.Sign() <= 0 {
		c.err = errHoldsNothing
	}
	packages := c.quo(c.of(loose.Amount), holds)
	if c.err != nil {
		return value.Quantity{}, fmt.Errorf("packing %s: %w", q, c.err)
	}
	return value.Quantity{Amount: plain(packages), Unit: to}, nil
}

// PricePer gives a price for one unit as the price for one of another: USD 2.35 a
// pound is 5.1809 a kilogram. It is rounded to the 4 places of a unit price.
func (p Pack) PricePer(price value.Decimal, of, to value.Unit) (value.Decimal, error) {
	whole, err := p.Convert(value.Quantity{Amount: "1", Unit: to}, of)
	if err != nil {
		return "", err
	}
	var c calc
	out := c.round(c.mul(c.of(price), c.of(whole.Amount)), pricePlaces)
	if c.err != nil {
		return "", fmt.Errorf("pricing one %s: %w", to, c.err)
	}
	return value.DecimalOf(out), nil
}

// volume gives the outer volume of one package in m³, nil when it is not known.
func (c *calc) volume(p Pack) *apd.Decimal {
	if p.Length.IsZero() || p.Width.IsZero() || p.Height.IsZero() {
		return nil
	}
	return c.mul(c.mul(c.of(p.Length), c.of(p.Width)), c.of(p.Height))
}
