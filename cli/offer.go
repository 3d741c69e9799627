package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func (a *app) offerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "offer",
		Short: "Draft offers to buyers, and keep what becomes of them",
		Long: `offer makes what a buyer is offered of what an RFQ's quotes cost the broker, with
a commission or a margin. Each version stays as it is; a further one takes its
place. An offer is named by its id or its number, OFF-2026-4K7M2QX, which is its
latest version, or OFF-2026-4K7M2QX/2.`,
		Example: `  tradedesk offer draft 7c2d9f10 --commission 2.5%
  tradedesk offer show OFF-2026-4K7M2QX --json
  tradedesk offer accepted OFF-2026-4K7M2QX`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("offer: want one of draft, list, show, revise, document, sent, accepted and refused; see %s --help", c.CommandPath())
		},
	}
	c.AddCommand(
		a.offerDraftCommand(), a.offerListCommand(), a.offerShowCommand(), a.offerReviseCommand(),
		a.offerDocumentCommand(), a.offerSentCommand(), a.offerAcceptedCommand(), a.offerRefusedCommand(),
	)
	return c
}

// offerNamed finds the offer that an id or a number means.
func offerNamed(ctx context.Context, d desk.Desk, typed string) (*model.Offer, error) {
	o, err := desk.FindOffer(ctx, d, typed)
	if errors.Is(err, desk.ErrInvalid) {
		return nil, usageError{err}
	}
	return o, err
}

// offerRowJSON is one offer in the list, which scripts rely on.
type offerRowJSON struct {
	ID         model.ID       `json:"id"`
	Called     string         `json:"called"`
	Number     string         `json:"number"`
	Version    int            `json:"version"`
	Stage      model.Stage    `json:"stage"`
	RFQ        model.ID       `json:"rfq"`
	Buyer      string         `json:"buyer"`
	Total      value.Decimal  `json:"total"`
	Earned     value.Decimal  `json:"earned"`
	Currency   value.Currency `json:"currency"`
	ValidUntil value.Date     `json:"valid_until"`

	Flags []priceFlagJSON `json:"flags"`
}

func (a *app) offerListCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list [RFQ]",
		Short: "List the offers, or those for one RFQ",
		Long: `offer list prints number with version, id, state, buyer, total and what the
broker earns: all offers, those that changed last first, or those for one RFQ.`,
		Example: `  tradedesk offer list
  tradedesk offer list 7c2d9f10 --json`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeKindID(model.KindRFQ),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runOfferList(c.Context(), strings.Join(args, ""))
		},
	}
	return c
}

func (a *app) runOfferList(ctx context.Context, rfqArg string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		rows := []offerRowJSON{}
		add := func(o *model.Offer) error {
			flags, err := offer.Flags(o, nil)
			if err != nil {
				return fmt.Errorf("offer %s: %w", o.Called(), err)
			}
			rows = append(rows, offerRowJSON{
				o.ID, o.Called(), o.Number, max(o.Version, 1), o.Stage, o.RFQ, o.Buyer, o.Total, o.Earned, o.Currency, o.ValidUntil, flagsJSON(flags),
			})
			return nil
		}
		if rfqArg != "" {
			rfq, err := a.ofKind(ctx, d, model.KindRFQ, rfqArg, "offer list wants the id of one, or none")
			if err != nil {
				return err
			}
			all, err := desk.OffersOf(ctx, d, rfq.Header().ID)
			if err != nil {
				return err
			}
			for _, o := range all {
				if err := add(o); err != nil {
					return err
				}
			}
			return a.printOffers(rows)
		}
		err := d.Records(ctx, desk.Query{Kind: model.KindOffer, Sort: "updated_at", Desc: true}, func(r model.Record) error {
			if o, ok := r.(*model.Offer); ok {
				return add(o)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("reading the offers: %w", err)
		}
		return a.printOffers(rows)
	})
}

func (a *app) printOffers(rows []offerRowJSON) error {
	if a.json {
		return a.printJSON(rows)
	}
	table := tabwriter.NewWriter(a.env.Out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		low := ""
		if slices.ContainsFunc(r.Flags, func(f priceFlagJSON) bool { return f.Flag == offer.BelowCost }) {
			low = " ! below its costs"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\tearns %s\t%s%s\n", clean(r.Called), r.ID.Short(), r.Stage, clean(r.Buyer),
			money(r.Total, r.Currency), money(r.Earned, r.Currency), untilText(r.ValidUntil), low)
	}
	return table.Flush()
}

func untilText(day value.Date) string {
	if day == "" {
		return ""
	}
	return "valid until " + string(day)
}

// money writes an amount with its currency, "?" for one that is not known.
func money(amount value.Decimal, currency value.Currency) string {
	if amount.IsZero() {
		return "?"
	}
	return value.Money{Amount: amount, Currency: currency}.String()
}

// outcomeOptions are what becoming of an offer is told with.
type outcomeOptions struct {
	date, reason    string
	overrideExpired bool
}

func (a *app) offerSentCommand() *cobra.Command {
	o := outcomeOptions{}
	c := &cobra.Command{
		Use:   "sent OFFER",
		Short: "Say that an offer went to the buyer",
		Long: `offer sent marks a draft as sent: it never changes again, and its lead is
negotiated with. Nothing is sent by this: send the document yourself.`,
		Example:           `  tradedesk offer sent OFF-2026-4K7M2QX`,
		Args:              exactly(1, "one offer"),
		ValidArgsFunction: a.completeOffer,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runOutcome(c.Context(), o, args[0], "send", func(w offer.Outcome) ([]offer.Step, error) { return w.Sent() })
		},
	}
	c.Flags().StringVar(&o.date, "date", "", "it went on this `DAY` (default today)")
	return c
}

func (a *app) offerAcceptedCommand() *cobra.Command {
	o := outcomeOptions{}
	c := &cobra.Command{
		Use:   "accepted OFFER",
		Short: "Say that the buyer accepted an offer: a deal is made of it",
		Long: `offer accepted makes a deal for each quote that the offer is made of, with the
commission due for its lines, and the lead is won. One undo takes all of it back.`,
		Example: `  tradedesk offer accepted OFF-2026-4K7M2QX
  tradedesk offer accepted OFF-2026-4K7M2QX --override-expired`,
		Args:              exactly(1, "one offer"),
		ValidArgsFunction: a.completeOffer,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runOutcome(c.Context(), o, args[0], "accept", func(w offer.Outcome) ([]offer.Step, error) { return w.Accepted() })
		},
	}
	c.Flags().StringVar(&o.date, "date", "", "it was accepted on this `DAY` (default today)")
	c.Flags().BoolVar(&o.overrideExpired, "override-expired", false, "though its validity is over")
	return c
}

func (a *app) offerRefusedCommand() *cobra.Command {
	o := outcomeOptions{}
	c := &cobra.Command{
		Use:   "refused OFFER --reason TEXT",
		Short: "Say that the buyer refused an offer, and why",
		Long: `offer refused keeps why the buyer did not take an offer. It stays refused; a
further version of it can be made with offer revise.`,
		Example:           `  tradedesk offer refused OFF-2026-4K7M2QX --reason "too dear"`,
		Args:              exactly(1, "one offer"),
		ValidArgsFunction: a.completeOffer,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runOutcome(c.Context(), o, args[0], "refuse", func(w offer.Outcome) ([]offer.Step, error) { return w.Refused(clean(o.reason)) })
		},
	}
	c.Flags().StringVar(&o.reason, "reason", "", "why, a `TEXT`")
	return c
}

func (a *app) runOutcome(ctx context.Context, o outcomeOptions, typed, verb string, become func(offer.Outcome) ([]offer.Step, error)) error {
	day, err := a.day(o.date)
	if err != nil {
		return err
	}
	ids := model.NewIDs(a.env.Now, nil)
	return a.withDesk(ctx, func(d desk.Desk) error {
		given, err := offerNamed(ctx, d, typed)
		if err != nil {
			return err
		}
		w, err := desk.ReadOutcome(ctx, d, offer.Outcome{
			Offer: given, At: a.moment(day), Today: day, OverrideExpired: o.overrideExpired, IDs: ids.New,
		})
		if err != nil {
			return err
		}
		if verb != "refuse" {
			if err := a.sayFlags(ctx, d, given); err != nil {
				return err
			}
		}
		steps, err := become(w)
		switch {
		case errors.Is(err, offer.ErrReason):
			return usagef("offer refused: %w: --reason TEXT", err)
		case errors.Is(err, offer.ErrExpired):
			return fmt.Errorf("offer %s: %w; --override-expired takes it anyway", given.Called(), err)
		case err != nil:
			return fmt.Errorf("offer %s: %w", given.Called(), err)
		}
		if _, err := d.Do(ctx, desk.Action{ID: ids.New(), Label: verb + " " + given.Called(), Edits: desk.EditsOf(steps)}); err != nil {
			return fmt.Errorf("offer %s: %w", given.Called(), err)
		}
		return a.printOutcome(ctx, d, given.ID)
	})
}

// outcomeByEdit refuses to mark an offer by an edit, which would leave its lead where it is and
// make no deal, and to accept a quote, which would leave its RFQ where it is and freeze no rates.
func outcomeByEdit(kind model.Kind, set model.Set) error {
	if kind == model.KindQuote && string(set["stage"]) == `"`+string(model.QuoteAccepted)+`"` {
		return usagef("edit: `tradedesk award RFQ --quote QUOTE` accepts a quote, with all that goes with it")
	}
	if kind != model.KindOffer {
		return nil
	}
	for _, to := range []model.Stage{model.OfferSent, model.OfferAccepted, model.OfferRefused} {
		if string(set["stage"]) == `"`+string(to)+`"` {
			return usagef("edit: `tradedesk offer %s OFFER` marks an offer as %s, with all that goes with it", to, to)
		}
	}
	return nil
}

// moment gives when something happened on a day: now, if that is today.
func (a *app) moment(day value.Date) value.Instant {
	now := a.env.Now()
	if day == a.today() {
		return value.At(now)
	}
	return value.At(day.Time(a.env.Location))
}

func (a *app) printOutcome(ctx context.Context, d desk.Desk, id model.ID) error {
	r, err := d.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("reading offer %s: %w", id.Short(), err)
	}
	o, ok := r.(*model.Offer)
	if !ok {
		return fmt.Errorf("reading offer %s: it is a %s", id.Short(), r.Kind())
	}
	if a.json {
		return a.showOffer(ctx, d, o)
	}
	deals, err := desk.DealsOf(ctx, d, o)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "%s is %s\n", o.Called(), o.Stage)
	for _, deal := range deals {
		fmt.Fprintf(w, "deal %s: %s, commission due %s\n", deal.ID.Short(), money(deal.Amount, deal.Currency), money(deal.CommissionDue, deal.CommissionCurrency))
	}
	return w.Flush()
}
