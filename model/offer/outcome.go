package offer

import (
	"cmp"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Outcome is what became of an offer.
type Outcome struct {
	Offer *model.Offer
	RFQ   *model.RFQ  // nil when it is not known
	Lead  *model.Lead // nil when there is none
	At    value.Instant
	Today value.Date
	// OverrideExpired lets an offer be accepted after its validity.
	OverrideExpired bool
	// IDs makes the ids of deals.
	IDs func() model.ID
}

// ErrReason means that a refusal says no reason.
var ErrReason = refusal.New("offer.reason", "say why the buyer refused it")

var (
	errAddUp    = refusal.New("offer.add_up", "the offer does not add up: {Why}")
	errNotTaken = refusal.New("offer.not_taken", "an offer that is {Stage} is settled and cannot be accepted")
)

// Sent gives the steps after which an offer is with the buyer: its lead negotiates.
func (w Outcome) Sent() ([]Step, error) {
	if err := model.Move(model.KindOffer, w.Offer.Stage, model.OfferSent); err != nil {
		return nil, err
	}
	if err := Check(w.Offer); err != nil {
		return nil, errAddUp.For(err)
	}
	sent := &model.Offer{SentAt: w.At}
	steps := stages(w.Offer, []model.Stage{model.OfferSent}, model.Set{"sent_at": model.Fields(sent)["sent_at"]})
	return append(steps, w.leadTo(model.LeadNegotiating)...), nil
}

// Refused gives the steps of an offer that the buyer did not take.
func (w Outcome) Refused(reason string) ([]Step, error) {
	if reason == "" {
		return nil, ErrReason
	}
	path, ok := model.StagePath(model.KindOffer, w.Offer.Stage, model.OfferSent)
	if !ok {
		return nil, model.Move(model.KindOffer, w.Offer.Stage, model.OfferRefused)
	}
	path = append(path, model.OfferRefused)
	return stages(w.Offer, path, model.Set{"reason": quoted(reason)}), nil
}

// Accepted gives the steps of an offer that the buyer took: a deal for each quote that
// it is made of, with the commission due for its lines, and a lead that is won.
func (w Outcome) Accepted() ([]Step, error) {
	o := w.Offer
	if o.ValidUntil != "" && o.ValidUntil < w.Today && !w.OverrideExpired {
		return nil, ErrExpired.With(refusal.Parts{"Day": o.ValidUntil.String()})
	}
	path, ok := model.StagePath(model.KindOffer, o.Stage, model.OfferAccepted)
	if !ok || len(path) == 0 {
		return nil, errNotTaken.With(stagePart(model.KindOffer, o.Stage))
	}
	if err := Check(o); err != nil {
		return nil, errAddUp.For(err)
	}
	deals, err := w.deals()
	if err != nil {
		return nil, err
	}
	steps := stages(o, path, nil)
	for _, d := range deals {
		steps = append(steps, Step{Kind: model.KindDeal, ID: d.ID, Create: true, Set: model.Fields(d)})
	}
	return append(steps, w.leadTo(model.LeadWon)...), nil
}

func (w Outcome) leadTo(stage model.Stage) []Step {
	if w.Lead == nil || w.Lead.Deleted {
		return nil
	}
	path, ok := model.StagePath(model.KindLead, w.Lead.Stage, stage)
	if !ok || w.Lead.Stage == model.LeadWon {
		return nil // a lead that was lost or won meanwhile stays so
	}
	return stages(w.Lead, path, nil)
}

// deals makes a deal for each quote; what they earn adds up to what the offer does.
func (w Outcome) deals() ([]*model.Deal, error) {
	o := w.Offer
	var deals []*model.Deal
	of := map[model.ID]*model.Deal{}
	for _, l := range o.Lines {
		d := of[l.Quote]
		if d == nil {
			d = w.deal(l)
			deals, of[l.Quote] = append(deals, d), d
		}
		var err error
		if d.Amount, err = plus(d.Amount, l.Amount); err != nil {
			return nil, err
		}
	}
	parts, err := w.earnings(deals, of)
	if err != nil {
		return nil, err
	}
	for i, d := range deals {
		d.CommissionDue = parts[i]
	}
	return deals, nil
}

func (w Outcome) deal(l model.OfferLine) *model.Deal {
	o := w.Offer
	d := &model.Deal{
		Title: cmp.Or(l.Product, o.Buyer), Lead: o.Lead, RFQ: o.RFQ, Quote: l.Quote, Supplier: l.Supplier, Offer: o.ID,
		Buyer: o.Buyer, Currency: o.Currency, Commission: o.Commission, CommissionCurrency: o.Currency,
		SignedAt: w.At, Owner: o.Owner, Tags: o.Tags,
	}
	if w.RFQ != nil {
		d.Title = cmp.Or(w.RFQ.Title, d.Title)
	}
	d.ID = w.IDs()
	if terms, err := o.Commission.Parts(); err == nil && terms.Percent != "" {
		d.CommissionRate = terms.Percent
	}
	return d
}

// earnings gives what each deal has of the offer's earnings: above the costs of its
// lines, or, when the supplier pays, by what they cost.
func (w Outcome) earnings(deals []*model.Deal, of map[model.ID]*model.Deal) ([]value.Decimal, error) {
	o := w.Offer
	if len(deals) == 1 {
		return []value.Decimal{o.Earned}, nil
	}
	shares := map[model.ID]value.Decimal{}
	for _, l := range o.Lines {
		id := of[l.Quote].ID
		share, err := w.share(l)
		if err != nil {
			return nil, err
		}
		if shares[id], err = plus(shares[id], share); err != nil {
			return nil, err
		}
	}
	var all []value.Decimal
	for _, d := range deals {
		all = append(all, shares[d.ID])
	}
	if o.Earned.Sign() <= 0 {
		return make([]value.Decimal, len(deals)), nil
	}
	parts, err := cost.Allocate(value.Money{Amount: o.Earned, Currency: o.Currency}, all)
	if err != nil {
		return nil, fmt.Errorf("sharing the commission out among %d deals: %w", len(deals), err)
	}
	out := make([]value.Decimal, len(parts))
	for i, part := range parts {
		out[i] = part.Amount
	}
	return out, nil
}

// share gives what a line counts for when the earnings are shared out.
func (w Outcome) share(l model.OfferLine) (value.Decimal, error) {
	terms, err := w.Offer.Commission.Parts()
	if err != nil || terms.Included {
		return l.Cost, err
	}
	above, err := minus(l.Amount, l.Cost)
	if above.Sign() < 0 {
		return "0", err // a line that is sold below its cost earns nothing
	}
	return above, err
}

// Moved gives the steps that take an offer to a stage that nothing goes with.
func Moved(o *model.Offer, to model.Stage) ([]Step, error) {
	if err := model.Move(model.KindOffer, o.Stage, to); err != nil {
		return nil, err
	}
	return stages(o, []model.Stage{to}, nil), nil
}
