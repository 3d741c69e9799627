package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/serve"
)

func (a *app) serveRestoreCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of a server's file",
		Long: `serve restore proves a backup, begins another epoch in every workspace, and puts it
in the place of the server's file; the one that was there is kept beside it as
FILE.before-restore-TIME. The server must not run. Desks notice the new epoch and
bring back what they wrote since the backup, up to 30 days. When anything fails,
what is there stays as it is.`,
		Example: `  tradedesk serve restore /backups/server-2026-11-24.tar
  tradedesk serve restore server.tar --store bolt:/srv/desk/server.db --json`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runServeRestore(c.Context(), args[0]) },
	}
	a.storeFlag(c)
	return c
}

func (a *app) runServeRestore(ctx context.Context, name string) error {
	report, err := serve.Restore(ctx, a.storeName(), name, a.env.Now())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(report)
	}
	line := fmt.Sprintf("restored: %s (%s, %s)", clean(report.File), plural(report.Workspaces, "workspace"), plural(report.Files, "attached file"))
	if report.Kept != "" {
		line += "; what was there is kept as " + clean(report.Kept)
	}
	_, err = fmt.Fprintln(a.env.Out, line)
	return err
}
