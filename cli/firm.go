package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

func (a *app) firmCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "firm",
		Short: "Show your own firm, as its letterhead has it",
		Long: `firm prints what documents for buyers say of you: name, address, tax number,
trade register, bank. A desk has one firm; firm set fills it in, and
tradedesk attach gives it a logo.`,
		Example: `  tradedesk firm
  tradedesk firm set name="Atlas Trade SARL" city=Casablanca country=MA tax_no=001234567000089`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, _ []string) error { return a.runFirm(c.Context()) },
	}
	c.AddCommand(&cobra.Command{
		Use:   "set field=value…",
		Short: "Say what the letterhead has",
		Long: `firm set fills in fields of your firm, or makes it when the desk has none yet. An
empty value clears a field; one undo takes it back.`,
		Example: `  tradedesk firm set name="Atlas Trade SARL" name_ar="أطلس للتجارة" address="12, rue Tahar Sebti"
  tradedesk firm set bank="IBAN MA64 0117 …" footer="Capital 100 000 MAD"`,
		Args:              atLeast(1, "field=value"),
		ValidArgsFunction: a.completeFirm,
		RunE:              func(c *cobra.Command, args []string) error { return a.runFirmSet(c.Context(), args) },
	})
	return c
}

func (a *app) completeFirm(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return a.completeAssignment(c.Context(), model.KindFirm, typed)
}

var errNoFirm = errors.New("the desk does not know your firm yet: `tradedesk firm set name=…` says it")

func (a *app) runFirm(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		firm, err := desk.OurFirm(ctx, d)
		if err != nil {
			return err
		}
		if firm == nil {
			return errNoFirm
		}
		return a.printRecord(ctx, d, firm)
	})
}

func (a *app) runFirmSet(ctx context.Context, assignments []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		set, err := a.parseSet(ctx, d, model.KindFirm, assignments)
		if err != nil {
			return err
		}
		firm, err := desk.OurFirm(ctx, d)
		if err != nil {
			return err
		}
		edit := desk.Edit{Kind: model.KindFirm, Create: true, Set: set}
		if firm != nil {
			edit.Create, edit.ID, edit.Seen = false, firm.ID, firm.UpdatedAt
		}
		after, err := change(ctx, d, "set the firm", edit)
		if err != nil {
			return err
		}
		return a.printRecord(ctx, d, after)
	})
}
