package offer

import (
	"cmp"
	"fmt"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Revision is what the next version of an offer has that the one before had not; what
// is not given stays as it was.
type Revision struct {
	Terms        value.Terms
	Reprice      bool                  // by Terms, though nothing may be agreed
	Prices       map[int]value.Decimal // of a unit, by line from 1
	ValidUntil   value.Date
	PaymentTerms value.PaymentTerms
	Notes        string
	Language     value.Language
}

// Empty reports whether nothing is given.
func (rev Revision) Empty() bool {
	return rev.Terms == "" && len(rev.Prices) == 0 && rev.ValidUntil == "" && rev.PaymentTerms == "" && rev.Notes == "" && rev.Language == ""
}

// What a revision is refused for.
var (
	ErrNewer     = refusal.New("offer.newer", "offer {Offer} has a newer version: revise that: {Latest}")
	ErrTaken     = refusal.New("offer.taken", "offer {Offer} was accepted: a further one is drafted from the RFQ")
	errNoSuch    = refusal.New("offer.no_such_line", "line {Line}: the offer has no such line: it has {Lines}")
	errBelowNull = refusal.New("offer.below_null", "line {Line}: want a price of 0 or more")
)

// Revise makes the next version of an offer, which stays as it is. New terms price the
// lines anew from what they cost; prices that are given stand for themselves, and the
// earnings are what they leave.
func Revise(before *model.Offer, versions []*model.Offer, rev Revision, id model.ID, today value.Date) (*model.Offer, error) {
	next, ok := model.Clone(before).(*model.Offer)
	if !ok {
		return nil, fmt.Errorf("offer %s: %w", before.Called(), ErrNoLines)
	}
	if before.Stage == model.OfferAccepted {
		return nil, ErrTaken.With(refusal.Parts{"Offer": before.Called()})
	}
	latest := before
	for _, o := range versions {
		if !o.Deleted && o.Number == before.Number && o.Version > latest.Version {
			latest = o
		}
	}
	if latest != before {
		return nil, ErrNewer.With(refusal.Parts{"Offer": before.Called(), "Latest": latest.Called()})
	}
	next.Head = model.Head{ID: id}
	next.Number, next.Version, next.Supersedes = before.Number, before.Version+1, before.ID
	next.Stage, next.Reason, next.SentAt, next.Files, next.IssuedOn = model.OfferDraft, "", 0, nil, today
	if next.Number == "" {
		next.Number = model.OfferNumber(before.ID)
	}
	next.ValidUntil = cmp.Or(rev.ValidUntil, before.ValidUntil)
	next.PaymentTerms, next.Notes = cmp.Or(rev.PaymentTerms, before.PaymentTerms), cmp.Or(rev.Notes, before.Notes)
	next.Language = cmp.Or(rev.Language, before.Language)
	if err := rev.price(next); err != nil {
		return nil, fmt.Errorf("revising offer %s: %w", before.Called(), err)
	}
	return next, nil
}

// price prices the lines by the terms and by what is given for single lines.
func (rev Revision) price(o *model.Offer) error {
	if rev.Terms != "" || rev.Reprice {
		o.Commission = rev.Terms
		if err := Price(o); err != nil {
			return err
		}
	}
	return SetPrices(o, rev.Prices)
}

// SetPrices gives lines of an offer, by number from 1, the unit prices that a person
// says, and reckons the amounts and the earnings anew.
func SetPrices(o *model.Offer, prices map[int]value.Decimal) error {
	if len(prices) == 0 {
		return nil
	}
	lines := append([]model.OfferLine(nil), o.Lines...)
	for n, price := range prices {
		if n < 1 || n > len(lines) {
			return errNoSuch.With(refusal.Parts{"Line": strconv.Itoa(n), "Lines": strconv.Itoa(len(lines))})
		}
		if price.Sign() < 0 {
			return errBelowNull.With(refusal.Parts{"Line": strconv.Itoa(n)})
		}
		lines[n-1].Price = price
	}
	o.Lines = lines
	return Settle(o)
}
