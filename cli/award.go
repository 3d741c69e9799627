package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

type awardOptions struct {
	quotes          []string
	split           bool
	overrideExpired bool
	rejectOthers    string
	at              compareOptions
	dryRun          bool
}

func (a *app) awardCommand() *cobra.Command {
	o := awardOptions{}
	c := &cobra.Command{
		Use:   "award RFQ --quote ID…",
		Short: "Award an RFQ to a quote, or to several",
		Long: `award accepts quotes of an RFQ. Each gets what it prices and no other quote has;
with a quantity behind its id it gets that much of its line, and the next one
what is left. Of an RFQ with several lines, say which: ID:LINE= or
ID:LINE=QUANTITY, where LINE is a number or a product. The RFQ is awarded when
nothing is left, else it is negotiated on.

The exchange rates of the comparison on this day, at the RFQ's terms, are frozen
with each quote. All of it is one action, which one undo takes back.`,
		Example: `  tradedesk award 7c2d9f10 --quote 5be01c22
  tradedesk award 7c2d9f10 --quote 5be01c22:300kg --quote 81aa90d3
  tradedesk award 7c2d9f10 --quote 5be01c22:1= --quote '81aa90d3:rose water=200 l' --json
  tradedesk award 7c2d9f10 --quote 5be01c22 --reject-others "dearer" --dry-run`,
		Args:              exactly(1, "the id of one RFQ"),
		ValidArgsFunction: a.completeKindID(model.KindRFQ),
		RunE:              func(c *cobra.Command, args []string) error { return a.runAward(c.Context(), o, args[0]) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.quotes, "quote", nil, "award this quote: `ID[:[LINE=]QUANTITY]`")
	f.BoolVar(&o.split, "split", false, "share lines with quotes that were accepted before")
	f.BoolVar(&o.overrideExpired, "override-expired", false, "accept quotes whose validity is over")
	f.StringVar(&o.rejectOthers, "reject-others", "", "reject the quotes that are still open, for this `REASON`")
	f.StringVar(&o.at.date, "date", "", "the `DAY` whose rates are frozen (default today)")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be awarded and change nothing")
	completeFlagBy(c, "quote", a.completeKindIDs(model.KindQuote))
	return c
}

func (a *app) runAward(ctx context.Context, o awardOptions, idArg string) error {
	if len(o.quotes) == 0 {
		return usagef("award: want --quote ID, once for each quote; `tradedesk compare %s` shows them", clean(idArg))
	}
	at, err := o.at.request(a.env.Now())
	if err != nil {
		return usageError{err}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		rfq, err := a.ofKind(ctx, d, model.KindRFQ, idArg, "award wants the id of one")
		if err != nil {
			return err
		}
		picks, err := readPicks(ctx, d, o.quotes)
		if err != nil {
			return err
		}
		plan, err := desk.PlanAward(ctx, d, desk.AwardRequest{
			RFQ: rfq.Header().ID, Picks: picks, Split: o.split, OverrideExpired: o.overrideExpired, RejectOthers: clean(o.rejectOthers), Now: value.At(a.env.Now()), At: at,
		})
		if err != nil {
			return awardHint(err)
		}
		if o.dryRun {
			return a.printAward(plan, desk.Done{}, true)
		}
		done, err := d.Do(ctx, desk.Action{ID: model.NewIDs(a.env.Now, nil).New(), Label: "award " + titleOf(plan.RFQ), Edits: plan.Edits})
		if err != nil {
			return fmt.Errorf("awarding %s: %w", plan.RFQ.Number(), err)
		}
		return a.printAward(plan, done, false)
	})
}

// awardHint says what to do about a refusal that a flag lifts.
func awardHint(err error) error {
	switch {
	case errors.Is(err, offer.ErrExpired):
		return fmt.Errorf("%w; --override-expired accepts it anyway", err)
	case errors.Is(err, offer.ErrAwarded):
		return fmt.Errorf("%w; give quantities, or --split to share what is left", err)
	case errors.Is(err, offer.ErrWhichLine):
		return fmt.Errorf("%w: --quote ID:LINE=QUANTITY", err)
	}
	return err
}

// ofKind gives the record that an id means, which must be of a kind.
func (a *app) ofKind(ctx context.Context, d desk.Desk, kind model.Kind, idArg, want string) (model.Record, error) {
	r, err := a.following(ctx, d, idArg)
	if err != nil {
		return nil, err
	}
	if r.Kind() != kind {
		name := string(kind)
		if kind == model.KindRFQ {
			name = "RFQ"
		}
		return nil, usagef("%s %s is no %s: %s", r.Kind(), r.Header().ID.Short(), name, want)
	}
	return r, nil
}

// readPicks reads ID, ID:300kg, ID:2, ID:LINE=300kg. The parts of one quote may be
// given one after the other.
func readPicks(ctx context.Context, d desk.Desk, typed []string) ([]offer.Pick, error) {
	var picks []offer.Pick
	for _, text := range typed {
		idText, rest, some := strings.Cut(text, ":")
		id, err := find(ctx, d, idText)
		if err != nil {
			return nil, fmt.Errorf("--quote %.60s: %w", clean(text), err)
		}
		at := -1
		for i, p := range picks {
			if p.Quote == id {
				at = i
			}
		}
		if at < 0 {
			at, picks = len(picks), append(picks, offer.Pick{Quote: id})
		} else if !some || len(picks[at].Parts) == 0 {
			return nil, usagef("--quote %.60s: this quote is named twice", clean(text))
		}
		if !some {
			continue
		}
		part, err := offer.ParsePart(rest)
		if err != nil {
			return nil, usagef("--quote %.60s: %w", clean(text), err)
		}
		picks[at].Parts = append(picks[at].Parts, part)
	}
	return picks, nil
}

// The shape of what award prints, which scripts rely on.
type (
	awardJSON struct {
		RFQ    model.ID       `json:"rfq"`
		Number string         `json:"number"`
		Stage  model.Stage    `json:"stage"`
		DryRun bool           `json:"dry_run"`
		Action *model.ID      `json:"action"`
		Quotes []awardedJSON  `json:"quotes"`
		Left   []awardLineOut `json:"left"`
	}
	awardedJSON struct {
		ID           model.ID             `json:"id"`
		Supplier     model.ID             `json:"supplier"`
		SupplierName string               `json:"supplier_name"`
		Stage        model.Stage          `json:"stage"`
		Lines        []awardLineOut       `json:"lines"`
		Rates        []model.ExchangeRate `json:"rates"` // frozen
	}
	awardLineOut struct {
		Product  string        `json:"product"`
		Quantity value.Decimal `json:"quantity"`
		Unit     value.Unit    `json:"unit"`
	}
)

func awardLines(lines []model.Line) []awardLineOut {
	out := make([]awardLineOut, len(lines))
	for i, l := range lines {
		out[i] = awardLineOut{l.Product, l.Quantity, l.Unit}
	}
	return out
}

func (a *app) printAward(plan desk.AwardPlan, done desk.Done, dry bool) error {
	supplier := func(q *model.Quote) string {
		return supplierName(comparison.Entry{Quote: q, Supplier: plan.At.Suppliers[q.Supplier]})
	}
	if a.json {
		out := awardJSON{RFQ: plan.RFQ.ID, Number: plan.RFQ.Number(), Stage: plan.Stage, DryRun: dry, Left: awardLines(plan.Left)}
		if !dry {
			out.Action = &done.Action
		}
		for _, s := range plan.Shares.Shares {
			out.Quotes = append(out.Quotes, awardedJSON{
				s.Quote.ID, s.Quote.Supplier, supplier(s.Quote), s.Quote.Stage, awardLines(s.Lines), append([]model.ExchangeRate{}, s.Quote.Rates...),
			})
		}
		return a.printJSON(out)
	}
	w := bufio.NewWriter(a.env.Out)
	verb := "awarded to"
	if dry {
		verb = "would be awarded to"
	}
	for _, s := range plan.Shares.Shares {
		for _, l := range s.Lines {
			fmt.Fprintf(w, "%s %s %s (%s)\n", lineText(l), verb, clean(supplier(s.Quote)), s.Quote.ID.Short())
		}
		for _, r := range s.Quote.Rates {
			fmt.Fprintf(w, "  rate frozen: 1 EUR = %s %s of %s, %s\n", r.Units, r.Currency, r.Date, clean(r.Source))
		}
	}
	for _, l := range plan.Left {
		fmt.Fprintf(w, "%s is left\n", lineText(l))
	}
	becomes := "is"
	if dry {
		becomes = "would be"
	}
	fmt.Fprintf(w, "%s %s %s\n", plan.RFQ.Number(), becomes, plan.Stage)
	return w.Flush()
}

func lineText(l model.Line) string {
	name := clean(l.Product)
	if name == "" {
		name = "HS " + clean(l.HS.String())
	}
	if l.Quantity == "" {
		return name
	}
	return fmt.Sprintf("%s %s %s", l.Quantity, l.Unit.Symbol(), name)
}

// today gives the day that it is here.
func (a *app) today() value.Date { return value.Date(a.env.Now().Format(time.DateOnly)) }
