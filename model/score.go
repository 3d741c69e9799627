package model

import (
	"math"
	"strconv"
	"time"
)

// Weights are the points that each reason of a lead's score can give, and for
// the last three, take. The first seven of DefaultWeights make 100.
type Weights struct {
	OurProduct int `json:"our_product"` // our suppliers offer what is asked for
	Specific   int `json:"specific"`    // quantity, port and date are named
	Value      int `json:"value"`       // the order is large
	Domain     int `json:"domain"`      // a business address that matches the company
	Agreement  int `json:"agreement"`   // the destination is under a trade agreement
	Fresh      int `json:"fresh"`       // it came in lately
	Engaged    int `json:"engaged"`     // the buyer takes part
	FreeMail   int `json:"free_mail"`   // taken off: an address anyone can have
	NoCompany  int `json:"no_company"`  // taken off: no company is named
	MassCopied int `json:"mass_copied"` // taken off: a text sent to many
	// HalfLifeDays is the age at which Fresh gives half of its points.
	HalfLifeDays int `json:"half_life_days"`
}

// DefaultWeights gives the weights of a desk that has set none.
func DefaultWeights() Weights {
	return Weights{
		OurProduct: 25, Specific: 20, Value: 15, Domain: 10, Agreement: 10, Fresh: 10, Engaged: 10,
		FreeMail: 10, NoCompany: 10, MassCopied: 20,
		HalfLifeDays: 14,
	}
}

// ScoreContext is what a score depends on beside the lead. Zero Weights mean
// DefaultWeights; nil Offers mean that suppliers are not known.
type ScoreContext struct {
	Now     time.Time
	Weights Weights
	Offers  *Offers

	brief  bool   // the total is wanted alone: no reason needs words
	copied string // of the lead that is judged: what massCopied gives
}

// The codes of reasons. They are stable: words and settings hang on them.
const (
	ReasonOurProduct = "our_product"
	ReasonSpecific   = "specific"
	ReasonValue      = "value"
	ReasonDomain     = "domain"
	ReasonAgreement  = "agreement"
	ReasonFresh      = "fresh"
	ReasonEngaged    = "engaged"
	ReasonFreeMail   = "free_mail"
	ReasonNoCompany  = "no_company"
	ReasonMassCopied = "mass_copied"
)

// Reason is one part of a score: its code, the points it gives or takes, and
// what it saw, in English and by codes.
type Reason struct {
	Code   string `json:"code"`
	Points int    `json:"points"`
	Detail string `json:"detail"`

	Seen []Sight `json:"seen"`
}

// Score is how promising a lead is: the sum of its reasons, kept within 0-100.
type Score struct {
	Total   int      `json:"total"`
	Reasons []Reason `json:"reasons"`
}

// judgement says what share, 0-100, of a reason's weight a lead has earned, and by what.
// With c.brief nobody reads what was seen.
type judgement func(l *Lead, c ScoreContext) (percent int, seen []Sight)

// rule is a reason: what it can give or take, and who judges it.
type rule struct {
	code   string
	weight int
	judge  judgement
}

func rulesOf(w Weights) [10]rule {
	return [10]rule{
		{ReasonOurProduct, w.OurProduct, judgeProduct},
		{ReasonSpecific, w.Specific, judgeSpecific},
		{ReasonValue, w.Value, judgeValue},
		{ReasonDomain, w.Domain, judgeDomain},
		{ReasonAgreement, w.Agreement, judgeAgreement},
		{ReasonFresh, w.Fresh, judgeFresh},
		{ReasonEngaged, w.Engaged, judgeEngaged},
		{ReasonFreeMail, -w.FreeMail, judgeFreeMail},
		{ReasonNoCompany, -w.NoCompany, judgeNoCompany},
		{ReasonMassCopied, -w.MassCopied, judgeMassCopied},
	}
}

// ScoreLead scores a lead, with reasons in a fixed order; reasons without points
// are left out. The same lead and context always give the same score.
func ScoreLead(l *Lead, c ScoreContext) Score {
	var score Score
	score.Total = judgeAll(l, c, func(r Reason) { score.Reasons = append(score.Reasons, r) })
	return score
}

// ScoreTotal is the total of ScoreLead, for who asks for many.
func ScoreTotal(l *Lead, c ScoreContext) int {
	c.brief = true
	return judgeAll(l, c, nil)
}

// judgeAll gives the total, and each reason that gives points to tell.
func judgeAll(l *Lead, c ScoreContext, tell func(Reason)) int {
	if c.Weights == (Weights{}) {
		c.Weights = DefaultWeights()
	}
	c.copied = massCopied(l)
	total := 0
	for _, rule := range rulesOf(c.Weights) {
		percent, seen := rule.judge(l, c)
		points := share(rule.weight, percent)
		if total += points; points != 0 && tell != nil {
			tell(Reason{rule.code, points, detailOf(rule.code, seen), seen})
		}
	}
	return min(max(total, 0), 100)
}

// share gives a percentage of a weight, rounded half away from zero.
func share(weight, percent int) int {
	if weight < 0 {
		return -share(-weight, percent)
	}
	return (weight*percent + 50) / 100
}

func judgeProduct(l *Lead, c ScoreContext) (int, []Sight) {
	if c.Offers == nil {
		return 0, nil
	}
	percent, matched := c.Offers.Fits(l.HS, l.Product)
	if c.brief {
		return percent, nil
	}
	return percent, []Sight{matched}
}

func judgeAgreement(l *Lead, c ScoreContext) (int, []Sight) {
	name := AgreementWith(l.Country)
	switch {
	case name == "":
		return 0, nil
	case c.brief:
		return 100, nil
	}
	return 100, []Sight{{SightAgreement, name}}
}

// judgeFresh halves with each half-life since the lead came in; one that came in
// "tomorrow" by another clock is as fresh as can be.
func judgeFresh(l *Lead, c ScoreContext) (int, []Sight) {
	if l.ReceivedAt.IsZero() || c.Weights.HalfLifeDays <= 0 {
		return 0, nil
	}
	const day = 24 * time.Hour
	age := max(c.Now.Sub(l.ReceivedAt.Time()), 0)
	halves := float64(age) / float64(time.Duration(c.Weights.HalfLifeDays)*day)
	percent := int(math.Round(100 * math.Exp2(-halves)))
	if c.brief {
		return percent, nil
	}
	return percent, []Sight{{SightDays, strconv.Itoa(int(age / day))}}
}

func judgeFreeMail(l *Lead, c ScoreContext) (int, []Sight) {
	switch {
	case !l.Email.FreeMail():
		return 0, nil
	case c.brief:
		return 100, nil
	}
	return 100, []Sight{{SightFreeMail, l.Email.Domain()}}
}

func judgeNoCompany(l *Lead, c ScoreContext) (int, []Sight) {
	switch {
	case l.Company != "":
		return 0, nil
	case c.brief:
		return 100, nil
	}
	return 100, []Sight{{SightNoCompany, ""}}
}

func judgeMassCopied(_ *Lead, c ScoreContext) (int, []Sight) {
	switch {
	case c.copied == "":
		return 0, nil
	case c.brief:
		return 100, nil
	}
	return 100, []Sight{{SightCopied, c.copied}}
}
