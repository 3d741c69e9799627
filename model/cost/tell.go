package cost

import (
	"slices"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// chain prepares the legs of the offer's lane, with so many places.
func (w *worker) chain(places int) *chain {
	h := &chain{calc: w.calc, places: places, charges: make([]charged, 0, len(w.charges)), declared: w.declared}
	for _, of := range w.charges {
		sum := charged{of.leg, w.result(), true}
		for i := range of.bills {
			b := &of.bills[i]
			if b.exact == nil {
				sum.known = false
				continue
			}
			sum.amount = w.add(sum.amount, w.round(b.exact, places))
		}
		h.charges = append(h.charges, sum)
	}
	lane := w.offer.Lane
	if lane == nil {
		return h
	}
	if rate := w.percent(lane.Insurance); rate != nil {
		if premium := w.share(coverage, rate); premium.Cmp(one) < 0 {
			h.premium = premium
		}
	}
	h.vat = w.percent(lane.VAT)
	return h
}

// percent reads a percentage, nil when none is given; less than nothing is none.
func (w *worker) percent(d value.Decimal) *apd.Decimal {
	if d.IsZero() || d.Sign() < 0 {
		return nil
	}
	return w.of(d)
}

// valued gives the value of each item, by which what is common is parted; all alike
// when no item has one.
func (w *worker) valued() []*apd.Decimal {
	shares := w.room.pointersFor(&w.room.shares, len(w.goods))
	some := false
	for i, n := range w.goods {
		if n == nil {
			n = w.result()
		}
		shares[i], some = n, some || n.Sign() > 0
	}
	if !some {
		for i := range shares {
			shares[i] = one
		}
	}
	return shares
}

// listen keeps the steps of a chain.
func (w *worker) listen(h *chain) *[]step {
	w.room.steps = w.room.steps[:0]
	h.visit = func(s step) { w.room.steps = append(w.room.steps, s) }
	return &w.room.steps
}

// tell puts what a walk came by into the result.
func (w *worker) tell(steps *[]step, total amount) {
	out := &w.out
	goods := total.n
	for _, s := range *steps {
		w.tellStep(s)
		if !s.off {
			goods = w.sub(goods, s.amount)
		}
	}
	out.Legs = slices.Insert(out.Legs, 0, LegCost{Leg: Goods, Amount: value.DecimalOf(goods)})
	if len(out.Off) > 0 {
		out.Legs[0].Workings = []Working{{How: BySolving, Item: -1, Amount: out.Legs[0].Amount}}
	}
	out.Estimated = len(out.Off) > 0 || total.high
	switch {
	case total.low && total.high:
		out.Side = Open
	case total.low:
		out.Side = AtLeast
	case total.high:
		out.Side = AtMost
	}
	out.Total = value.DecimalOf(total.n)
	if q := w.load.quantity; q != nil && q.Sign() > 0 {
		out.Quantity = value.Quantity{Amount: plain(q), Unit: w.basis.Items[0].Quantity.Unit}
		out.Unit = value.DecimalOf(w.round(w.quo(total.n, q), pricePlaces))
	}
}

// tellStep adds a step to its leg. Charges are told by their bills.
func (w *worker) tellStep(s step) {
	bills := w.billsOf(s.leg)
	byBill := len(bills) > 0 && s.at == nil
	if !s.known {
		w.tellGaps(s, bills, byBill)
	}
	if !s.known && s.amount.Sign() == 0 {
		return
	}
	var workings []Working
	switch {
	case byBill:
		for _, b := range bills {
			if b.exact != nil {
				b.working.Amount = value.DecimalOf(w.round(b.exact, w.places))
				workings = append(workings, b.working)
			}
		}
	case s.of == nil:
		return
	default:
		workings = []Working{w.reckoned(s)}
	}
	list := &w.out.Legs
	if s.off {
		list = &w.out.Off
	}
	i := slices.IndexFunc(*list, func(l LegCost) bool { return l.Leg == s.leg })
	if i < 0 {
		*list = append(*list, LegCost{s.leg, value.DecimalOf(s.amount), workings})
		return
	}
	leg := &(*list)[i]
	leg.Amount = value.DecimalOf(w.add(w.of(leg.Amount), s.amount))
	leg.Workings = append(leg.Workings, workings...)
}

// reckoned tells a percentage of a value.
func (w *worker) reckoned(s step) Working {
	working := Working{How: ByPercent, Item: s.item(), Of: value.DecimalOf(s.of), Amount: value.DecimalOf(s.amount)}
	switch s.leg {
	case Insurance:
		working.How, working.Percent = ByPremium, w.offer.Lane.Insurance
	case Tax:
		working.Percent = w.offer.Lane.VAT
	case Duty, Fees:
		given := s.at.given
		working.Percent, working.On, working.HS = given.Rate, given.Base, given.HS
		if s.leg == Fees {
			working.Percent = given.Fees
		}
	}
	return working
}

func (w *worker) tellGaps(s step, bills []bill, byBill bool) {
	g := Gap{Leg: s.leg, Why: s.why, Item: s.item(), Off: s.off}
	if byBill {
		for _, b := range bills {
			if b.exact == nil {
				g.Why, g.Currency = b.why, b.currency
				w.gap(g)
			}
		}
		return
	}
	switch {
	case w.offer.Lane == nil:
		g.Why = NoLane
	case g.Why == "":
		g.Why = NoCharge
	}
	w.gap(g)
}
