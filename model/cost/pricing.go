package cost

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Tier is a unit price that holds from a quantity on.
type Tier struct{ From, Price value.Decimal }

// Pricing is what is asked for one item. Quantities are in Unit.
type Pricing struct {
	Tiers []Tier // by growing quantity
	// Graduated prices hold for the units of their tier alone; otherwise the price of
	// the tier that a quantity reaches holds for all of it.
	Graduated bool
	// Base is how many units a price is for (BaseQuantity of UBL 2.1's Price), such as
	// 100 or 1000; "" is 1.
	Base value.Decimal
	MOQ  value.Decimal // the least that is sold; "" is what the first tier begins with
	Unit value.Unit
}

// Price is what a quantity costs.
type Price struct {
	Amount value.Decimal // exact, not yet fixed on a document
	Unit   value.Decimal // of the tier that the quantity reaches, for one unit
	Tier   int           // which one that is
	// More is a larger quantity that costs less in all, and what it costs; "" when
	// there is none.
	More, MoreAmount value.Decimal
}

// BelowMOQ says how far a quantity is from the least that is sold.
type BelowMOQ struct {
	Quantity, MOQ, Gap value.Decimal
	Unit               value.Unit
}

var errBelowMOQ = refusal.New("cost.below_moq", "{Quantity} is {Gap} below the minimum of {MOQ}")

func (e *BelowMOQ) refusal() *refusal.Error {
	in := func(d value.Decimal) string { return strings.TrimSpace(d.String() + " " + e.Unit.Symbol()) }
	return errBelowMOQ.With(refusal.Parts{"Quantity": in(e.Quantity), "Gap": in(e.Gap), "MOQ": in(e.MOQ)})
}

// Error gives one line.
func (e *BelowMOQ) Error() string { return e.refusal().Error() }

// Told gives it for who has words of their own.
func (e *BelowMOQ) Told() refusal.Told { return e.refusal().Told() }

var (
	// ErrNoPrice means that there is no price for an item.
	ErrNoPrice     = errors.New("has no price")
	errNotPositive = errors.New("must be more than 0")
	errNotGrowing  = errors.New("quantities must grow from tier to tier")
)

// band is a tier as numbers.
type band struct{ from, price *apd.Decimal }

// Of gives what a quantity costs: *BelowMOQ when so little is not sold, ErrNoPrice
// when there are no prices.
//
// Of all units, the price of the tier that the quantity reaches. Graduated, the
// units from each tier's quantity on, up to the one before the next tier's, at the
// tier's price; those below the first tier at the first price.
func (p Pricing) Of(quantity value.Decimal) (Price, error) {
	var c calc
	price, below := c.priceOf(p, c.of(quantity))
	if c.err != nil {
		return Price{}, fmt.Errorf("pricing %s: %w", value.Quantity{Amount: quantity, Unit: p.Unit}, c.err)
	}
	if below != nil {
		return Price{}, below
	}
	return price.plain(), nil
}

// priced is a Price as numbers.
type priced struct {
	amount, unit, more, moreAmount *apd.Decimal
	tier                           int
}

func (p priced) plain() Price {
	out := Price{Amount: plain(p.amount), Unit: plain(p.unit), Tier: p.tier}
	if p.more != nil {
		out.More, out.MoreAmount = plain(p.more), plain(p.moreAmount)
	}
	return out
}

func (c *calc) priceOf(p Pricing, quantity *apd.Decimal) (priced, *BelowMOQ) {
	base := c.or(p.Base, one)
	bands := c.bands(p.Tiers, base)
	if c.err != nil {
		return priced{}, nil
	}
	least := c.or(p.MOQ, bands[0].from)
	if least.Cmp(bands[0].from) < 0 {
		least = bands[0].from
	}
	if quantity.Cmp(least) < 0 {
		gap := c.sub(least, quantity)
		return priced{}, &BelowMOQ{Quantity: plain(quantity), MOQ: plain(least), Gap: plain(gap), Unit: p.Unit}
	}
	at := 0
	for at+1 < len(bands) && quantity.Cmp(bands[at+1].from) >= 0 {
		at++
	}
	out := priced{tier: at, unit: c.per(bands[at].price, base)}
	if p.Graduated {
		out.amount = c.per(c.graduated(bands, quantity), base)
		return out, nil // units before the last are never priced again
	}
	out.amount = c.per(c.mul(quantity, bands[at].price), base)
	for _, b := range bands[at+1:] {
		amount := c.per(c.mul(b.from, b.price), base)
		if best := out.moreAmount; amount.Cmp(out.amount) < 0 && (best == nil || amount.Cmp(best) < 0) {
			out.more, out.moreAmount = b.from, amount
		}
	}
	return out, nil
}

// bands reads tiers, and sees that they are ones.
func (c *calc) bands(tiers []Tier, base *apd.Decimal) []band {
	if len(tiers) == 0 {
		c.settle("prices", ErrNoPrice)
		return nil
	}
	if base.Sign() <= 0 {
		c.settle("base quantity", errNotPositive)
	}
	out := c.workroom().bandsFor(len(tiers)) // until the next item is priced
	for i, t := range tiers {
		out[i] = band{c.of(t.From), c.of(t.Price)}
		switch {
		case c.err != nil:
		case out[i].price.Sign() < 0 || out[i].from.Sign() < 0:
			c.err = fmt.Errorf("tier %d: %w", i+1, errNotPositive)
		case i > 0 && out[i].from.Cmp(out[i-1].from) <= 0:
			c.err = fmt.Errorf("tier %d: %w", i+1, errNotGrowing)
		}
	}
	return out
}

// graduated adds up the units of each band at its price: the unit that fills a
// tier's quantity is the first at its price.
func (c *calc) graduated(bands []band, quantity *apd.Decimal) *apd.Decimal {
	sum := new(apd.Decimal)
	for i, b := range bands {
		before := new(apd.Decimal)
		if i > 0 {
			before = c.sub(b.from, one)
		}
		until := quantity
		if i+1 < len(bands) {
			if next := c.sub(bands[i+1].from, one); next.Cmp(quantity) < 0 {
				until = next
			}
		}
		if units := c.sub(until, before); units.Sign() > 0 {
			sum = c.add(sum, c.mul(units, b.price))
		}
	}
	return sum
}
