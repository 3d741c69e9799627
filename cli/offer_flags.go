package cli

import (
	"context"
	"errors"
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// priceFlagJSON is one warning about an offer's prices, which scripts rely on.
type priceFlagJSON struct {
	Flag  offer.Warning `json:"flag"`
	Line  int           `json:"line"`            // from 1; 0 is the whole offer
	Short value.Decimal `json:"short,omitempty"` // in the offer's currency
}

func flagsJSON(flags []offer.Flag) []priceFlagJSON {
	out := []priceFlagJSON{}
	for _, f := range flags {
		out = append(out, priceFlagJSON{f.Warning, f.Line, f.Short.Amount})
	}
	return out
}

// priceFlagText says what is wrong with a price.
func priceFlagText(o *model.Offer, f offer.Flag) string {
	what := "the offer"
	if f.Line > 0 {
		what = fmt.Sprintf("line %d", f.Line)
		if name := clean(o.Lines[f.Line-1].Product); name != "" {
			what += ", " + name
		}
	}
	switch f.Warning {
	case offer.BelowCostNow:
		return fmt.Sprintf("%s is %s below what it costs by now", what, f.Short)
	case offer.BelowCommission:
		return fmt.Sprintf("%s is %s below its costs with the commission agreed, %s", what, f.Short, o.Commission)
	case offer.CostUnknown:
		return what + ": nobody knows what it costs"
	}
	return fmt.Sprintf("%s is %s below its costs: it loses money", what, f.Short)
}

// sayFlags says on the error output which prices of an offer that leaves the house are too low.
func (a *app) sayFlags(ctx context.Context, d desk.Desk, o *model.Offer) error {
	s := shownOffer{Offer: o}
	if err := s.readCostings(ctx, d, a.today()); err != nil && !errors.Is(err, desk.ErrNotFound) {
		return err
	}
	flags, err := offer.Flags(o, s.costings)
	if err != nil {
		return fmt.Errorf("offer %s: %w", o.Called(), err)
	}
	for _, f := range flags {
		reportError(a.env.Err, fmt.Errorf("%s: %s", o.Called(), priceFlagText(o, f)))
	}
	return nil
}
