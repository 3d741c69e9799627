package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo",
		Short: "Take back the last action",
		Long:  undoLong,
		Example: `  tradedesk undo
  tradedesk undo --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runUndo(c.Context()) },
	}
}

const undoLong = `undo takes back the last action that is not taken back: an edit, a deletion of many,
a whole import. It is a new change that sets the old values; what somebody changed
since, or wrote at the same time, is left and said ("tradedesk conflicts" lists the
latter). "tradedesk redo" does it again.`

func (a *app) runUndo(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		done, err := d.Undo(ctx)
		if err != nil {
			return err
		}
		if err := a.printDone("undone", done, idsOf(done)); err != nil || a.json || !desk.Settles(done) || done.Left > 0 {
			return err
		}
		_, err = fmt.Fprintln(a.env.Out, "  what was shown before stands again; the other values are in `tradedesk history ID`")
		return err
	})
}
