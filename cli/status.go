package cli

import (
	"bufio"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model/value"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say how the desk stands with its server",
		Long: `status prints which server the desk knows, how it stands with it, how many
changes and attached files wait, why the files do, and what people have to
decide on. It asks nobody: what it says of the server is what the last call
found. The desk works the same without one. An open desk whose last call failed
says when it tries again by itself.

With --json it prints {"server", "online", "state", "mode", "device", "cursor",
"pending", "acked", "quarantined", "conflicts", "last_sync", "error",
"next_try", …}; the state is none, idle, syncing, offline, logged-out, revoked,
refused, too-old, full or failing.`,
		Example: `  tradedesk status
  tradedesk status --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runStatus(c.Context()) },
	}
}

func (a *app) runStatus(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		status, err := d.Status(ctx)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(status)
		}
		w := bufio.NewWriter(a.env.Out)
		server := status.Server
		if server == "" {
			server = "none"
		}
		writeField(w, "server", server)
		if status.Server != "" {
			writeField(w, "user", fmt.Sprintf("%s (%s)", status.User, status.Role))
			writeField(w, "state", string(status.State))
		}
		writeField(w, "mode", string(status.Mode))
		writeField(w, "online", map[bool]string{true: "yes", false: "no"}[status.Online])
		writeField(w, "device", status.Device)
		writeField(w, "pending", plural(status.Pending, "change"))
		writeField(w, "acked", plural(status.Acked, "change"))
		writeField(w, "quarantined", fmt.Sprint(status.Quarantined))
		writeField(w, "conflicts", fmt.Sprint(status.Conflicts))
		writeField(w, "last sync", orDash(a.timeText(status.LastSync)))
		for _, f := range status.Files {
			writeField(w, "files", filesWait(f))
		}
		if status.Error != "" {
			writeField(w, "error", status.Error)
		}
		if !status.NextTry.IsZero() {
			writeField(w, "next try", a.comingText(status.NextTry))
		}
		if status.Clock != "" {
			writeField(w, "clock", status.Clock)
		}
		return w.Flush()
	})
}

// comingText gives a moment soon to come, to the second, and how long it is until then.
func (a *app) comingText(at value.Instant) string {
	left := at.Time().Sub(a.env.Now()).Round(time.Second)
	when := at.Time().In(a.env.Location).Format("2006-01-02 15:04:05 MST")
	if left <= 0 {
		return when + ", now"
	}
	return when + ", in " + left.String()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
