package match

import (
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// exclude gives every reason why a supplier cannot serve the RFQ. Who offers none of it
// is asked no further.
func (j *judged) exclude() []Reason {
	if len(j.lines) > 0 && j.offered == 0 {
		return []Reason{{Code: NoProduct}}
	}
	var out []Reason
	if r, excluded := j.marketExcluded(); excluded {
		out = append(out, r)
	}
	if r, short := j.capacityShort(); short {
		out = append(out, r)
	}
	for i := range j.needs {
		if code, seen := j.holds(i); code != Certified {
			out = append(out, Reason{code, seen})
		}
	}
	return out
}

// marketExcluded is set when they do not sell where the goods go.
func (j *judged) marketExcluded() (Reason, bool) {
	for _, m := range j.Supplier.ExcludedMarkets {
		if m.Has(j.market) {
			return Reason{MarketExcluded, Seen{Market: m, Country: j.market}}, true
		}
	}
	return Reason{}, false
}

// capacityShort is set when no offered line is within what they can deliver. Without a
// capacity, or a unit to compare in, there is nothing to hold against them.
func (j *judged) capacityShort() (Reason, bool) {
	capacity := j.Supplier.Capacity
	if capacity.Sign() <= 0 {
		return Reason{}, false
	}
	var least value.Quantity
	for i := range j.lines {
		if j.fits[i].Percent == 0 {
			continue
		}
		q, ok := j.inUnit(i)
		if !ok || compare(q.Amount, capacity) <= 0 {
			return Reason{}, false
		}
		if least.Amount == "" || compare(q.Amount, least.Amount) < 0 {
			least = q
		}
	}
	if least.Amount == "" {
		return Reason{}, false
	}
	return Reason{CapacityShort, Seen{Wanted: least, Has: value.Quantity{Amount: capacity, Unit: j.Supplier.Unit}}}, true
}

// need is a certificate that the RFQ asks for, by the words of its name.
type need struct {
	name  string
	words []string
}

// meets reports whether a certificate that is held is one that is asked for.
func (p *Ready) meets(held string, need int) bool {
	bits, known := p.held[held]
	if !known {
		words := model.CertificateWords(held)
		for i, n := range p.needs {
			if model.CertificateMeets(words, n.words) {
				bits |= 1 << i
			}
		}
		p.held[held] = bits
	}
	return bits&(1<<need) != 0
}

// expiresSoon is how long before its end a certificate is said to expire soon.
const expiresSoon = 60 * 24 * time.Hour

// holds says whether the supplier has a certificate that is valid when the goods are
// delivered: Certified, CertificateMissing or CertificateExpired. One without a day is
// taken to be valid.
func (j *judged) holds(need int) (Code, Seen) {
	code, seen := CertificateMissing, Seen{Certificate: j.needs[need].name}
	for _, held := range j.Supplier.Certificates {
		if !j.meets(held, need) {
			continue
		}
		until := j.Supplier.CertificateUntil(held)
		if until != "" && until < j.deliveredOn() {
			code, seen = CertificateExpired, Seen{Certificate: held, Until: until}
			continue
		}
		return Certified, Seen{Certificate: held, Until: until}
	}
	return code, seen
}

// deliveredOn gives the day on which the goods are delivered at the earliest: what they
// need from the RFQ's deadline on, or from today when that is over or not given.
func (j *judged) deliveredOn() value.Date {
	from := value.Date(j.r.Now.Format(time.DateOnly))
	if d := j.r.RFQ.Deadline; d > from {
		from = d
	}
	day := from.Time(nil).AddDate(0, 0, min(max(j.Supplier.LeadDays, 0), 3650))
	return value.Date(day.Format(time.DateOnly))
}

// judgeCertificates is asked for who holds all that is asked for. One that expires soon
// after the delivery has half, and is named.
func judgeCertificates(j *judged) (Code, int, Seen, bool) {
	if len(j.needs) == 0 {
		return "", 0, Seen{}, false
	}
	if len(j.Supplier.CertificatesUntil) == 0 {
		return Certified, 100, Seen{Count: len(j.needs)}, true
	}
	soon := value.Date(j.deliveredOn().Time(nil).Add(expiresSoon).Format(time.DateOnly))
	first := Seen{}
	for i := range j.needs {
		if _, seen := j.holds(i); seen.Until != "" && seen.Until < soon && (first.Until == "" || seen.Until < first.Until) {
			first = seen
		}
	}
	if first.Until != "" {
		return CertificateEnds, 50, first, true
	}
	return Certified, 100, Seen{Count: len(j.needs)}, true
}
