package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func (a *app) dealCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "deal",
		Short: "Show deals with their commission, and book what came in",
		Long: `deal keeps the books of what the broker earns. A deal is made when a buyer
accepts an offer (tradedesk offer accepted), with the commission that is due.`,
		Example: `  tradedesk deal list
  tradedesk deal paid 7c2d9f10 500.00 --on 2026-12-01`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("deal: want one of list, show and paid; see %s --help", c.CommandPath())
		},
	}
	c.AddCommand(a.dealListCommand(), a.dealShowCommand(), a.dealPaidCommand())
	return c
}

// The shapes of what deal prints, which scripts rely on.
type (
	bookJSON struct {
		State    offer.State       `json:"state"` // "" nothing due, open, part, paid, loss
		Due      value.Decimal     `json:"due"`
		Paid     value.Decimal     `json:"paid"`
		Rest     value.Decimal     `json:"rest"`
		Currency value.Currency    `json:"currency"`
		Shares   []personShareJSON `json:"shares"`
	}
	personShareJSON struct {
		Person string        `json:"person"`
		Due    value.Decimal `json:"due"`
		Paid   value.Decimal `json:"paid"`
	}
	dealRowJSON struct {
		ID       model.ID       `json:"id"`
		Title    string         `json:"title"`
		Buyer    string         `json:"buyer"`
		Amount   value.Decimal  `json:"amount"`
		Currency value.Currency `json:"currency"`
		Book     bookJSON       `json:"commission_book"`
	}
)

func bookOf(d *model.Deal) (bookJSON, error) {
	b, err := offer.BookOf(d)
	if err != nil {
		return bookJSON{}, fmt.Errorf("deal %s: %w", d.ID.Short(), err)
	}
	out := bookJSON{State: b.State, Due: b.Due.Amount, Paid: b.Paid.Amount, Rest: b.Rest.Amount, Currency: b.Due.Currency, Shares: []personShareJSON{}}
	for _, s := range b.Shares {
		out.Shares = append(out.Shares, personShareJSON{s.Person, s.Due.Amount, s.Paid.Amount})
	}
	return out, nil
}

func (a *app) dealListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the deals with commission due and paid",
		Long: `deal list prints id, title, buyer, amount, the commission due and paid, and
whether it is open, part, paid or a loss, those signed last first.`,
		Example:           `  tradedesk deal list --json`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, _ []string) error { return a.runDealList(c.Context()) },
	}
}

func (a *app) runDealList(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		rows := []dealRowJSON{}
		err := d.Records(ctx, desk.Query{Kind: model.KindDeal, Sort: "signed_at", Desc: true}, func(r model.Record) error {
			deal, ok := r.(*model.Deal)
			if !ok {
				return nil
			}
			book, err := bookOf(deal)
			rows = append(rows, dealRowJSON{deal.ID, deal.Title, deal.Buyer, deal.Amount, deal.Currency, book})
			return err
		})
		if err != nil {
			return fmt.Errorf("reading the deals: %w", err)
		}
		if a.json {
			return a.printJSON(rows)
		}
		table := tabwriter.NewWriter(a.env.Out, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\tdue %s\tpaid %s\t%s\n", r.ID.Short(), clean(r.Title), clean(r.Buyer), money(r.Amount, r.Currency),
				money(r.Book.Due, r.Book.Currency), money(r.Book.Paid, r.Book.Currency), bookState(r.Book.State))
		}
		return table.Flush()
	})
}

func bookState(s offer.State) string {
	if s == offer.StateNone {
		return "nothing due"
	}
	return string(s)
}

func (a *app) dealShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show DEAL",
		Short: "Show a deal with its commission, due and paid",
		Long: `deal show prints a deal, what commission is due, what came in and what rests, and
what each person has of it where it is shared: shares="60 nadia; 40 karim".`,
		Example:           `  tradedesk deal show 7c2d9f10 --json`,
		Args:              exactly(1, "one deal"),
		ValidArgsFunction: a.completeKindID(model.KindDeal),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			return a.withDesk(ctx, func(d desk.Desk) error {
				deal, err := a.dealNamed(ctx, d, args[0])
				if err != nil {
					return err
				}
				return a.showDeal(deal)
			})
		},
	}
}

func (a *app) dealNamed(ctx context.Context, d desk.Desk, typed string) (*model.Deal, error) {
	r, err := a.ofKind(ctx, d, model.KindDeal, typed, "give the id of one, as `tradedesk deal list` shows it")
	if err != nil {
		return nil, err
	}
	deal, ok := r.(*model.Deal)
	if !ok {
		return nil, fmt.Errorf("reading deal %s: it is a %s", r.Header().ID.Short(), r.Kind())
	}
	return deal, nil
}

func (a *app) showDeal(deal *model.Deal) error {
	book, err := bookOf(deal)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(json.RawMessage(model.EncodeJSONWith(deal, map[string]any{"commission_book": book})))
	}
	w := bufio.NewWriter(a.env.Out)
	a.writeRecord(w, deal, nil)
	writeField(w, "due", fmt.Sprintf("%s %s", book.Due, book.Currency))
	writeField(w, "paid", fmt.Sprintf("%s %s, in %s", book.Paid, book.Currency, plural(len(deal.Payments), "payment")))
	writeField(w, "rest", fmt.Sprintf("%s %s: %s", book.Rest, book.Currency, bookState(book.State)))
	for _, s := range book.Shares {
		writeField(w, "share", fmt.Sprintf("%s has %s of what is due, %s of what is paid", clean(s.Person), s.Due, s.Paid))
	}
	return w.Flush()
}

type paidOptions struct{ on, reference string }

func (a *app) dealPaidCommand() *cobra.Command {
	o := paidOptions{}
	c := &cobra.Command{
		Use:   "paid DEAL AMOUNT",
		Short: "Book a part of the commission that came in",
		Long: `deal paid books an amount in the currency of the commission; one undo takes it
back. An amount that can be read in two ways, such as 1,234, is refused: write
1234 or 1234.00.`,
		Example: `  tradedesk deal paid 7c2d9f10 500.00 --on 2026-12-01 --reference "transfer 4711"
  tradedesk deal paid 7c2d9f10 "740.47 USD"`,
		Args:              exactly(2, "a deal and an amount"),
		ValidArgsFunction: a.completeKindID(model.KindDeal),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runDealPaid(c.Context(), o, args[0], args[1])
		},
	}
	c.Flags().StringVar(&o.on, "on", "", "it came in on this `DAY` (default today)")
	c.Flags().StringVar(&o.reference, "reference", "", "what it is known by, a `TEXT`")
	return c
}

func (a *app) runDealPaid(ctx context.Context, o paidOptions, typed, amountArg string) error {
	on := a.today()
	if o.on != "" {
		var err error
		if on, err = value.ParseDate(o.on, a.env.Now()); err != nil {
			return usagef("--on: %w", err)
		}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		deal, err := a.dealNamed(ctx, d, typed)
		if err != nil {
			return err
		}
		book, err := bookOf(deal)
		if err != nil {
			return err
		}
		amount, err := offer.ParseAmount(amountArg, book.Currency)
		if err != nil {
			return usagef("deal paid: %w", err)
		}
		steps, err := offer.Booked(deal, model.Payment{Date: on, Amount: amount, Reference: clean(o.reference)})
		if err != nil {
			return usagef("deal paid: %w", err)
		}
		after, err := change(ctx, d, "book "+money(amount, book.Currency)+" for "+titleOf(deal), desk.EditsOf(steps)[0])
		if errors.Is(err, desk.ErrConflict) {
			return fmt.Errorf("%w; `tradedesk deal show %s` gives what is booked now", err, deal.ID.Short())
		}
		if err != nil {
			return err
		}
		booked, ok := after.(*model.Deal)
		if !ok {
			return fmt.Errorf("booking a payment for deal %s: it is a %s", deal.ID.Short(), after.Kind())
		}
		return a.showDeal(booked)
	})
}
