package cost

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

var (
	errNoShares       = errors.New("wants at least one share that is more than 0")
	errShareNegative  = errors.New("is less than 0")
	errNotWholeMinors = errors.New("has more places than its currency")
)

// Allocate parts an amount by shares so that the parts add up to it, to the last
// minor unit, by the largest remainder (Hamilton's method): each part gets the whole
// minor units of its quota, and those that are left go to the largest fractions, the
// earlier part first. The amount must be fixed (see Fix); shares are 0 or more and
// not all 0.
func Allocate(m value.Money, shares []value.Decimal) ([]value.Money, error) {
	var c calc
	weights := make([]*apd.Decimal, len(shares))
	for i, share := range shares {
		weights[i] = c.of(share)
	}
	places := m.Currency.MinorUnits()
	total := c.of(m.Amount)
	if c.err == nil && c.round(total, places).Cmp(total) != 0 {
		c.err = errNotWholeMinors
	}
	parts := c.allocate(total, weights, places)
	if c.err != nil {
		return nil, fmt.Errorf("allocating %s: %w", m, c.err)
	}
	out := make([]value.Money, len(parts))
	for i, part := range parts {
		out[i] = value.Money{Amount: value.DecimalOf(part), Currency: m.Currency}
	}
	return out, nil
}

// allocate parts a total that has so many places; unrounded parts are the quotas.
func (c *calc) allocate(total *apd.Decimal, weights []*apd.Decimal, places int) []*apd.Decimal {
	sum := new(apd.Decimal)
	for _, w := range weights {
		if w.Sign() < 0 {
			c.settle("share "+w.Text('f'), errShareNegative)
		}
		sum = c.add(sum, w)
	}
	if sum.Sign() <= 0 {
		c.settle("shares", errNoShares)
	}
	if c.err != nil {
		return nil
	}
	parts := make([]*apd.Decimal, len(weights))
	rests := make([]*apd.Decimal, len(weights))
	left := new(apd.Decimal).Set(total)
	for i, w := range weights {
		quota := c.quo(c.mul(total, w), sum)
		if places == unrounded {
			parts[i] = quota
			continue
		}
		parts[i] = c.truncate(quota, places)
		rests[i] = new(apd.Decimal).Abs(c.sub(quota, parts[i]))
		left = c.sub(left, parts[i])
	}
	if places != unrounded {
		c.giveOut(left, parts, rests, places)
	}
	return parts
}

// giveOut gives what is left, a minor unit each, to the parts with the largest rests.
func (c *calc) giveOut(left *apd.Decimal, parts, rests []*apd.Decimal, places int) {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	unit := apd.New(1, int32(-places))
	if left.Sign() < 0 {
		unit.Negative = true
	}
	for _, i := range order {
		if left.Sign() == 0 || c.err != nil {
			return
		}
		parts[i], left = c.add(parts[i], unit), c.sub(left, unit)
	}
}

// truncate cuts a number off behind so many places.
func (c *calc) truncate(x *apd.Decimal, places int) *apd.Decimal {
	whole := new(apd.Decimal).Set(x)
	whole.Exponent += int32(places)
	if whole.Negative {
		whole = c.ceil(whole)
	} else {
		whole = c.floor(whole)
	}
	whole.Exponent -= int32(places)
	return c.round(whole, places)
}
