package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type templateTryOptions struct{ rfq, to, language, offer string }

func (a *app) templateTryCommand() *cobra.Command {
	o := templateTryOptions{}
	c := &cobra.Command{
		Use:   "try TEMPLATE --rfq RFQ --to CONTACT",
		Short: "Show what a template comes to; nothing is kept or sent",
		Long: `template try fills a template as tradedesk write would, about an RFQ or a lead
and to somebody, in their language, and prints subject and text.`,
		Example: `  tradedesk template try invitation --rfq RFQ-2026-4K7M2QX --to 5be01c22
  tradedesk template try offer --rfq 7c2d9f10 --offer OFF-2026-4K7M2QX --language ar`,
		Args: exactly(1, "the id or name of a template"),
		RunE: func(c *cobra.Command, args []string) error { return a.runTemplateTry(c.Context(), o, args[0]) },
	}
	c.Flags().StringVar(&o.rfq, "rfq", "", "about this `RFQ`, or lead")
	c.Flags().StringVar(&o.to, "to", "", "to this lead, supplier or contact, by `ID`")
	c.Flags().StringVar(&o.offer, "offer", "", "with the fields of this `OFFER`")
	c.Flags().StringVar(&o.language, "language", "", "in `LANG` (default theirs)")
	return c
}

func (a *app) runTemplateTry(ctx context.Context, o templateTryOptions, typed string) error {
	if o.rfq == "" && o.to == "" {
		return usagef("template try: want --rfq RFQ, --to CONTACT, or both")
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		about := o.rfq
		if about == "" {
			about = o.to
		}
		l := desk.Letter{Template: typed, From: "try@example.com"}
		if err := a.addressLetter(ctx, d, &l, addressing{about, o.to, o.language, o.offer}); err != nil {
			return err
		}
		if l.Address == "" {
			l.Address = "try@example.com" // whom it would go to does not matter here
		}
		m, err := desk.Compose(ctx, d, l, nil)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]string{"subject": m.Subject, "body": m.Body})
		}
		_, err = fmt.Fprintf(a.env.Out, "%s\n\n%s\n", clean(m.Subject), cleanBlock(m.Body))
		return err
	})
}
