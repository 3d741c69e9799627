package cli

import (
	"context"
	"fmt"
	"maps"

	"tradedesk/desk"
	"tradedesk/model"
)

// addRFQ makes an RFQ from a lead or a message in its thread, and takes the lead along.
func addRFQ(ctx context.Context, d desk.Desk, o addOptions, set model.Set) (model.Record, error) {
	lead, rfq, err := rfqFrom(ctx, d, o.from)
	if err != nil {
		return nil, err
	}
	path, ok := model.StagesToRFQ(lead.Stage)
	switch {
	case !ok:
		return nil, fmt.Errorf("lead %s is %s: take it up again first: tradedesk edit %s stage=contacted reason=…", lead.ID.Short(), lead.Stage, lead.ID.Short())
	case len(path) > 1 && !o.qualify:
		return nil, fmt.Errorf("lead %s is %s and must be qualified first: give --qualify to do both", lead.ID.Short(), lead.Stage)
	}
	all := model.Fields(rfq)
	maps.Copy(all, set)
	edits := []desk.Edit{{Kind: model.KindRFQ, Create: true, Set: all}}
	for _, stage := range path {
		edits = append(edits, desk.Edit{Kind: model.KindLead, ID: lead.ID, Set: model.Set{"stage": []byte(`"` + string(stage) + `"`)}})
	}
	done, err := d.Do(ctx, desk.Action{Label: "open an RFQ for " + titleOf(lead), Edits: edits})
	if err != nil {
		return nil, err
	}
	for _, r := range done.Records {
		if r.Kind() == model.KindRFQ {
			return r, nil
		}
	}
	return nil, fmt.Errorf("opening an RFQ for lead %s: the desk does not say which one was made", lead.ID.Short())
}

// rfqFrom gives the lead that a person names, itself or by a message of its thread, and
// the RFQ that comes of it.
func rfqFrom(ctx context.Context, d desk.Desk, typed string) (*model.Lead, *model.RFQ, error) {
	record, err := get(ctx, d, typed)
	if err != nil {
		return nil, nil, err
	}
	switch r := record.(type) {
	case *model.Lead:
		return r, model.RFQFromLead(r), nil
	case *model.Message:
		if r.Thread.IsZero() {
			return nil, nil, usagef("--from %.40s: is a message in no thread, want one in a lead's", clean(typed))
		}
		about, err := d.Get(ctx, r.Thread)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s, in whose thread message %s is: %w", r.Thread.Short(), r.ID.Short(), err)
		}
		lead, ok := about.(*model.Lead)
		if !ok {
			return nil, nil, usagef("--from %.40s: is a message in the thread of %s %s, want one in a lead's", clean(typed), about.Kind(), about.Header().ID.Short())
		}
		return lead, model.RFQFromMessage(lead, r), nil
	}
	return nil, nil, usagef("--from %.40s: is a %s, want a lead or a message in a lead's thread", clean(typed), record.Kind())
}
