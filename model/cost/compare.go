package cost

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// rank is what offers are put in order by: first those of which all is known, then
// those of which a leg is not, then those without a price; within each by the exact
// cost.
type rank struct {
	class int
	cost  *apd.Decimal
}

func unpriced() rank { return rank{class: 2, cost: new(apd.Decimal)} }

// rankDigits are what an exact cost is compared by, so that the same cost reckoned
// in two currencies is the same.
const rankDigits = 24

var rankContext = apd.BaseContext.WithPrecision(rankDigits)

var errNoItems = errors.New("there is nothing to be compared: no item has a quantity")

// Compare works out what each offer costs at a basis, the best first. Offers of the
// same cost stay in their order.
//
// Each amount is fixed on its document in its own currency, and once more where it is
// shown in the currency of the comparison; amounts add up as shown. The order goes by
// what is exact, so that it is the same in every currency at one rate.
func Compare(b Basis, offers []Offer) ([]Landed, error) {
	if len(b.Items) == 0 {
		return nil, errNoItems
	}
	var c calc
	l := c.loadOf(b.Items)
	if c.err != nil {
		return nil, fmt.Errorf("adding up the shipment: %w", c.err)
	}
	out, r := make([]Landed, 0, len(offers)), new(room)
	for i, offer := range offers {
		r.reuse() // nothing of it is in what an offer came to
		w := worker{calc: &calc{room: r}, basis: b, load: l, offer: offer}
		landed := w.land()
		if w.err != nil { // one offer that makes no sense keeps nobody from the others
			landed = Landed{Side: Open, Gaps: []Gap{{Leg: Goods, Why: Unreadable, Item: -1}}, rank: unpriced()}
		}
		landed.Offer = i
		out = append(out, landed)
	}
	slices.SortStableFunc(out, func(x, y Landed) int {
		if x.rank.class != y.rank.class {
			return x.rank.class - y.rank.class
		}
		return x.rank.cost.Cmp(y.rank.cost)
	})
	return out, nil
}

// worker works one offer out.
type worker struct {
	*calc
	basis    Basis
	load     load
	offer    Offer
	exchange exchange
	places   int // of an amount in the currency of the comparison
	offered  int // of one in the currency of the offer
	out      Landed
	goods    []*apd.Decimal // of each item in the offer's currency, fixed; nil is not known
	shares   []*apd.Decimal // the value of each item
	declared []position
	charges  []billed
}

func (w *worker) land() Landed {
	w.places = w.basis.Currency.MinorUnits()
	w.offered = w.offer.Currency.MinorUnits()
	w.exchange = exchange{
		calc: w.calc, rates: w.basis.Rates, frozen: w.offer.Frozen, date: w.basis.Date, into: w.basis.Currency,
	}
	w.out.rank, w.out.into = unpriced(), w.basis.Currency
	w.out.SeaTerm = w.offer.Term.SeaOnly() && w.offer.Lane != nil && (w.offer.Lane.Mode == Air || w.offer.Lane.Mode == Road)
	sum := w.priceItems()
	if sum == nil {
		w.out.Side = Open
		return w.out
	}
	w.bill()
	w.shares = w.valued()
	w.declared = w.declare(w.shares)
	w.climb(sum)
	w.out.Rates = w.counted(w.exchange.used)
	return w.out
}

// counted leaves out rates that nothing of the result was exchanged at: those of charges that
// the offer's price has in it already. What customs takes is reckoned on values that such
// charges may be part of, so that there all count.
func (w *worker) counted(used []Rate) []Rate {
	for _, leg := range w.out.Legs {
		if leg.Leg == Duty || leg.Leg == Fees || leg.Leg == Tax {
			return used
		}
	}
	into := w.basis.Currency
	if w.offer.Currency == into && !w.gives(func(c value.Currency) bool { return c != into }) {
		return nil
	}
	return slices.DeleteFunc(used, func(r Rate) bool {
		return r.Currency != into && r.Currency != w.offer.Currency && !w.gives(func(c value.Currency) bool { return c == r.Currency })
	})
}

// gives reports whether a leg of the result was given in such a currency.
func (w *worker) gives(such func(value.Currency) bool) bool {
	for _, legs := range [2][]LegCost{w.out.Legs, w.out.Off} {
		for _, leg := range legs {
			for _, working := range leg.Workings {
				if c := working.Given.Currency; c != "" && such(c) {
					return true
				}
			}
		}
	}
	return false
}

// climb walks from the offer's term to the basis twice: exactly for the order, and in
// amounts as documents have them for what is shown.
func (w *worker) climb(sum *apd.Decimal) {
	exact := w.chain(unrounded)
	cost := w.travel(exact, amount{n: w.exchange.convert(sum, w.offer.Currency)})
	shown := w.chain(w.places)
	start := w.round(w.exchange.convert(sum, w.offer.Currency), w.places)
	told := w.listen(shown)
	total := w.travel(shown, amount{n: start, low: len(w.out.Gaps) > 0})
	w.tell(told, total)
	rounded := new(apd.Decimal)
	if _, err := rankContext.Round(rounded, cost.n); err != nil {
		w.settle("ranking", err)
	}
	w.out.rank = rank{cost: rounded}
	if w.out.Side != "" {
		w.out.rank.class = 1
	}
}

// travel goes from the offer's term to that of the basis: down as far as both go
// together, then up.
func (w *worker) travel(h *chain, v amount) amount {
	from, to := standOf(w.offer.Term), standOf(w.basis.Term)
	if slices.Equal(from.past, to.past) && from.rung == to.rung {
		return v
	}
	switch {
	case slices.Equal(from.past, imports):
		v = h.stripped(v)
	case len(from.past) > 0:
		v = h.down(v, Unloading)
	}
	at := v
	v = h.walk(v, from.rung, to.rung)
	switch {
	case slices.Equal(to.past, imports):
		v = h.imported(v, at, from.rung)
	case len(to.past) > 0:
		v = h.up(v, Unloading)
	}
	return v
}
