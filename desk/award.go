package desk

import (
	"context"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
)

// AwardRequest is what is awarded to which quotes of an RFQ.
type AwardRequest struct {
	RFQ             model.ID
	Picks           []offer.Pick // in their order
	Split           bool
	OverrideExpired bool
	RejectOthers    string
	// At says at what the quotes are compared, on which day. The exchange rates of
	// this are frozen with what is awarded.
	At comparison.Request
}

// AwardPlan is what an award would do; nothing is written.
type AwardPlan struct {
	offer.Shares
	RFQ   *model.RFQ // as it is
	At    comparison.Request
	Edits []Edit
}

// PlanAward works an award out.
func PlanAward(ctx context.Context, d Desk, r AwardRequest) (AwardPlan, error) {
	read, err := ReadComparison(ctx, d, r.RFQ, r.At)
	if err != nil {
		return AwardPlan{}, err
	}
	return r.Plan(read)
}

// Plan works an award out on what was read.
func (r AwardRequest) Plan(read comparison.Request) (AwardPlan, error) {
	a := offer.Awards{
		RFQ: read.RFQ, Quotes: read.Quotes, Picks: r.Picks, Split: r.Split, OverrideExpired: r.OverrideExpired,
		RejectOthers: r.RejectOthers, Today: read.Date, Rates: ratesUsed(read),
	}
	shares, err := a.Plan()
	if err != nil {
		return AwardPlan{}, fmt.Errorf("awarding %s: %w", read.RFQ.Number(), err)
	}
	return AwardPlan{Shares: shares, RFQ: read.RFQ, At: read, Edits: EditsOf(shares.Steps)}, nil
}

// ratesUsed gives the rates that each quote is compared at, none where nothing can be
// compared: an award does not wait for that.
func ratesUsed(read comparison.Request) map[model.ID][]model.ExchangeRate {
	compared, err := comparison.Of(read)
	if err != nil {
		return nil
	}
	out := map[model.ID][]model.ExchangeRate{}
	for _, e := range compared.Entries {
		out[e.Quote.ID] = frozen(e)
	}
	return out
}

// EditsOf gives the steps of a plan as the edits of one action.
func EditsOf(steps []offer.Step) []Edit {
	edits := make([]Edit, len(steps))
	for i, s := range steps {
		edits[i] = Edit{Kind: s.Kind, ID: s.ID, Create: s.Create, Set: s.Set, Seen: s.Seen, Force: s.Force}
	}
	return edits
}
