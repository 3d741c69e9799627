package cost

import "github.com/cockroachdb/apd/v3"

// coverage is what cargo is insured for, of its CIF value (Incoterms 2020, CIF A5:
// the price and ten percent).
var coverage = apd.New(110, -2)

// charged is a leg in the currency of the comparison; partly known ones are what is
// known of them.
type charged struct {
	leg    Leg
	amount *apd.Decimal
	known  bool
}

// chain adds legs to a price, or takes them off. Its amounts are of one currency and
// have so many places.
type chain struct {
	*calc
	places   int
	charges  []charged
	premium  *apd.Decimal // 1.10 · rate; nil is not known
	declared []position
	vat      *apd.Decimal // percent; nil is not known
	visit    func(step)   // nil when nobody looks
}

// step is a leg that was added or taken off.
type step struct {
	leg    Leg
	amount *apd.Decimal
	of     *apd.Decimal // what a percentage or premium was reckoned on
	known  bool
	off    bool
	why    Why       // when not known
	at     *position // of the customs declaration; nil for the shipment
}

// item gives the first item of a position, -1 for the shipment.
func (s step) item() int {
	if s.at == nil {
		return -1
	}
	return s.at.item
}

func (h *chain) report(s step) {
	if h.visit != nil {
		h.visit(s)
	}
}

// amount is a value on the ladder, and whether it lacks what is to be added or has
// what should be off.
type amount struct {
	n         *apd.Decimal
	low, high bool
}

// walk goes from rung to rung.
func (h *chain) walk(v amount, from, to rung) amount {
	for r := from + 1; r <= to; r++ {
		for _, leg := range between[r] {
			v = h.up(v, leg)
		}
	}
	for r := from; r > to; r-- {
		for i := len(between[r]) - 1; i >= 0; i-- {
			v = h.down(v, between[r][i])
		}
	}
	return v
}

// up adds a leg: CIF = CFR ÷ (1 − 1.10·rate), others are what is charged.
func (h *chain) up(v amount, leg Leg) amount {
	s := step{leg: leg, amount: h.result(), known: true}
	charge, ok := h.charge(leg)
	switch {
	case ok:
		s.amount, s.known = charge.amount, charge.known
	case leg == Insurance && h.premium != nil:
		s.of = v.n
		s.amount = h.sub(h.round(h.quo(v.n, h.sub(one, h.premium)), h.places), v.n)
	default:
		s.known = false
	}
	v.n, v.low = h.add(v.n, s.amount), v.low || !s.known
	h.report(s)
	return v
}

// down takes a leg off: CFR = CIF · (1 − 1.10·rate).
func (h *chain) down(v amount, leg Leg) amount {
	s := step{leg: leg, amount: h.result(), known: true, off: true}
	charge, ok := h.charge(leg)
	switch {
	case ok:
		s.amount, s.known = charge.amount, charge.known
	case leg == Insurance && h.premium != nil:
		cfr := h.round(h.mul(v.n, h.sub(one, h.premium)), h.places)
		s.of, s.amount = cfr, h.sub(v.n, cfr)
	default:
		s.known = false
	}
	v.n, v.high = h.sub(v.n, s.amount), v.high || !s.known
	h.report(s)
	return v
}

// charge finds what is charged for a leg; there are too few legs for a map to be
// quicker.
func (h *chain) charge(leg Leg) (charged, bool) {
	for _, c := range h.charges {
		if c.leg == leg {
			return c, true
		}
	}
	return charged{}, false
}

// quiet gives the same chain with nobody looking.
func (h *chain) quiet() *chain {
	q := *h
	q.visit = nil
	return &q
}
