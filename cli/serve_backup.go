package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/serve"
)

func (a *app) serveBackupCommand() *cobra.Command {
	force := false
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy a server's workspaces and attached files to one file, also while it runs",
		Long: `serve backup writes the server's file as it stands at one moment, with the attached
files, to a tar, which has its name only when it is whole, on the disk, and read
again from its beginning. The server may run meanwhile. What is there already is not
written over without --force.`,
		Example: `  tradedesk serve backup /backups/server-2026-11-24.tar
  tradedesk serve backup server.tar --force --store bolt:/srv/desk/server.db --json`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runServeBackup(c.Context(), args[0], force) },
	}
	a.storeFlag(c)
	c.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	return c
}

func (a *app) runServeBackup(ctx context.Context, name string, force bool) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		report, err := serve.BackupFile(ctx, admin, name, force)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(report)
		}
		_, err = fmt.Fprintf(a.env.Out, "backed up: %s (%s)\n", clean(report.File), sizeText(report.Bytes))
		return err
	})
}
