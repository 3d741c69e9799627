package cli

import (
	"github.com/spf13/cobra"

	"tradedesk/model"
)

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore ID…|-",
		Short: "Bring deleted records back",
		Long: `restore brings deleted records back as they were. "tradedesk list KIND --deleted"
shows them. Several ids are one action: all or none. With - the ids come from the
standard input, as with delete.`,
		Example: `  tradedesk restore 7c2d9f10
  tradedesk list lead --deleted --where deleted=true | tradedesk restore -`,
		Args:              atLeast(1, "at least one id"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(c *cobra.Command, args []string) error {
			// A merged record that is brought back is its own again.
			set := model.Set{model.FieldDeleted: nil, model.FieldMergedInto: nil}
			return a.runMark(c.Context(), args, marking{verb: "restore", past: "restored", set: set})
		},
	}
}
