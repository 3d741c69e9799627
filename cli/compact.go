package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) compactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Make the desk's file as small as it can be",
		Long: `compact writes the desk's file anew without the room that deleted and changed
records left behind, proves it, and puts it in the place of the old one. The desk
may be open and can be read meanwhile; what is written waits. It takes room for the
new file beside the old one. Whatever happens on the way, one whole file is there.`,
		Example: `  tradedesk compact
  tradedesk compact --data ~/fair-desk --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runCompact(c.Context()) },
	}
}

func (a *app) runCompact(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		progress := a.newProgress()
		sizes, err := d.Compact(ctx, progress.show)
		progress.clear()
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(sizes)
		}
		_, err = fmt.Fprintf(a.env.Out, "compacted: %s, was %s\n", sizeText(sizes.After), sizeText(sizes.Before))
		return err
	})
}
