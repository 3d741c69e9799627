package cli

import (
	"context"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) redoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "redo",
		Short: "Do again what undo took back",
		Long:  redoLong,
		Example: `  tradedesk redo
  tradedesk redo --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runRedo(c.Context()) },
	}
}

const redoLong = `redo does again the action that "tradedesk undo" took back last.`

func (a *app) runRedo(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		done, err := d.Redo(ctx)
		if err != nil {
			return err
		}
		return a.printDone("redone", done, idsOf(done))
	})
}
