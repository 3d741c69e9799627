package cli

import (
	"context"
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
)

// scorer scores the leads of a list as of now, by what the desk's suppliers offer.
type scorer struct {
	context *model.ScoreContext // nil for kinds without a score
}

func (a *app) scorer(ctx context.Context, d desk.Desk, kind model.Kind) (scorer, error) {
	if kind != model.KindLead {
		return scorer{}, nil
	}
	offers := new(model.Offers)
	err := d.Records(ctx, desk.Query{Kind: model.KindSupplier}, func(r model.Record) error {
		if s, ok := r.(*model.Supplier); ok {
			offers.Add(s)
		}
		return nil
	})
	if err != nil {
		return scorer{}, fmt.Errorf("reading what the suppliers offer: %w", err)
	}
	return scorer{&model.ScoreContext{Now: a.env.Now(), Offers: offers}}, nil
}

// of gives the score of a record, nil when it has none.
func (s scorer) of(r model.Record) *model.Score {
	lead, ok := r.(*model.Lead)
	if !ok || s.context == nil {
		return nil
	}
	score := model.ScoreLead(lead, *s.context)
	return &score
}
