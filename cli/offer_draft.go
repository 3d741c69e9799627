package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// termOptions are the terms of an offer that draft and revise share.
type termOptions struct {
	commission, margin  string
	valid, date         string
	language            string
	paymentTerms, notes string
	prices              []string
	currency, incoterm  string // of a draft
	place               string
	quotes              []string
	dryRun              bool
}

func (o *termOptions) add(f *pflag.FlagSet) {
	f.StringVar(&o.commission, "commission", "", "what the broker adds, or gets of the supplier: `TERMS` such as 2.5%, \"0.10 per unit\", \"5% to 10000, 3%\", with \"floor 250\", \"cap 4000\", \"included\"")
	f.StringVar(&o.margin, "margin", "", "what is left of the buyer's price: `PERCENT`")
	f.StringVar(&o.valid, "valid", "", "the offer holds until this `DAY`")
	f.StringVar(&o.language, "language", "", "the document's `LANG`: ar, en or fr (default the lead's)")
	f.StringVar(&o.paymentTerms, "payment-terms", "", "how the buyer pays: `PARTS` that make 100 %, \"30% T/T deposit; 70% L/C at sight\"")
	f.StringVar(&o.notes, "notes", "", "what is printed for the buyer, a `TEXT`")
	f.StringArrayVar(&o.prices, "price", nil, "sell a line at this price: `LINE=PRICE` of a unit, such as 1=42.50")
	f.StringVar(&o.date, "date", "", "it is made on this `DAY` (default today)")
	f.BoolVar(&o.dryRun, "dry-run", false, "show the offer and keep nothing")
}

func (a *app) offerDraftCommand() *cobra.Command {
	o := termOptions{}
	c := &cobra.Command{
		Use:   "draft RFQ",
		Short: "Draft the offer to the buyer from what the awarded quotes cost",
		Long: `offer draft works out what each awarded line costs the broker at the buyer's
Incoterm, place and currency, adds the commission or the margin, and keeps the
offer as a draft. An open offer for the RFQ gets it as its next version. Every leg
on the way must be known: a draft never guesses.

A commission is added to the cost, or with "included" paid by the supplier out of
it; a margin is what is left of the buyer's price: 5 % on 18,000.00 sells at
18,947.37. Numbers that can be read in two ways, such as 1,234, are refused.`,
		Example: `  tradedesk offer draft 7c2d9f10 --commission 2.5%
  tradedesk offer draft 7c2d9f10 --margin 5 --incoterm DDP --currency EUR
  tradedesk offer draft 7c2d9f10 --quote 5be01c22 --commission "3%, floor 250" --valid 2026-12-31 --language fr --json`,
		Args:              exactly(1, "the id of one RFQ"),
		ValidArgsFunction: a.completeKindID(model.KindRFQ),
		RunE:              func(c *cobra.Command, args []string) error { return a.runOfferDraft(c.Context(), o, args[0]) },
	}
	f := c.Flags()
	o.add(f)
	f.StringVar(&o.currency, "currency", "", "offer in `CODE` (default the RFQ's)")
	f.StringVar(&o.incoterm, "incoterm", "", "offer at `TERM` (default the RFQ's)")
	f.StringVar(&o.place, "place", "", "delivered to a `PORT` or a place (default the RFQ's)")
	f.StringArrayVar(&o.quotes, "quote", nil, "offer this quote, by `ID`, in the place of the awarded ones")
	completeFlag(c, "incoterm", incotermNames())
	completeFlag(c, "language", languageNames())
	completeFlagBy(c, "quote", a.completeKindIDs(model.KindQuote))
	return c
}

func languageNames() []string {
	var names []string
	for _, lang := range offer.Languages() {
		names = append(names, string(lang))
	}
	return names
}

func (a *app) runOfferDraft(ctx context.Context, o termOptions, idArg string) error {
	rev, err := a.revision(o)
	if err != nil {
		return err
	}
	at, err := compareOptions{currency: o.currency, incoterm: o.incoterm, place: o.place, date: o.date}.request(a.env.Now())
	if err != nil {
		return usageError{err}
	}
	ids := model.NewIDs(a.env.Now, nil)
	return a.withDesk(ctx, func(d desk.Desk) error {
		rfq, err := a.ofKind(ctx, d, model.KindRFQ, idArg, "offer draft wants the id of one")
		if err != nil {
			return err
		}
		r := offer.Request{Request: at, Terms: rev.Terms, Language: rev.Language, ID: ids.New()}
		for _, typed := range o.quotes {
			quote, err := a.ofKind(ctx, d, model.KindQuote, typed, "--quote wants the id of one")
			if err != nil {
				return err
			}
			r.Use = append(r.Use, quote.Header().ID)
		}
		drafted, edits, err := draftOffer(ctx, d, rfq.Header().ID, r, rev)
		if errors.Is(err, offer.ErrNoQuote) {
			return fmt.Errorf("%w; `tradedesk award %s --quote ID` awards one, --quote ID offers one before that", err, clean(idArg))
		}
		if err != nil {
			return err
		}
		return a.keepOffer(ctx, d, drafted, edits, o.dryRun, "draft ")
	})
}

// draftOffer drafts an offer and gives it what was typed beside the terms.
func draftOffer(ctx context.Context, d desk.Desk, rfq model.ID, r offer.Request, rev offer.Revision) (*model.Offer, []desk.Edit, error) {
	r, err := desk.ReadOffer(ctx, d, rfq, r)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range r.Use {
		if !slices.ContainsFunc(r.Quotes, func(q *model.Quote) bool { return q.ID == id }) {
			return nil, nil, fmt.Errorf("--quote %s: it is no quote of %s", id.Short(), r.RFQ.Number())
		}
	}
	o, err := offer.Draft(r)
	if err == nil {
		err = offer.SetPrices(o, rev.Prices)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("drafting an offer for %s: %w", r.RFQ.Number(), err)
	}
	if rev.ValidUntil != "" {
		o.ValidUntil = rev.ValidUntil
	}
	if rev.PaymentTerms != "" {
		o.PaymentTerms = rev.PaymentTerms
	}
	o.Notes = rev.Notes
	return o, desk.EditsOf(offer.Made(o, r.Versions)), nil
}

// keepOffer keeps an offer, unless it is a dry run, and shows it.
func (a *app) keepOffer(ctx context.Context, d desk.Desk, o *model.Offer, edits []desk.Edit, dry bool, verb string) error {
	if dry {
		return a.showOffer(ctx, d, o)
	}
	if _, err := d.Do(ctx, desk.Action{ID: model.NewIDs(a.env.Now, nil).New(), Label: verb + o.Called(), Edits: edits}); err != nil {
		return fmt.Errorf("keeping offer %s: %w", o.Called(), err)
	}
	r, err := d.Get(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("reading offer %s: %w", o.Called(), err)
	}
	kept, ok := r.(*model.Offer)
	if !ok {
		return fmt.Errorf("reading offer %s: it is a %s", o.Called(), r.Kind())
	}
	return a.showOffer(ctx, d, kept)
}

func (a *app) offerReviseCommand() *cobra.Command {
	o := termOptions{}
	c := &cobra.Command{
		Use:   "revise OFFER",
		Short: "Make the next version of an offer",
		Long: `offer revise makes a new version with what is given changed; the version before
stays as it was and is superseded, or stays refused. New terms of the commission
price all lines anew from what they cost, --price says the price of one line. For
another currency or Incoterm, or when quotes have changed, draft it anew.`,
		Example: `  tradedesk offer revise OFF-2026-4K7M2QX --commission 2%
  tradedesk offer revise OFF-2026-4K7M2QX --price 1=42.50 --valid 2027-01-15`,
		Args:              exactly(1, "one offer"),
		ValidArgsFunction: a.completeOffer,
		RunE:              func(c *cobra.Command, args []string) error { return a.runOfferRevise(c.Context(), o, args[0]) },
	}
	o.add(c.Flags())
	completeFlag(c, "language", languageNames())
	return c
}

func (a *app) runOfferRevise(ctx context.Context, o termOptions, typed string) error {
	rev, err := a.revision(o)
	if err != nil {
		return err
	}
	day, err := a.day(o.date)
	if err != nil {
		return err
	}
	if rev.Empty() {
		return usagef("offer revise: say what the next version has that this one has not, such as --commission 2%%")
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		before, err := offerNamed(ctx, d, typed)
		if err != nil {
			return err
		}
		versions, err := desk.OffersOf(ctx, d, before.RFQ)
		if err != nil {
			return err
		}
		next, err := offer.Revise(before, versions, rev, model.NewIDs(a.env.Now, nil).New(), day)
		if err != nil {
			return err
		}
		return a.keepOffer(ctx, d, next, desk.EditsOf(offer.Made(next, versions)), o.dryRun, "revise to ")
	})
}

// revision reads what was typed of the terms.
func (a *app) revision(o termOptions) (offer.Revision, error) {
	rev := offer.Revision{Notes: cleanBlock(o.notes), Prices: map[int]value.Decimal{}}
	var err error
	if o.paymentTerms != "" {
		if rev.PaymentTerms, err = value.ParsePaymentTerms(o.paymentTerms); err != nil {
			return rev, usagef("--payment-terms: %w", err)
		}
	}
	if rev.Terms, err = readTerms(o.commission, o.margin); err != nil {
		return rev, err
	}
	if o.valid != "" {
		if rev.ValidUntil, err = value.ParseDate(o.valid, a.env.Now()); err != nil {
			return rev, usagef("--valid: %w", err)
		}
	}
	if o.language != "" {
		rev.Language = value.Language(strings.ToLower(o.language))
		if !slices.Contains(offer.Languages(), rev.Language) {
			return rev, usagef("--language %.20q: %w", clean(o.language), offer.ErrLanguage)
		}
	}
	for _, typed := range o.prices {
		line, price, ok := strings.Cut(typed, "=")
		n, wrong := strconv.Atoi(strings.TrimSpace(line))
		if !ok || wrong != nil {
			return rev, usagef("--price %.60q: want LINE=PRICE, such as 1=42.50", clean(typed))
		}
		if rev.Prices[n], err = value.ParseDecimal(price); err != nil {
			return rev, usagef("--price %.60q: %w", clean(typed), err)
		}
	}
	return rev, nil
}

// readTerms reads a commission or a margin.
func readTerms(commission, margin string) (value.Terms, error) {
	if commission != "" && margin != "" {
		return "", usagef("--commission and --margin: give one of them")
	}
	if commission != "" {
		terms, err := value.ParseTypedTerms(commission)
		if err != nil {
			return "", usagef("--commission: %w", err)
		}
		return terms, nil
	}
	if margin == "" {
		return "", nil
	}
	terms, err := value.ParseTerms("margin " + strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(margin), "%")) + "%")
	if err != nil {
		return "", usagef("--margin: %w", err)
	}
	return terms, nil
}
