package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) quarantineCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "quarantine",
		Short: "Look after changes that the server did not take",
		Long: `The server does not take a change that is too large, that the user may not make,
or that it cannot read. Such a change stays on this desk's screens, marked, and
holds up nothing but its own record. list says why; retry makes it anew and
sends it again; export writes all of them to a file; drop gives one up.`,
		Example: `  tradedesk quarantine list
  tradedesk quarantine retry 41
  tradedesk quarantine retry --all
  tradedesk quarantine drop 41 --yes`,
		Args: exactly(0, "list, retry, export or drop"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runQuarantine(c.Context()) },
	}
	force := false
	list := &cobra.Command{
		Use: "list", Short: "List the changes that the server did not take, and why",
		Long: `list prints each change with its number, the record's id, its fields, and why
the server did not take it. With --json it prints an array.`,
		Example: `  tradedesk quarantine list --json`,
		Args:    exactly(0, "no arguments"),
		RunE:    func(c *cobra.Command, _ []string) error { return a.runQuarantine(c.Context()) },
	}
	retry, drop := a.quarantineRetryCommand(), a.quarantineDropCommand()
	export := &cobra.Command{
		Use: "export FILE", Short: "Write the changes that the server did not take to a file",
		Long: `export writes each change that the server did not take as a line of JSON, with
what it sets and why it was not taken; - writes to the standard output.`,
		Example: `  tradedesk quarantine export not-taken.ndjson`,
		Args:    exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runQuarantineExport(c.Context(), args[0], force)
		},
	}
	export.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	c.AddCommand(list, retry, export, drop)
	return c
}

func (a *app) runQuarantine(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		all := []desk.Quarantined{}
		if err := desk.EachQuarantined(ctx, d, func(q desk.Quarantined) error {
			all = append(all, q)
			return nil
		}); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(all)
		}
		w := bufio.NewWriter(a.env.Out)
		if len(all) == 0 {
			fmt.Fprintln(w, "nothing is in quarantine")
		}
		for _, q := range all {
			fields := strings.Join(slices.Sorted(maps.Keys(q.Set)), ", ")
			if q.Made {
				fields = "makes it"
			}
			fmt.Fprintf(w, "%d  %s  %s: %s  %s\n", q.N, q.Record.Short(), clean(string(q.Kind)), clean(fields), clean(q.Reason))
		}
		return w.Flush()
	})
}

func (a *app) runQuarantineExport(ctx context.Context, name string, force bool) error {
	if err := checkEnding(name, "ndjson"); err != nil {
		return err
	}
	if _, err := os.Stat(name); name != "-" && !force && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w: there is something already; choose another name, or --force to write over it", name, desk.ErrConflict)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		if name == "-" {
			var out bytes.Buffer
			if _, err := desk.WriteQuarantine(ctx, d, &out); err != nil {
				return err
			}
			_, err := a.env.Out.Write(safeJSON(out.Bytes()))
			return err
		}
		file, err := createWhole(name)
		if err != nil {
			return err
		}
		n, err := desk.WriteQuarantine(ctx, d, file)
		if err != nil {
			return errors.Join(err, file.abandon())
		}
		if err := file.commit(); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"file": name, "changes": n})
		}
		_, err = fmt.Fprintf(a.env.Out, "%s written to %s\n", plural(n, "change"), clean(name))
		return err
	})
}
