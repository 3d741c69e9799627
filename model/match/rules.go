package match

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// unknownShare is what counts for what is not known: it is neither good nor bad.
const unknownShare = 50

// judged is a supplier who is held against a request.
type judged struct {
	*Ready
	Candidate
	fits    [maxLines]model.Fit // by line; zero for one that is not offered
	offered int                 // how many lines are
}

// maxLines is how many lines of an RFQ are looked at.
const maxLines = 32

// rule is one part of a score. It says what share, 0-100, of its weight is earned, by
// what; applies is false when the RFQ asks for nothing of the kind.
type rule struct {
	weight int
	judge  func(j *judged) (code Code, percent int, seen Seen, applies bool)
}

func rulesOf(w Weights) [9]rule {
	return [9]rule{
		{w.Product, judgeProduct}, {w.MOQ, judgeMOQ}, {w.Certificates, judgeCertificates}, {w.Route, judgeRoute}, {w.Term, judgeTerm},
		{w.Replies, judgeReplies}, {w.Wins, judgeWins}, {w.Quotes, judgeQuotes}, {w.Rating, judgeRating},
	}
}

// leastFit is the percentage from which a line counts as offered: its chapter agrees, or
// two words of three. One word of two ("oil") says too little.
const leastFit = 30

// offer finds how well each line fits.
func (j *judged) offer(s *model.Supplier) {
	for i := range j.lines {
		j.fits[i] = j.lines[i].wanted.Fits(s)
		if j.fits[i].Percent < leastFit {
			j.fits[i] = model.Fit{}
			continue
		}
		j.offered++
	}
}

// judgeProduct takes the mean over all lines: who offers one of two has half. What the
// best line goes by is told.
func judgeProduct(j *judged) (Code, int, Seen, bool) {
	if len(j.lines) == 0 {
		return "", 0, Seen{}, false
	}
	sum, best := 0, model.Fit{}
	for i := range j.lines {
		fit := j.fits[i]
		if sum += fit.Percent; fit.Percent > best.Percent {
			best = fit
		}
	}
	seen := Seen{HS: best.HS, Words: best.Words, Lines: j.offered, OfLines: len(j.lines)}
	code := ProductHS
	switch {
	case best.Exact:
		code = ProductName
	case best.HS == "":
		code = ProductWords
	}
	return code, sum / len(j.lines), seen, true
}

// inUnit gives a line's quantity in the supplier's unit; false when there is none, or
// nothing leads from one unit to the other.
func (j *judged) inUnit(i int) (value.Quantity, bool) {
	unit := j.Supplier.Unit
	all, known := j.units[unit]
	if !known {
		all = make([]value.Quantity, len(j.lines))
		for at := range j.lines {
			q := j.lines[at].quantity
			if converted, err := q.Convert(unit); err == nil && unit != "" && q.Amount.Sign() > 0 {
				all[at] = converted
			}
		}
		j.units[unit] = all
	}
	return all[i], all[i].Unit != ""
}

// most gives the largest quantity of an offered line, in the supplier's unit.
func (j *judged) most() (most value.Quantity, ok bool) {
	for i := range j.lines {
		if j.fits[i].Percent == 0 {
			continue
		}
		if q, known := j.inUnit(i); known && (!ok || compare(q.Amount, most.Amount) > 0) {
			most, ok = q, true
		}
	}
	return most, ok
}

// compare is Decimal.Cmp, quick for whole numbers, which nearly all are.
func compare(a, b value.Decimal) int {
	switch {
	case a == b:
		return 0
	case whole(a) && whole(b):
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return a.Cmp(b)
}

// whole reports whether a number is digits alone; canonical ones begin with no zero.
func whole(d value.Decimal) bool {
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return false
		}
	}
	return d != "" && (d[0] != '0' || len(d) == 1)
}

// judgeMOQ holds the largest line against the least order: half of it earns half.
func judgeMOQ(j *judged) (Code, int, Seen, bool) {
	most, ok := j.most()
	if !ok || j.Supplier.MOQ.Sign() <= 0 {
		return MOQUnknown, unknownShare, Seen{}, true
	}
	seen := Seen{Wanted: most, Has: value.Quantity{Amount: j.Supplier.MOQ, Unit: j.Supplier.Unit}}
	if compare(most.Amount, j.Supplier.MOQ) >= 0 {
		return MOQFits, 100, seen, true
	}
	return MOQAbove, percentOf(most.Amount, j.Supplier.MOQ), seen, true
}

// percentOf gives a as a whole percentage of b, cut, at most 100. These are points of a
// ranking and no amount, so that a float will do.
func percentOf(a, b value.Decimal) int {
	x, errX := strconv.ParseFloat(a.String(), 64)
	y, errY := strconv.ParseFloat(b.String(), 64)
	if errX != nil || errY != nil || y <= 0 {
		return 0
	}
	return int(min(max(100*x/y, 0), 100))
}

// judgeRoute asks whether the goods get where they are wanted: loaded at the port that a
// term such as FOB names, or by a lane to the destination of one such as CIF.
func judgeRoute(j *judged) (Code, int, Seen, bool) {
	r, s := j.r.RFQ, j.Supplier
	if r.Port == "" {
		return "", 0, Seen{}, false
	}
	from := s.Country
	if from == "" {
		from = s.Port.Country()
	}
	if loads(r.Incoterm) {
		switch {
		case s.Port == r.Port:
			return PortSame, 100, Seen{Port: s.Port}, true
		case from != "" && from == r.Port.Country():
			return PortCountry, 60, Seen{Port: s.Port}, true
		}
		return PortOther, 0, Seen{Port: s.Port}, true
	}
	code, percent, seen := LaneNone, 0, Seen{Port: r.Port}
	for _, lane := range j.lanes {
		switch {
		case s.Port != "" && lane.FromPort == s.Port && percent < 100:
			code, percent, seen = LanePort, 100, Seen{Port: r.Port, Lane: lane.ID, Name: lane.Name}
		case from != "" && lane.From() == from && percent < 70:
			code, percent, seen = LaneCountry, 70, Seen{Port: r.Port, Lane: lane.ID, Name: lane.Name}
		}
	}
	if percent > 0 || from != "MA" {
		return code, percent, seen, true
	}
	if agreement := model.AgreementWith(j.to); agreement != "" {
		return LaneAgreement, 40, Seen{Port: r.Port, Name: agreement}, true
	}
	return code, percent, seen, true
}

func judgeTerm(j *judged) (Code, int, Seen, bool) {
	term := j.r.RFQ.Incoterm
	if term == "" {
		return "", 0, Seen{}, false
	}
	seen := Seen{Incoterm: term}
	if len(j.Supplier.Incoterms) == 0 {
		return TermUnknown, unknownShare, seen, true
	}
	for _, offered := range j.Supplier.Incoterms {
		if offered == term {
			return TermOffered, 100, seen, true
		}
	}
	return TermNotOffered, 0, seen, true
}

// replySteps are the shares that a median reply within a time earns.
var replySteps = []struct {
	within  time.Duration
	percent int
}{{24 * time.Hour, 100}, {48 * time.Hour, 80}, {72 * time.Hour, 60}, {7 * 24 * time.Hour, 30}}

// judgeReplies multiplies how fast a supplier answers with how often.
func judgeReplies(j *judged) (Code, int, Seen, bool) {
	r := j.Record
	if r.Asked == 0 {
		return RepliesUnknown, unknownShare, Seen{}, true
	}
	due := r.Asked - r.Waiting
	if due == 0 {
		return RepliesAwaited, unknownShare, Seen{}, true
	}
	seen := Seen{Count: r.Answered, Of: due, Took: r.Median}
	if r.Answered == 0 {
		return RepliesNever, 0, seen, true
	}
	fast := 10
	if r.Timed == 0 {
		fast = unknownShare
	}
	for _, step := range replySteps {
		if r.Timed > 0 && r.Median <= step.within {
			fast = step.percent
			break
		}
	}
	return Replies, fast * r.Answered / due, seen, true
}

// judgeWins takes a third of RFQs won as the best there is: nobody wins all.
func judgeWins(j *judged) (Code, int, Seen, bool) {
	r := j.Record
	if r.Quoted == 0 {
		return WinsUnknown, unknownShare, Seen{}, true
	}
	return Wins, min(300*r.Won/r.Quoted, 100), Seen{Count: r.Won, Of: r.Quoted}, true
}

const (
	lately  = 90  // days since the last quote that earn all
	longAgo = 365 // and that earn nothing
)

func judgeQuotes(j *judged) (Code, int, Seen, bool) {
	if j.Record.LastQuote == 0 {
		return NeverQuoted, 0, Seen{}, true
	}
	days := max(int(j.r.Now.Sub(j.Record.LastQuote.Time())/(24*time.Hour)), 0)
	switch seen := (Seen{Days: days}); {
	case days <= lately:
		return QuotedLately, 100, seen, true
	case days < longAgo:
		return QuotedLongAgo, 100 * (longAgo - days) / (longAgo - lately), seen, true
	default:
		return QuotedLongAgo, 0, seen, true
	}
}

// goodTags are what people tag suppliers with whom they know to be good.
var goodTags = map[string]bool{"verified": true, "preferred": true, "trusted": true, "verifie": true, "موثوق": true}

func judgeRating(j *judged) (Code, int, Seen, bool) {
	for _, tag := range j.Supplier.Tags {
		if goodTags[strings.TrimSpace(text.Fold(tag))] {
			return Verified, 100, Seen{Name: tag}, true
		}
	}
	if j.Supplier.Rating.Sign() <= 0 {
		return RatingUnknown, unknownShare, Seen{}, true
	}
	return Rated, percentOf(j.Supplier.Rating, "5"), Seen{Rating: j.Supplier.Rating}, true
}
