package cost

import "github.com/cockroachdb/apd/v3"

// position is one of a customs declaration: the items that one rate is given for.
type position struct {
	given      DutyRate
	item       int          // its first
	value      *apd.Decimal // of its goods
	rate, fees *apd.Decimal // percent; nil is not known
}

// declare puts items together by the rate that the lane gives for them.
func (w *worker) declare(shares []*apd.Decimal) []position {
	var out []position
	for i, item := range w.basis.Items {
		if i > 0 && item.HS == w.basis.Items[i-1].HS {
			last := &out[len(out)-1]
			last.value = w.add(last.value, shares[i])
			continue
		}
		p := position{item: i, value: shares[i]}
		if lane := w.offer.Lane; lane != nil {
			p.given = lane.dutyOf(item.HS)
			p.rate, p.fees = w.percent(p.given.Rate), w.percent(p.given.Fees)
		}
		if len(out) > 0 && out[len(out)-1].given == p.given {
			last := &out[len(out)-1]
			last.value = w.add(last.value, p.value)
			continue
		}
		out = append(out, p)
	}
	return out
}

// imported adds what DDP has over DAP to a value v at DAP. from is a value that the
// goods have at a rung, which the customs values are reckoned from.
func (h *chain) imported(v, from amount, at rung) amount {
	v = h.up(v, ImportClearance)
	quiet := h.quiet()
	fob, cif := quiet.walk(from, at, rungFOB), quiet.walk(from, at, rungCIF)
	taxable := cif
	v = h.customs(v, &taxable, fob, cif, Duty)
	v = h.customs(v, &taxable, fob, cif, Fees)
	if terminal, ok := h.charge(DestinationTerminal); ok {
		taxable.n = h.add(taxable.n, terminal.amount)
		taxable.low = taxable.low || !terminal.known
	} else {
		taxable.low = true
	}
	return h.taxed(v, taxable)
}

// taxed adds VAT: its percentage of CIF, duty, fees and the handling at arrival
// (Directive 2006/112/EC, articles 85 and 86).
func (h *chain) taxed(v, taxable amount) amount {
	s := step{leg: Tax, amount: h.result(), of: taxable.n}
	switch {
	case h.vat == nil:
		s.why = NoCharge
	case taxable.high && h.vat.Sign() != 0:
		s.why = NoBase
	default:
		s.known = true
		s.amount = h.round(h.share(taxable.n, h.vat), h.places)
	}
	v.n, v.low = h.add(v.n, s.amount), v.low || !s.known || taxable.low && s.amount.Sign() != 0
	h.report(s)
	return v
}

// customs adds duty or fees of each item, a percentage of its share of the customs
// value, and the amount that a lane charges for fees.
func (h *chain) customs(v amount, taxable *amount, fob, cif amount, leg Leg) amount {
	gather := func(s step) {
		v.n, v.low = h.add(v.n, s.amount), v.low || !s.known
		taxable.n, taxable.low = h.add(taxable.n, s.amount), taxable.low || !s.known
		h.report(s)
	}
	charge, fixed := h.charge(leg)
	if fixed {
		gather(step{leg: leg, amount: charge.amount, known: charge.known})
	}
	var fobs, cifs []*apd.Decimal
	if len(h.declared) > 1 {
		fobs, cifs = h.parts(fob.n), h.parts(cif.n)
	}
	for i := range h.declared {
		p := &h.declared[i]
		percent := p.rate
		if leg == Fees {
			percent = p.fees
		}
		if percent == nil && fixed {
			continue
		}
		base, parts := cif, cifs
		if p.given.Base == OnFOB {
			base, parts = fob, fobs
		}
		of := base.n
		if len(parts) > 0 {
			of = parts[i]
		}
		s := step{leg: leg, amount: h.result(), of: of, at: p}
		switch {
		case percent == nil:
			s.why = NoDutyRate
		case base.high && percent.Sign() != 0:
			s.why = NoBase
		default:
			s.known = true
			s.amount = h.round(h.share(of, percent), h.places)
		}
		gather(s)
	}
	return v
}

// parts gives each position's part of a customs value, by the value of the goods.
func (h *chain) parts(whole *apd.Decimal) []*apd.Decimal {
	values := make([]*apd.Decimal, len(h.declared))
	for i, p := range h.declared {
		values[i] = p.value
	}
	if parts := h.allocate(whole, values, h.places); parts != nil {
		return parts
	}
	return values // an error was kept
}

// stripped gives the value at DAP of a price that has imports in it. Each of them is
// linear in that value, so that two points give the line: DDP = a·x + b.
func (h *chain) stripped(v amount) amount {
	exact := *h.quiet()
	exact.places = unrounded
	at := func(x int64) amount {
		from := amount{n: apd.New(x, 0)}
		return exact.imported(from, from, rungDAP)
	}
	b, top := at(0), at(1)
	a := h.sub(top.n, b.n)
	x := h.round(h.quo(h.sub(v.n, b.n), a), h.places)
	out := amount{n: x, low: v.low, high: v.high || top.low}
	h.reportStripped(out)
	return out
}

// reportStripped tells the imports that were taken off, as they are at the value
// that remains.
func (h *chain) reportStripped(x amount) {
	if h.visit == nil {
		return
	}
	told := *h
	told.visit = func(s step) { s.off = true; h.visit(s) }
	told.imported(x, x, rungDAP)
}
