package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) checkCommand() *cobra.Command {
	repair := false
	c := &cobra.Command{
		Use:   "check",
		Short: "Prove that the desk's file is sound, or repair it",
		Long: `check reads the whole file: its pages, every record, every index both ways, the
history, and the counters. It exits with 1 and lists the problems it found.

With --repair, a file with problems is written anew from what of its records and
their changes can be read, with all indexes made again, and proved. The damaged one
is kept as desk-before-repair-TIME.db beside it; what could not be read is listed.
A file that is sound is left as it is.`,
		Example: `  tradedesk check
  tradedesk check --repair
  tradedesk check --data ~/fair-desk --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if repair {
				return a.runRepair(c.Context())
			}
			return a.runCheck(c.Context())
		},
	}
	c.Flags().BoolVar(&repair, "repair", false, "write a file with problems anew from what can be read")
	return c
}

func (a *app) runCheck(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		report, err := a.check(ctx, d)
		if err != nil {
			return err
		}
		if err := a.printCheck(report); err != nil {
			return err
		}
		if !report.OK {
			return fmt.Errorf("checking the desk: %s found; `tradedesk check --repair` mends what can be mended and keeps this file",
				plural(len(report.Problems), "problem"))
		}
		return nil
	})
}

func (a *app) check(ctx context.Context, d desk.Desk) (desk.CheckReport, error) {
	progress := a.newProgress()
	defer progress.clear()
	report, err := d.Check(ctx, progress.show)
	if report.Problems == nil {
		report.Problems = []string{}
	}
	return report, err
}

func (a *app) printCheck(report desk.CheckReport) error {
	if a.json {
		return a.printJSON(report)
	}
	w := bufio.NewWriter(a.env.Out)
	for _, problem := range report.Problems {
		fmt.Fprintln(w, clean(problem))
	}
	if report.OK {
		fmt.Fprintf(w, "ok: %s\n", plural(report.Records, "record"))
	}
	if report.Files > 0 || report.Missing > 0 {
		fmt.Fprintf(w, "%s, %d that no record names, %d not kept on this machine\n",
			plural(report.Files, "attached file"), report.Orphans, report.Missing)
	}
	return w.Flush()
}
