package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) restoreBackupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore-backup FILE",
		Short: "Put a backup in the place of the desk",
		Long: `restore-backup copies a backup beside the desk, brings it up to date when an older
version wrote it, proves all of it, attached files too, and puts it in the desk's
place. The desk that was there is kept as desk-before-restore-TIME.db in the same
directory; when anything fails, it stays as it is. No attached file is taken away:
restoring the kept desk goes back to it whole. A desk.db alone is a backup too, it
brings no attached files. Nobody may have the desk open meanwhile.`,
		Example: `  tradedesk restore-backup ~/backups/desk-2026-11-24.tar
  tradedesk restore-backup desk.tar --data ~/fair-desk --json`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runRestoreBackup(c.Context(), args[0]) },
	}
}

func (a *app) runRestoreBackup(ctx context.Context, name string) error {
	progress := a.newProgress()
	report, err := desk.RestoreBackup(ctx, a.deskOptions(), name, progress.show)
	progress.clear()
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(report)
	}
	line := fmt.Sprintf("restored: %s (%s", clean(name), plural(report.Records, "record"))
	if report.Files > 0 {
		line += ", " + plural(report.Files, "attached file")
	}
	line += ")"
	if report.Missing > 0 {
		line += "; missing: " + plural(report.Missing, "attached file")
	}
	if report.Kept != "" {
		line += "; the desk before it is kept as " + clean(report.Kept)
	}
	_, err = fmt.Fprintln(a.env.Out, line)
	return err
}
