package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type mappingsOptions struct {
	forget string
	show   string
}

func (a *app) mappingsCommand() *cobra.Command {
	o := mappingsOptions{}
	c := &cobra.Command{
		Use:   "mappings",
		Short: "List the saved mappings of files",
		Long: `mappings lists the mappings that were saved when files were imported at the desk. A
file with the same columns follows its mapping by itself. --show prints one as
"tradedesk import --map" reads it, --forget removes one.`,
		Example: `  tradedesk mappings
  tradedesk mappings --show "Alibaba RFQs" > alibaba.toml
  tradedesk mappings --forget "Alibaba RFQs"`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withDesk(c.Context(), func(d desk.Desk) error { return a.runMappings(c.Context(), d, o) })
		},
	}
	c.Flags().StringVar(&o.forget, "forget", "", "remove the mapping with this `NAME`")
	c.Flags().StringVar(&o.show, "show", "", "print the mapping with this `NAME`")
	return c
}

func (a *app) runMappings(ctx context.Context, d desk.Desk, o mappingsOptions) error {
	if o.forget != "" {
		return desk.ForgetMapping(ctx, d, o.forget)
	}
	saved, err := desk.Mappings(ctx, d)
	if err != nil {
		return err
	}
	if o.show != "" {
		for _, m := range saved {
			if m.Name == o.show {
				_, err := fmt.Fprint(a.env.Out, m.Map)
				return err
			}
		}
		return fmt.Errorf("mapping %.60q: %w", o.show, desk.ErrNotFound)
	}
	if a.json {
		return a.printJSON(append([]desk.SavedMapping{}, saved...))
	}
	for _, m := range saved {
		if _, err := fmt.Fprintln(a.env.Out, clean(m.Name)); err != nil {
			return err
		}
	}
	return nil
}
