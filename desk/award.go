package desk

import (
	"context"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// AwardRequest is what is awarded to which quotes of an RFQ.
type AwardRequest struct {
	RFQ             model.ID
	Picks           []offer.Pick // in their order
	Split           bool
	OverrideExpired bool
	RejectOthers    string
	// Now is when nobody is to be reminded of a quote any more, once all is awarded; zero leaves
	// the task to remind them as it is.
	Now value.Instant
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
	plan, err := r.Plan(read)
	if err != nil || plan.Stage != model.RFQAwarded || r.Now.IsZero() {
		return plan, err
	}
	task, err := remindTask(ctx, d, plan.RFQ)
	if err != nil {
		return AwardPlan{}, err
	}
	if task != nil {
		done := model.Fields(&model.Task{DoneAt: r.Now})["done_at"]
		plan.Edits = append(plan.Edits, Edit{Kind: model.KindTask, ID: task.ID, Set: model.Set{"done_at": done}})
	}
	return plan, nil
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
