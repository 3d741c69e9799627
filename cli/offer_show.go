package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func (a *app) offerShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show OFFER",
		Short: "Show an offer with the parts of its prices",
		Long: `offer show prints an offer, what each line costs and from which quote that comes,
how the commission was worked out, its other versions and its deals. Costs are
worked out again from the records as they are: where that gives another amount
than the offer has, it says so.`,
		Example: `  tradedesk offer show OFF-2026-4K7M2QX
  tradedesk offer show 7c2d9f10 --json`,
		Args:              exactly(1, "one offer"),
		ValidArgsFunction: a.completeOffer,
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			return a.withDesk(ctx, func(d desk.Desk) error {
				o, err := offerNamed(ctx, d, args[0])
				if err != nil {
					return err
				}
				return a.showOffer(ctx, d, o)
			})
		},
	}
}

// shownOffer is an offer with where its numbers come from.
type shownOffer struct {
	*model.Offer
	costings []offer.Costing
	earnings offer.Earnings
	flags    []offer.Flag
	versions []*model.Offer
	deals    []*model.Deal
}

func (a *app) showOffer(ctx context.Context, d desk.Desk, o *model.Offer) error {
	s := shownOffer{Offer: o}
	err := s.readCostings(ctx, d, a.today())
	if err != nil && !errors.Is(err, desk.ErrNotFound) { // its RFQ may come with the next sync
		return err
	}
	if s.earnings, err = offer.EarningsOf(o); err != nil {
		return fmt.Errorf("offer %s: %w", o.Called(), err)
	}
	if s.flags, err = offer.Flags(o, s.costings); err != nil {
		return fmt.Errorf("offer %s: %w", o.Called(), err)
	}
	if s.deals, err = desk.DealsOf(ctx, d, o); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(json.RawMessage(model.EncodeJSONWith(o, s.json())))
	}
	w := bufio.NewWriter(a.env.Out)
	s.write(w, a)
	return w.Flush()
}

// readCostings works out again what the lines cost, at the terms of the offer.
func (s *shownOffer) readCostings(ctx context.Context, d desk.Desk, today value.Date) error {
	r := offer.Request{}
	r.Date, r.Currency, r.Term = s.IssuedOn, s.Currency, s.Incoterm
	if r.Date == "" {
		r.Date = today
	}
	r, err := desk.ReadOffer(ctx, d, s.RFQ, r)
	if err != nil {
		return err
	}
	if s.Place != r.RFQ.Port.Name() && s.Place != r.RFQ.Place {
		r.Port, r.Place = placeOf(s.Place)
	}
	s.costings, s.versions = r.Costings(s.Offer), r.Versions
	return nil
}

// The shapes of what an offer has beside its fields, which scripts rely on.
type (
	costingJSON struct {
		Quote        model.ID                  `json:"quote"`
		SupplierName string                    `json:"supplier_name"`
		Lines        []int                     `json:"lines"` // of the offer, from 1
		Then         value.Decimal             `json:"then"`  // what the offer has
		Now          *value.Decimal            `json:"now"`   // as the records are
		Parts        map[string]*value.Decimal `json:"parts"`
		Legs         []legJSON                 `json:"legs"`
		Rates        []usedRateJSON            `json:"rates"`
	}
	earnedPartJSON struct {
		Kind   commission.Kind `json:"kind"`
		Of     value.Decimal   `json:"of,omitempty"`
		Rate   value.Decimal   `json:"rate,omitempty"`
		Amount value.Decimal   `json:"amount"`
	}
	versionJSON struct {
		ID      model.ID      `json:"id"`
		Version int           `json:"version"`
		Stage   model.Stage   `json:"stage"`
		Total   value.Decimal `json:"total"`
	}
)

func (s shownOffer) json() map[string]any {
	costings, parts, versions, deals := []costingJSON{}, []earnedPartJSON{}, []versionJSON{}, []model.ID{}
	for _, c := range s.costings {
		one := comparedOf(c.Comparison, c.Entry())
		out := costingJSON{Quote: c.Quote.ID, SupplierName: one.SupplierName, Then: c.Then, Now: one.TotalLanded, Parts: one.Parts, Legs: one.Legs, Rates: one.Rates}
		for _, i := range c.Lines {
			out.Lines = append(out.Lines, i+1)
		}
		costings = append(costings, out)
	}
	for _, p := range s.earnings.Parts {
		parts = append(parts, earnedPartJSON{p.Kind, p.Of, p.Rate, p.Amount.Amount})
	}
	for _, v := range s.versions {
		if v.Number == s.Number {
			versions = append(versions, versionJSON{v.ID, max(v.Version, 1), v.Stage, v.Total})
		}
	}
	for _, d := range s.deals {
		deals = append(deals, d.ID)
	}
	return map[string]any{
		"called": s.Called(), "costs": s.earnings.Costs.Amount, "costings": costings, "earned_parts": parts,
		"typed_prices": s.earnings.Typed, "flags": flagsJSON(s.flags), "versions": versions, "deals": deals,
	}
}

// write writes an offer for a person. An error of the writer stays in it.
func (s shownOffer) write(w *bufio.Writer, a *app) {
	o := s.Offer
	fmt.Fprintf(w, "%s %s\n", clean(o.Called()), o.ID)
	for _, field := range []struct{ name, text string }{
		{"state", string(o.Stage)}, {"reason", o.Reason}, {"buyer", o.Buyer}, {"contact", o.Contact},
		{"delivery", string(o.Incoterm) + " " + o.Place}, {"valid_until", string(o.ValidUntil)}, {"payment_terms", o.PaymentTerms.String()},
		{"language", string(o.Language)}, {"sent", a.timeText(o.SentAt)}, {"notes", o.Notes},
	} {
		if field.text != "" {
			writeField(w, field.name, field.text)
		}
	}
	for i, l := range o.Lines {
		writeField(w, fmt.Sprintf("line %d", i+1), fmt.Sprintf("%s at %s = %s, costs %s",
			lineText(model.Line{Product: l.Product, HS: l.HS, Quantity: l.Quantity, Unit: l.Unit}), l.Price, money(l.Amount, o.Currency), money(l.Cost, o.Currency)))
	}
	writeField(w, "total", money(o.Total, o.Currency))
	s.writeEarnings(w)
	for _, f := range s.flags {
		writeField(w, "", "! "+priceFlagText(o, f))
	}
	for _, c := range s.costings {
		s.writeCosting(w, c)
	}
	for _, v := range s.versions {
		if v.Number == o.Number && v.ID != o.ID {
			writeField(w, "version", fmt.Sprintf("%d, %s, %s, %s", max(v.Version, 1), v.Stage, money(v.Total, v.Currency), v.ID.Short()))
		}
	}
	for _, d := range s.deals {
		writeField(w, "deal", fmt.Sprintf("%s, %s, commission due %s", d.ID.Short(), money(d.Amount, d.Currency), money(d.CommissionDue, d.CommissionCurrency)))
	}
}

func (s shownOffer) writeEarnings(w io.Writer) {
	e := s.earnings
	how := string(s.Commission)
	if how == "" {
		how = "nothing agreed"
	}
	if e.Typed {
		how += "; prices were typed: what they leave above the costs"
	}
	writeField(w, "costs", e.Costs.String())
	writeField(w, "earned", fmt.Sprintf("%s (%s)", money(s.Earned, s.Currency), how))
	for _, p := range e.Parts {
		writeField(w, "", earnedText(p))
	}
}

// earnedText says how a part of a commission came about.
func earnedText(p commission.Part) string {
	switch p.Kind {
	case commission.ByUnit:
		return fmt.Sprintf("%s for each of %s = %s", p.Rate, p.Of, p.Amount)
	case commission.ToFloor:
		return fmt.Sprintf("up to the floor %s = %s", p.Rate, p.Amount)
	case commission.ToCap:
		return fmt.Sprintf("down to the cap %s = %s", p.Rate, p.Amount)
	}
	return fmt.Sprintf("%s %% of %s = %s", p.Rate, p.Of, p.Amount)
}

func (s shownOffer) writeCosting(w io.Writer, c offer.Costing) {
	e := c.Entry()
	now := bounded(e, e.Total)
	writeField(w, "cost", fmt.Sprintf("%s %s from %s (%s), %s %s", c.Then, s.Currency, clean(supplierName(e)), c.Quote.ID.Short(), c.Quote.Incoterm, clean(c.Quote.Place)))
	if now != string(c.Then) {
		writeField(w, "", fmt.Sprintf("! as the records are it would be %s", now))
	}
	for _, p := range c.Parts(e) {
		if p.Covered && p.Amount.Sign() != 0 {
			writeField(w, "", fmt.Sprintf("%s %s", p.Name, p.Amount))
		}
	}
	for _, r := range e.Rates {
		writeField(w, "", fmt.Sprintf("1 EUR = %s %s of %s, %s%s", r.Units, r.Currency, r.Date, clean(r.Source), frozenText(comparison.Frozen(e.Quote, r))))
	}
}

func frozenText(frozen bool) string {
	if frozen {
		return ", frozen"
	}
	return ""
}
