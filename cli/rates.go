package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

func (a *app) ratesCommand() *cobra.Command {
	date := ""
	c := &cobra.Command{
		Use:   "rates",
		Short: "Show, type in and fetch exchange rates",
		Long: `rates shows the rate that holds today, or on a day, for each currency that has
one: how many units of it one euro is worth, of which day that is, who says
so, and how old it is. Files of the European Central Bank
(eurofxref-daily.csv, eurofxref-hist.csv) are read by import.`,
		Example: `  tradedesk rates
  tradedesk rates --date 2026-04-13 --json
  tradedesk rates set MAD=10.80 TND=3.41`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, _ []string) error { return a.runRates(c.Context(), date) },
	}
	c.Flags().StringVar(&date, "date", "", "on a `DAY` (default today)")
	c.AddCommand(a.ratesSetCommand(), a.ratesFetchCommand())
	return c
}

// rateJSON is the shape of what rates prints, which scripts rely on.
type rateJSON struct {
	Currency value.Currency `json:"currency"`
	Units    value.Decimal  `json:"units"` // for one EUR
	Date     value.Date     `json:"date"`
	Source   string         `json:"source"`
	AgeDays  int            `json:"age_days"`
}

func (a *app) runRates(ctx context.Context, dateArg string) error {
	day, err := a.day(dateArg)
	if err != nil {
		return err
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		all, err := desk.RatesOn(ctx, d, day)
		if err != nil {
			return err
		}
		rows := make([]rateJSON, 0, len(all))
		for _, r := range all {
			rows = append(rows, rateJSON{r.Currency, r.Units, r.Date, r.Source, r.Age(day)})
		}
		if a.json {
			return a.printJSON(rows)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, r := range rows {
			fmt.Fprintf(w, "%s  %14s  %s  %s  %d d\n", r.Currency, r.Units, r.Date, clean(r.Source), r.AgeDays)
		}
		return w.Flush()
	})
}

// day reads a day, today when none is given.
func (a *app) day(typed string) (value.Date, error) {
	now := a.env.Now()
	if typed == "" {
		return value.Date(now.Format(time.DateOnly)), nil
	}
	day, err := value.ParseDate(typed, now)
	if err != nil {
		return "", usageError{fmt.Errorf("--date: %w", err)}
	}
	return day, nil
}

func (a *app) ratesSetCommand() *cobra.Command {
	date := ""
	c := &cobra.Command{
		Use:   "set CODE=UNITS …",
		Short: "Say how many units of a currency one euro is worth",
		Long: `rates set keeps rates that you know: how many units of a currency one euro is
worth, today or on a day. They count before published ones of the same day,
and one undo takes them back.`,
		Example:           `  tradedesk rates set MAD=10.80 AED=4.29 --date 2026-04-13`,
		Args:              atLeast(1, "CODE=UNITS, such as MAD=10.80"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, args []string) error { return a.runRatesSet(c.Context(), date, args) },
	}
	c.Flags().StringVar(&date, "date", "", "on a `DAY` (default today)")
	return c
}

func (a *app) runRatesSet(ctx context.Context, dateArg string, args []string) error {
	day, err := a.day(dateArg)
	if err != nil {
		return err
	}
	var rates []model.ExchangeRate
	for _, arg := range args {
		typed, err := parseRates(arg)
		if err != nil {
			return usageError{err}
		}
		rates = append(rates, typed...)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := a.setRates(ctx, d, day, rates)
		if err != nil {
			return err
		}
		return a.printAdded(ctx, d, record)
	})
}

// setRates puts rates into the day's record of what was typed, or makes it.
func (a *app) setRates(ctx context.Context, d desk.Desk, day value.Date, rates []model.ExchangeRate) (model.Record, error) {
	edit := desk.Edit{Kind: model.KindRate, Create: true}
	before, err := desk.TypedRates(ctx, d, day)
	if err != nil {
		return nil, err
	}
	next := &model.Rate{Source: model.ManualSource, Date: day, Base: cost.Base}
	if before != nil {
		edit.Create, edit.ID, edit.Seen = false, before.ID, before.UpdatedAt
		next.Rates = before.Rates
	}
	next.Rates = model.WithRates(next.Rates, rates)
	edit.Set = model.Fields(next)
	return change(ctx, d, "set rates of "+string(day), edit)
}

type fetchOptions struct{ url string }

func (a *app) ratesFetchCommand() *cobra.Command {
	o := fetchOptions{}
	c := &cobra.Command{
		Use:   "fetch",
		Short: "Get the latest rates of the European Central Bank",
		Long: `rates fetch gets the European Central Bank's reference rates of the last
working day and keeps them. Nothing is fetched unless you ask for it. Another
address may give a file of the same form, as it is or in a zip archive.`,
		Example: `  tradedesk rates fetch
  tradedesk rates fetch --url https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, _ []string) error { return a.runRatesFetch(c.Context(), o) },
	}
	c.Flags().StringVar(&o.url, "url", desk.ECBRates, "get them from an `ADDRESS`")
	return c
}

// fetchedJSON is the shape of what rates fetch prints.
type fetchedJSON struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
}

func (a *app) runRatesFetch(ctx context.Context, o fetchOptions) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		data, err := desk.FetchRates(ctx, o.url)
		if err != nil {
			return err
		}
		req := desk.ImportRequest{Name: "eurofxref.csv", Format: "rates", Action: model.NewIDs(a.env.Now, nil).New()}
		report, err := d.Import(ctx, req, bytes.NewReader(data), nil)
		if err != nil {
			return fmt.Errorf("reading the rates that were fetched: %w", err)
		}
		if report.Rejected > 0 && report.Created+report.Updated+report.Unchanged == 0 {
			return errors.New("reading the rates that were fetched: " + clean(report.Errors[0].Message))
		}
		if a.json {
			return a.printJSON(fetchedJSON{report.Read, report.Created, report.Updated, report.Unchanged, report.Rejected})
		}
		_, err = fmt.Fprintf(a.env.Out, "%s of rates read: %d new, %d changed, %d known\n", plural(report.Read, "day"), report.Created, report.Updated, report.Unchanged)
		return err
	})
}
