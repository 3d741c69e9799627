package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type syncOptions struct {
	once bool
	mode string
}

var syncModes = []string{string(desk.SyncAutomatic), string(desk.SyncManual), string(desk.SyncOffline)}

func (a *app) syncCommand() *cobra.Command {
	o := syncOptions{}
	c := &cobra.Command{
		Use:   "sync",
		Short: "Bring the desk in step with its server now",
		Long: `sync sends what waits and takes in what others wrote, until both sides have the
same. An open desk does so by itself, unless its mode is manual, as on a metered
line or at a fair, or offline. --mode says which it is from now on.

When the server cannot be reached the exit code is 5: what waits is kept and
sent the next time. When it was reached and takes no changes of this user, as of
who may only read, what others wrote is taken in and the exit code is 1.

With --json it prints {"pulled", "pushed", "conflicts", "quarantined", "pending",
"cursor"}, "clock" when this machine's is wrong, and "files" when attached files
wait: [{"count", "error"}].`,
		Example: `  tradedesk sync
  tradedesk sync --once --json
  tradedesk sync --mode manual`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.mode != "" && o.once {
				return usagef("sync: --once and --mode do not go together: give one of them")
			}
			if o.mode != "" {
				return a.runSyncMode(c.Context(), o.mode)
			}
			return a.runSync(c.Context())
		},
	}
	c.Flags().BoolVar(&o.once, "once", false, "once, and end; as sync does when nothing else is said")
	c.Flags().StringVar(&o.mode, "mode", "", "sync by itself (automatic), only when told (manual), or never (offline): `MODE`")
	completeFlag(c, "mode", syncModes)
	return c
}

func (a *app) runSync(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		progress := a.newProgress()
		defer progress.clear()
		report, err := d.Sync(ctx, progress.moved)
		progress.clear()
		if err != nil {
			return err
		}
		held := whatHolds(ctx, d, report)
		if a.json {
			return errors.Join(a.printJSON(report), held)
		}
		line := fmt.Sprintf("%d taken in, %d sent", report.Pulled, report.Pushed)
		if held == nil {
			line = "in step: " + line
		}
		if report.Conflicts > 0 {
			line += fmt.Sprintf("; %s in conflict, see `tradedesk conflicts`", plural(report.Conflicts, "record"))
		}
		if report.Quarantined > 0 {
			line += fmt.Sprintf("; %s not taken, see `tradedesk quarantine list`", plural(report.Quarantined, "change"))
		}
		if report.Pending > 0 {
			line += fmt.Sprintf("; %s waiting here, see `tradedesk status`", plural(report.Pending, "change"))
		}
		for _, f := range report.Files {
			line += "\n" + filesWait(f)
		}
		if report.Clock != "" {
			line += "\n" + report.Clock
		}
		_, err = fmt.Fprintln(a.env.Out, line)
		return errors.Join(err, held)
	})
}

// whatHolds says why the server does not take what waits here, nil when nothing does or it
// was written meanwhile.
func whatHolds(ctx context.Context, d desk.Desk, report desk.SyncReport) error {
	if report.Pending == 0 {
		return nil
	}
	status, err := d.Status(ctx)
	if err != nil || status.Error == "" {
		return err
	}
	return fmt.Errorf("not in step, %s not sent: %s", plural(report.Pending, "change"), status.Error)
}

// filesWait says how many attached files wait for one reason.
func filesWait(f desk.FilesWait) string {
	verb := "wait"
	if f.Count == 1 {
		verb = "waits"
	}
	return fmt.Sprintf("%s %s: %s", plural(f.Count, "file"), verb, clean(f.Error))
}

func (a *app) runSyncMode(ctx context.Context, mode string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		err := d.SetSyncMode(ctx, desk.SyncMode(mode))
		if errors.Is(err, desk.ErrInvalid) {
			return usagef("--mode %.40q: want automatic, manual or offline", clean(mode))
		}
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]string{"mode": mode})
		}
		_, err = fmt.Fprintln(a.env.Out, "mode:", mode)
		return err
	})
}

// moved shows how far a sync is.
func (p *progress) moved(now desk.SyncProgress) {
	if p.out == nil {
		return
	}
	p.write(fmt.Sprintf("%s: %d of %d, %.0f a second", clean(now.Call), now.Done, now.Total, now.PerSec))
}
