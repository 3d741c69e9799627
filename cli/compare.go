package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/value"
)

type compareOptions struct {
	currency, incoterm, place, date string
	quantities                      []string
	freight, duty                   string
	rates                           []string
	freeze                          bool
}

func (a *app) compareCommand() *cobra.Command {
	o := compareOptions{}
	c := &cobra.Command{
		Use:   "compare RFQ",
		Short: "Put the quotes of an RFQ side by side by landed cost",
		Long: `compare works out what each quote of an RFQ costs at one Incoterm, in one
currency, for one quantity, and prints the best first. The legs that a quote's
own term lacks come from the lane that fits it; exchange rates are the latest
on or before the date, or those that were frozen with the quote. A quote with
a leg that is not known is shown with ≥ and ranks after those of which all is
known. A quote is taken down the ladder of Incoterms too, which is an
estimate.

--freight, --duty and --rate try something out; nothing is kept. --freeze
keeps the rates with the quotes, so that a later comparison uses them.`,
		Example: `  tradedesk compare 7c2d9f10
  tradedesk compare 7c2d9f10 --incoterm DDP --currency EUR --json
  tradedesk compare 7c2d9f10 --quantity 500,1000,5000
  tradedesk compare 7c2d9f10 --freight "3100 USD" --rate USD=1.12`,
		Args:              exactly(1, "the id of one RFQ"),
		ValidArgsFunction: a.completeID,
		RunE:              func(c *cobra.Command, args []string) error { return a.runCompare(c.Context(), o, args[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.currency, "currency", "", "compare in `CODE` (default the RFQ's)")
	f.StringVar(&o.incoterm, "incoterm", "", "compare at `TERM` (default the RFQ's)")
	f.StringVar(&o.place, "place", "", "where the goods are wanted: a `PORT` or a place (default the RFQ's)")
	f.StringVar(&o.date, "date", "", "the `DAY` whose rates count (default today)")
	f.StringSliceVar(&o.quantities, "quantity", nil, "for `N` units of the RFQ's one line, such as 500kg; several give one comparison each")
	f.StringVar(&o.freight, "freight", "", "what if the main carriage cost `AMOUNT`, such as \"2600 USD\"")
	f.StringVar(&o.duty, "duty", "", "what if the duty were `PERCENT`")
	f.StringArrayVar(&o.rates, "rate", nil, "what if one euro were worth `CODE=UNITS`")
	f.BoolVar(&o.freeze, "freeze", false, "keep the exchange rates with the quotes")
	completeFlag(c, "incoterm", incotermNames())
	return c
}

func incotermNames() []string {
	var names []string
	for _, t := range value.Incoterms() {
		names = append(names, string(t))
	}
	return names
}

func (a *app) runCompare(ctx context.Context, o compareOptions, idArg string) error {
	r, err := o.request(a.env.Now())
	if err != nil {
		return usageError{err}
	}
	quantities, err := o.wanted()
	if err != nil {
		return usageError{err}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := a.following(ctx, d, idArg)
		if err != nil {
			return err
		}
		if record.Kind() != model.KindRFQ {
			return usagef("%s %s is no RFQ: compare wants the id of one", record.Kind(), record.Header().ID.Short())
		}
		r, err := desk.ReadComparison(ctx, d, record.Header().ID, r)
		if err != nil {
			return err
		}
		var all []comparison.Comparison
		for _, q := range quantities {
			r.Quantity = q
			c, err := comparison.Of(r)
			if errors.Is(err, comparison.ErrNoLines) {
				return fmt.Errorf("%w: give its lines quantities, or --quantity", err)
			}
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		if o.freeze {
			if err := a.freeze(ctx, d, all[0]); err != nil {
				return err
			}
		}
		return a.printComparisons(all)
	})
}

func (a *app) freeze(ctx context.Context, d desk.Desk, c comparison.Comparison) error {
	edits := desk.FreezeRates(c)
	if len(edits) == 0 {
		return nil
	}
	_, err := d.Do(ctx, desk.Action{ID: model.NewIDs(a.env.Now, nil).New(), Label: "freeze the rates of " + model.Title(c.RFQ), Edits: edits})
	if err != nil {
		return fmt.Errorf("keeping the rates with the quotes: %w", err)
	}
	return nil
}

// request reads what the quotes are to be compared at.
func (o compareOptions) request(now time.Time) (comparison.Request, error) {
	r := comparison.Request{Date: value.Date(now.Format(time.DateOnly))}
	for _, part := range []struct {
		flag, typed string
		read        func(string) error
	}{
		{"currency", o.currency, reader(&r.Currency, value.ParseCurrency)},
		{"incoterm", o.incoterm, reader(&r.Term, value.ParseIncoterm)},
		{"date", o.date, reader(&r.Date, func(s string) (value.Date, error) { return value.ParseDate(s, now) })},
		{"freight", o.freight, reader(&r.WhatIf.Freight, model.ParseAmount)},
		{"duty", strings.TrimSuffix(o.duty, "%"), reader(&r.WhatIf.Duty, value.ParseDecimal)},
		{"place", o.place, func(s string) error { r.Port, r.Place = placeOf(s); return nil }},
	} {
		if part.typed == "" {
			continue
		}
		if err := part.read(part.typed); err != nil {
			return r, fmt.Errorf("--%s: %w", part.flag, err)
		}
	}
	if r.WhatIf.Freight.Amount.Sign() < 0 || r.WhatIf.Duty.Sign() < 0 {
		return r, errors.New("--freight and --duty: want 0 or more")
	}
	for _, typed := range o.rates {
		rates, err := parseRates(typed)
		if err != nil {
			return r, fmt.Errorf("--rate: %w", err)
		}
		r.WhatIf.Rates = append(r.WhatIf.Rates, rates...)
	}
	return r, nil
}

func reader[T any](into *T, parse func(string) (T, error)) func(string) error {
	return func(typed string) error {
		v, err := parse(typed)
		if err == nil {
			*into = v
		}
		return err
	}
}

// placeOf takes a place as a port when it is one.
func placeOf(typed string) (value.Port, string) {
	if port, err := value.ParsePort(typed); err == nil {
		return port, ""
	}
	return "", clean(typed)
}

// parseRates reads MAD=10.80 as the field of a day of rates does.
func parseRates(typed string) ([]model.ExchangeRate, error) {
	s := model.SchemaOf(model.KindRate)
	f, _ := s.Field("rates")
	day := &model.Rate{}
	if err := f.Read(day, typed, model.ParseContext{}); err != nil {
		return nil, err
	}
	return day.Rates, nil
}

// wanted reads the quantities; one that is not given stands for the RFQ's.
func (o compareOptions) wanted() ([]value.Quantity, error) {
	if len(o.quantities) == 0 {
		return []value.Quantity{{}}, nil
	}
	var out []value.Quantity
	for _, typed := range o.quantities {
		q, err := value.ParseTypedCount(typed)
		if err != nil {
			return nil, fmt.Errorf("--quantity: %w", err)
		}
		if q.Amount.Sign() <= 0 {
			return nil, fmt.Errorf("--quantity %s: want more than 0", q)
		}
		out = append(out, q)
	}
	return out, nil
}
