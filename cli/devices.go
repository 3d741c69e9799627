package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) devicesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "devices",
		Short: "List the desks of the workspace",
		Long: `devices asks the server for the desks of the workspace: whose they are, since
when, how many changes of each the server took, and which were shut out. A desk
that goes on as another device, as a copy does, begins at none: what it wrote as
the one before counts there. With --json it prints an array. When the server
cannot be reached, or the mode of sync is offline, the exit code is 5.`,
		Example: `  tradedesk devices
  tradedesk devices --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runDevices(c.Context()) },
	}
}

func (a *app) runDevices(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		devices, err := d.Devices(ctx)
		if err != nil {
			return err
		}
		if a.json {
			if devices == nil {
				devices = []desk.Device{}
			}
			return a.printJSON(devices)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, one := range devices {
			mark := " "
			if one.This {
				mark = "*"
			}
			fmt.Fprintf(w, "%s %s  %s  %s  since %s  %s", mark, one.ID, clean(one.User), clean(one.Name), a.timeText(one.Created), plural(int(one.Changes), "change"))
			if !one.Revoked.IsZero() {
				fmt.Fprintf(w, "  shut out %s", a.timeText(one.Revoked))
			}
			fmt.Fprintln(w)
		}
		return w.Flush()
	})
}
