package cost

import (
	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// Item is one kind of goods of a shipment.
type Item struct {
	HS       value.HS
	Quantity value.Quantity
	Pack     Pack
}

// load is a shipment as carriers see it; nil is what is not known.
type load struct {
	quantity *apd.Decimal // in the unit of the first item, when all convert into it
	volume   *apd.Decimal // m³
	weight   *apd.Decimal // kg, gross
	net      bool         // weight is that of the goods without their packages
}

// loadOf adds up the items.
func (c *calc) loadOf(items []Item) load {
	l := load{quantity: new(apd.Decimal), volume: new(apd.Decimal), weight: new(apd.Decimal)}
	for _, item := range items {
		packages := c.packages(item)
		weight, net := c.weightOf(item, packages)
		l.weight, l.net = c.total(l.weight, weight), l.net || net
		l.volume = c.total(l.volume, c.volumeOf(item, packages))
		l.quantity = c.total(l.quantity, c.converted(item.Pack, item.Quantity, items[0].Quantity.Unit))
	}
	return l
}

// total adds what is known; with what is not, nothing is.
func (c *calc) total(sum, more *apd.Decimal) *apd.Decimal {
	if sum == nil || more == nil {
		return nil
	}
	return c.add(sum, more)
}

// converted gives a quantity in a unit, nil when it does not convert.
func (c *calc) converted(p Pack, q value.Quantity, to value.Unit) *apd.Decimal {
	q, err := p.Convert(q, to)
	if err != nil {
		return nil
	}
	alone := calc{room: c.workroom()}
	n := alone.of(q.Amount)
	if alone.err != nil {
		return nil
	}
	return n
}

// packages gives how many packages an item is in, the last one perhaps not full.
func (c *calc) packages(item Item) *apd.Decimal {
	if item.Quantity.Unit.Dimension() == "pack" {
		return c.converted(Pack{}, item.Quantity, item.Quantity.Unit)
	}
	if item.Pack.Holds.IsZero() {
		return nil
	}
	unit := item.Pack.Unit
	if unit.IsZero() {
		unit = "PK"
	}
	n := c.converted(item.Pack, item.Quantity, unit)
	if n == nil {
		return nil
	}
	return c.ceil(n)
}

func (c *calc) weightOf(item Item, packages *apd.Decimal) (weight *apd.Decimal, net bool) {
	if packages != nil && !item.Pack.Gross.IsZero() {
		return c.mul(packages, c.of(item.Pack.Gross)), false
	}
	weight = c.converted(item.Pack, item.Quantity, "KGM")
	return weight, weight != nil
}

func (c *calc) volumeOf(item Item, packages *apd.Decimal) *apd.Decimal {
	if volume := c.volume(item.Pack); packages != nil && volume != nil {
		return c.mul(packages, volume)
	}
	return c.converted(item.Pack, item.Quantity, "MTQ")
}
