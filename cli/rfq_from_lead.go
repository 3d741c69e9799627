package cli

import (
	"context"
	"fmt"
	"maps"

	"tradedesk/desk"
	"tradedesk/model"
)

// addRFQ makes an RFQ from a lead, and takes the lead along.
func addRFQ(ctx context.Context, d desk.Desk, o addOptions, set model.Set) (model.Record, error) {
	record, err := get(ctx, d, o.from)
	if err != nil {
		return nil, err
	}
	lead, ok := record.(*model.Lead)
	if !ok {
		return nil, usagef("--from %.40s: is a %s, want a lead", clean(o.from), record.Kind())
	}
	path, ok := model.StagesToRFQ(lead.Stage)
	switch {
	case !ok:
		return nil, fmt.Errorf("lead %s is %s: take it up again first: tradedesk edit %s stage=contacted reason=…", lead.ID.Short(), lead.Stage, lead.ID.Short())
	case len(path) > 1 && !o.qualify:
		return nil, fmt.Errorf("lead %s is %s and must be qualified first: give --qualify to do both", lead.ID.Short(), lead.Stage)
	}
	all := model.Fields(model.RFQFromLead(lead))
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
