package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/offer"
)

// maxOffers bounds the offers of an RFQ, and the deals of an offer, that are read.
const maxOffers = 1_000

// ReadOffer reads what an offer for an RFQ is made of: what its comparison is, its
// lead, and the versions that there are. r says the terms.
func ReadOffer(ctx context.Context, d Desk, rfq model.ID, r offer.Request) (offer.Request, error) {
	var err error
	if r.Request, err = ReadComparison(ctx, d, rfq, r.Request); err != nil {
		return r, err
	}
	if r.Lead, err = leadNamed(ctx, d, r.RFQ.Lead); err != nil {
		return r, err
	}
	r.Versions, err = OffersOf(ctx, d, rfq)
	return r, err
}

// leadNamed gives a lead, nil when there is none here.
func leadNamed(ctx context.Context, d Desk, id model.ID) (*model.Lead, error) {
	lead, err := known[*model.Lead](ctx, d, id)
	if err != nil {
		return nil, fmt.Errorf("reading lead %s: %w", id.Short(), err)
	}
	return lead, nil
}

// known gives a record that another names, zero when it is not here: it may come with
// the next sync.
func known[T model.Record](ctx context.Context, d Desk, id model.ID) (T, error) {
	var none T
	if id.IsZero() {
		return none, nil
	}
	r, err := d.Get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	found, _ := r.(T)
	return found, nil
}

// OffersOf gives the offers for an RFQ, the oldest version of the oldest first.
func OffersOf(ctx context.Context, d Desk, rfq model.ID) ([]*model.Offer, error) {
	all, err := readAll[*model.Offer](ctx, d, Query{
		Kind: model.KindOffer, Limit: maxOffers, Where: []Cond{{Field: "rfq", Op: OpEqual, Text: rfq.String()}},
	})
	if err != nil {
		return nil, fmt.Errorf("reading the offers of RFQ %s: %w", rfq.Short(), err)
	}
	slices.SortStableFunc(all, func(a, b *model.Offer) int {
		if c := strings.Compare(a.Number, b.Number); c != 0 {
			return strings.Compare(a.ID.String(), b.ID.String())
		}
		return a.Version - b.Version
	})
	return all, nil
}

// FindOffer finds an offer by its id, as Find does, or by its number on paper:
// "OFF-2026-4K7M2QX" is its latest version, "OFF-2026-4K7M2QX/2" the second.
func FindOffer(ctx context.Context, d Desk, typed string) (*model.Offer, error) {
	typed = strings.TrimSpace(typed)
	if len(typed) > 4 && strings.EqualFold(typed[:4], "OFF-") {
		return numberedOffer(ctx, d, strings.ToUpper(typed))
	}
	id, err := d.Find(ctx, typed)
	if err != nil {
		return nil, err
	}
	r, err := d.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading offer %s: %w", id.Short(), err)
	}
	o, ok := r.(*model.Offer)
	if !ok {
		return nil, fmt.Errorf("%s %s is no offer: %w", r.Kind(), id.Short(), ErrInvalid)
	}
	return o, nil
}

func numberedOffer(ctx context.Context, d Desk, typed string) (*model.Offer, error) {
	number, version, exact := strings.Cut(typed, "/")
	wanted, err := strconv.Atoi(version)
	if exact && err != nil {
		return nil, fmt.Errorf("offer %.40q: its version is no number: %w", typed, ErrInvalid)
	}
	all, err := readAll[*model.Offer](ctx, d, Query{
		Kind: model.KindOffer, Limit: maxOffers, Where: []Cond{{Field: "number", Op: OpEqual, Text: number}},
	})
	if err != nil {
		return nil, fmt.Errorf("reading offer %.40s: %w", typed, err)
	}
	var found *model.Offer
	for _, o := range all {
		if exact && max(o.Version, 1) != wanted || found != nil && o.Version <= found.Version {
			continue
		}
		found = o
	}
	if found == nil {
		return nil, fmt.Errorf("offer %.40q: %w", typed, ErrNotFound)
	}
	return found, nil
}

// ReadOutcome reads what becoming of an offer has to do with: its RFQ and its lead.
func ReadOutcome(ctx context.Context, d Desk, w offer.Outcome) (offer.Outcome, error) {
	var err error
	if w.RFQ, err = known[*model.RFQ](ctx, d, w.Offer.RFQ); err != nil {
		return w, fmt.Errorf("reading RFQ %s: %w", w.Offer.RFQ.Short(), err)
	}
	w.Lead, err = leadNamed(ctx, d, w.Offer.Lead)
	return w, err
}

// DealsOf gives the deals that an accepted offer came to.
func DealsOf(ctx context.Context, d Desk, o *model.Offer) ([]*model.Deal, error) {
	if o.Stage != model.OfferAccepted {
		return nil, nil
	}
	var out []*model.Deal
	q := Query{Kind: model.KindDeal, Limit: maxOffers}
	if !o.RFQ.IsZero() {
		q.Where = []Cond{{Field: "rfq", Op: OpEqual, Text: o.RFQ.String()}}
	}
	all, err := readAll[*model.Deal](ctx, d, q)
	if err != nil {
		return nil, fmt.Errorf("reading the deals of offer %s: %w", o.Called(), err)
	}
	for _, deal := range all {
		if deal.Offer == o.ID {
			out = append(out, deal)
		}
	}
	return out, nil
}

// OurFirm gives the broker's own house, nil when the desk does not know it yet. When
// two desks made one while apart, the older is it.
func OurFirm(ctx context.Context, d Desk) (*model.Firm, error) {
	all, err := readAll[*model.Firm](ctx, d, Query{Kind: model.KindFirm, Sort: "created_at", Limit: 1})
	if err != nil {
		return nil, fmt.Errorf("reading the firm: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all[0], nil
}
