package match

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
)

// Request is what suppliers are ranked for. Zero Weights mean DefaultWeights.
type Request struct {
	RFQ     *model.RFQ
	Buyer   value.Country // the buyer's, "" when not known
	Lanes   []*model.Lane
	Now     time.Time
	Weights Weights
}

// Candidate is a supplier and how they answered so far.
type Candidate struct {
	Supplier *model.Supplier
	Record   invitation.Record
}

// Entry is a supplier in the ranking. Score is the sum of the points of its parts, 0-100.
type Entry struct {
	Supplier *model.Supplier
	Record   invitation.Record
	Score    int
	Parts    []Part
}

// Exclusion is a supplier who cannot serve the RFQ, with every reason.
type Exclusion struct {
	Supplier *model.Supplier
	Reasons  []Reason
}

// Result is the ranking, best first, and who is left out of it.
type Result struct {
	Ranked   []Entry     // at most as many as were asked for
	Total    int         // who can serve the RFQ
	Excluded []Exclusion // at most as many, those with the fewest reasons first
	LeftOut  int         // how many are left out so
	// Elsewhere counts those who offer none of the RFQ's goods: nearly all of a desk's
	// suppliers, whom nobody wants to read one by one. Others keeps them when asked for.
	Elsewhere int
	Others    []Exclusion
}

// Options say how much of a ranking is wanted.
type Options struct {
	Limit  int  // of those ranked, and of those left out; 0 for all
	Others bool // keep those who offer none of the goods, one by one
}

// Ready is a request made ready to be held against many suppliers, by one goroutine.
type Ready struct {
	r     Request
	lines []line
	needs []need
	to    value.Country // where the goods go, "" when not known
	// market is where they are sold: where they go, else where the buyer is.
	market value.Country
	lanes  []*model.Lane // that lead there

	units map[value.Unit][]value.Quantity // the lines in a supplier's unit, zero where nothing leads there
	held  map[string]uint64               // which needs a certificate meets, bit by bit, by its name

	judged judged // who is looked at now
}

type line struct {
	wanted   model.Wanted
	name     string
	quantity value.Quantity
}

// Prepare makes a request ready. An RFQ without lines is about what its title says.
func Prepare(r Request) *Ready {
	if r.Weights == (Weights{}) {
		r.Weights = DefaultWeights()
	}
	p := &Ready{r: r, units: map[value.Unit][]value.Quantity{}, held: map[string]uint64{}}
	for _, l := range r.RFQ.Lines {
		if wanted := model.WantedOf(l.HS, l.Product); !wanted.IsZero() && len(p.lines) < maxLines {
			p.lines = append(p.lines, line{wanted, cmp.Or(l.Product, l.HS.String()), value.Quantity{Amount: l.Quantity, Unit: l.Unit}})
		}
	}
	if wanted := model.WantedOf("", r.RFQ.Title); len(p.lines) == 0 && !wanted.IsZero() {
		p.lines = []line{{wanted: wanted, name: r.RFQ.Title}}
	}
	for _, name := range r.RFQ.Certificates {
		if words := model.CertificateWords(name); len(words) > 0 && len(p.needs) < 64 {
			p.needs = append(p.needs, need{name, words})
		}
	}
	if !loads(r.RFQ.Incoterm) {
		p.to = r.RFQ.Port.Country()
	}
	p.market = cmp.Or(p.to, r.Buyer)
	for _, lane := range r.Lanes {
		if !lane.Deleted && p.to != "" && lane.To() == p.to {
			p.lanes = append(p.lanes, lane)
		}
	}
	return p
}

// Fits reports whether a supplier offers anything of what is asked for: whoever does not
// need not be looked at further.
func (p *Ready) Fits(s *model.Supplier) bool {
	return len(p.lines) == 0 || p.judge(Candidate{Supplier: s}).offered > 0
}

// Judge gives the supplier's place with every part of its score, or why there is none.
// Both are nil for one who is deleted.
func (p *Ready) Judge(c Candidate) (*Entry, *Exclusion) {
	if c.Supplier.Deleted {
		return nil, nil
	}
	j := p.judge(c)
	if reasons := j.exclude(); len(reasons) > 0 {
		return nil, &Exclusion{c.Supplier, reasons}
	}
	e := &Entry{Supplier: c.Supplier, Record: c.Record}
	e.Score = j.score(&e.Parts)
	return e, nil
}

// judge begins with the next supplier, in the room of the one before.
func (p *Ready) judge(c Candidate) *judged {
	j := &p.judged
	j.Ready, j.Candidate, j.offered = p, c, 0
	j.offer(c.Supplier)
	return j
}

// score adds the parts up, and puts them into parts when that is not nil.
func (j *judged) score(parts *[]Part) int {
	total := 0
	for _, rule := range rulesOf(j.r.Weights) {
		code, percent, seen, applies := rule.judge(j)
		if !applies {
			continue
		}
		points := share(rule.weight, percent)
		total += points
		if parts != nil {
			*parts = append(*parts, Part{Code: code, Points: points, Of: rule.weight, Seen: seen})
		}
	}
	return total
}

// Rank ranks candidates: the higher score first, then who answers faster, then by id.
func Rank(r Request, candidates []Candidate, o Options) Result {
	p, out := Prepare(r), Result{}
	for _, c := range candidates {
		if c.Supplier.Deleted {
			continue
		}
		j := p.judge(c)
		switch reasons := j.exclude(); {
		case len(reasons) == 0:
			out.Ranked = append(out.Ranked, Entry{Supplier: c.Supplier, Record: c.Record, Score: j.score(nil)})
		case reasons[0].Code == NoProduct:
			out.Elsewhere++
			if o.Others {
				out.Others = append(out.Others, Exclusion{c.Supplier, reasons})
			}
		default:
			out.Excluded = append(out.Excluded, Exclusion{c.Supplier, reasons})
		}
	}
	out.sort()
	if out.Total = len(out.Ranked); o.Limit > 0 && o.Limit < out.Total {
		out.Ranked = out.Ranked[:o.Limit]
	}
	if out.LeftOut = len(out.Excluded); o.Limit > 0 && o.Limit < out.LeftOut {
		out.Excluded = out.Excluded[:o.Limit]
	}
	for i := range out.Ranked {
		e := &out.Ranked[i]
		e.Score = p.judge(Candidate{e.Supplier, e.Record}).score(&e.Parts)
	}
	return out
}

func (r *Result) sort() {
	slices.SortFunc(r.Ranked, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(speed(a.Record), speed(b.Record)), bytes.Compare(a.Supplier.ID[:], b.Supplier.ID[:]))
	})
	for _, list := range [][]Exclusion{r.Excluded, r.Others} {
		slices.SortFunc(list, func(a, b Exclusion) int {
			return cmp.Or(cmp.Compare(len(a.Reasons), len(b.Reasons)), cmp.Compare(a.Reasons[0].Code, b.Reasons[0].Code), bytes.Compare(a.Supplier.ID[:], b.Supplier.ID[:]))
		})
	}
}

// speed puts who never answered behind who did.
func speed(r invitation.Record) time.Duration {
	if r.Timed == 0 {
		return 1<<63 - 1
	}
	return r.Median
}

// share gives a percentage of a weight, rounded half up.
func share(weight, percent int) int { return (weight*percent + 50) / 100 }

// loads reports whether a term's place is where the goods are loaded, not where they go.
func loads(t value.Incoterm) bool {
	switch t {
	case value.EXW, value.FCA, value.FAS, value.FOB:
		return true
	}
	return false
}
