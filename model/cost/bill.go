package cost

import (
	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// bill is one charge for this shipment; exact is nil when it is not known.
type bill struct {
	working  Working
	exact    *apd.Decimal // what is fixed, in the currency of the comparison
	why      Why
	currency value.Currency // without a rate
}

// priceItems prices every item in the offer's currency, a line of its invoice each,
// and gives the sum of what is known, nil when nothing is.
func (w *worker) priceItems() *apd.Decimal {
	if w.exchange.convert(one, w.offer.Currency) == nil {
		w.gap(Gap{Leg: Goods, Why: NoRate, Item: -1, Currency: w.missing(w.offer.Currency)})
		return nil
	}
	w.out.Items = make([]ItemCost, len(w.basis.Items))
	w.goods = w.room.pointersFor(&w.room.goods, len(w.basis.Items))
	var sum *apd.Decimal
	for i, item := range w.basis.Items {
		if i >= len(w.offer.Prices) || len(w.offer.Prices[i].Tiers) == 0 {
			w.gap(Gap{Leg: Goods, Why: NoPrice, Item: i})
			continue
		}
		p := w.offer.Prices[i]
		quantity := w.converted(item.Pack, item.Quantity, p.Unit)
		if quantity == nil {
			w.gap(Gap{Leg: Goods, Why: NoUnit, Item: i})
			continue
		}
		if w.goods[i] = w.priceItem(i, p, quantity); w.goods[i] == nil {
			continue
		}
		if sum == nil {
			sum = new(apd.Decimal)
		}
		sum = w.add(sum, w.goods[i])
	}
	return sum
}

// priceItem gives what an item costs as its line of the invoice says, nil when it
// has no price at this quantity.
func (w *worker) priceItem(i int, p Pricing, quantity *apd.Decimal) *apd.Decimal {
	c := calc{room: w.room}
	price, below := c.priceOf(p, quantity)
	item := &w.out.Items[i]
	item.Quantity, item.Below = value.Quantity{Amount: plain(quantity), Unit: p.Unit}, below
	switch {
	case c.err != nil:
		w.gap(Gap{Leg: Goods, Why: Unreadable, Item: i})
		return nil
	case below != nil:
		w.gap(Gap{Leg: Goods, Why: TooLittle, Item: i})
		return nil
	}
	fixed := w.round(price.amount, w.placesOf(w.offer.Currency))
	item.Price, item.Base, item.Tier, item.Amount = p.Tiers[price.tier].Price, p.Base, price.tier, value.DecimalOf(fixed)
	if price.more != nil {
		item.More, item.MoreAmount = plain(price.more), plain(price.moreAmount)
	}
	return fixed
}

func (w *worker) gap(g Gap) { w.out.Gaps = append(w.out.Gaps, g) }

// missing names which of two currencies has no rate.
func (w *worker) missing(currency value.Currency) value.Currency {
	if w.exchange.units(currency) == nil {
		return currency
	}
	return w.basis.Currency
}

// bill works out every charge of the lane for this shipment.
func (w *worker) bill() {
	var charges []Charge
	if lane := w.offer.Lane; lane != nil {
		charges = lane.Charges
	}
	all := w.room.billsFor(len(charges))
	w.charges = w.room.charges[:0]
	for i, first := range charges {
		if first.Leg == Freight && !w.offer.Freight.IsZero() || w.billsOf(first.Leg) != nil {
			continue
		}
		from := len(all)
		for _, charge := range charges[i:] {
			if charge.Leg == first.Leg {
				all = append(all, w.billed(charge))
			}
		}
		w.charges = append(w.charges, billed{first.Leg, all[from:len(all):len(all)]})
	}
	if !w.offer.Freight.IsZero() {
		quoted := w.billed(Charge{Freight, value.Money{Amount: w.offer.Freight, Currency: w.offer.Currency}, PerShipment})
		quoted.working.Quoted = true
		w.charges = append(w.charges, billed{Freight, []bill{quoted}})
	}
	w.room.charges = w.charges
}

// placesOf gives how many places an amount of a currency has; those of the offer and of
// the comparison, which nearly all amounts are in, are looked up once.
func (w *worker) placesOf(currency value.Currency) int {
	switch currency {
	case w.basis.Currency:
		return w.places
	case w.offer.Currency:
		return w.offered
	}
	return currency.MinorUnits()
}

// billed are the bills of one leg.
type billed struct {
	leg   Leg
	bills []bill
}

// billsOf gives the bills of a leg, nil when it has none; there are too few legs for a
// map to be quicker.
func (w *worker) billsOf(leg Leg) []bill {
	for i := range w.charges {
		if w.charges[i].leg == leg {
			return w.charges[i].bills
		}
	}
	return nil
}

func (w *worker) billed(charge Charge) bill {
	per := charge.Per
	if per == "" {
		per = PerShipment
	}
	b := bill{working: Working{How: ByCharge, Item: -1, Given: charge.Amount, Per: per}}
	if charge.Amount.Amount.IsZero() || charge.Amount.Amount.Sign() < 0 {
		b.why = NoCharge
		return b
	}
	times, why := w.times(per, &b.working)
	if times == nil {
		b.why = why
		return b
	}
	fixed := w.round(w.mul(w.of(charge.Amount.Amount), times), w.placesOf(charge.Amount.Currency))
	if b.exact = w.exchange.convert(fixed, charge.Amount.Currency); b.exact == nil {
		b.why, b.currency = NoRate, w.missing(charge.Amount.Currency)
		return b
	}
	b.working.Times = plain(times)
	b.working.Fixed = value.Money{Amount: value.DecimalOf(fixed), Currency: charge.Amount.Currency}
	return b
}

// times gives how often a charge is due for the shipment, nil with the reason when
// that is not known.
func (w *worker) times(per Per, working *Working) (*apd.Decimal, Why) {
	l := w.load
	switch per {
	case PerUnit:
		return l.quantity, NoQuantity
	case PerKilogram:
		w.out.Net = w.out.Net || l.net
		return l.weight, NoWeight
	case PerRevenueTon, PerContainer:
		switch {
		case l.weight == nil:
			return nil, NoWeight
		case l.volume == nil:
			return nil, NoVolume
		case per == PerRevenueTon:
			return w.revenueTons(l.volume, l.weight), ""
		case w.offer.Lane == nil || w.offer.Lane.Box.Name == "":
			return nil, NoContainer
		}
		w.out.Net = w.out.Net || l.net
		n, by := w.boxes(w.offer.Lane.Box, l.volume, l.weight)
		working.By = by
		return n, ""
	}
	return one, ""
}
