package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Prove that the desk's file is sound",
		Long: `check reads the whole file: its pages, every record, every index row both ways, and
the counters. It exits with 1 and lists the problems when there are any. It counts
the attached files too: what undo took off, and what another desk keeps, is no
problem.`,
		Example: `  tradedesk check
  tradedesk check --data ~/fair-desk --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runCheck(c.Context()) },
	}
}

func (a *app) runCheck(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		progress := a.newProgress()
		report, err := d.Check(ctx, progress.show)
		progress.clear()
		if err != nil {
			return err
		}
		if report.Problems == nil {
			report.Problems = []string{}
		}
		if err := a.printCheck(report); err != nil {
			return err
		}
		if !report.OK {
			return fmt.Errorf("checking the desk: %s found; keep a copy of the file before anything else",
				plural(len(report.Problems), "problem"))
		}
		return nil
	})
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
