package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/ui"
)

type demoOptions struct {
	leads int
	seed  uint64
	only  bool
}

func (a *app) demoCommand() *cobra.Command {
	o := demoOptions{}
	c := &cobra.Command{
		Use:   "demo",
		Short: "Open a throw-away desk with sample data",
		Long: `demo opens the desk over made-up Moroccan exporters, buyers in forty countries,
RFQs with quotes and threads. It is kept in a temporary directory and thrown away
at the end; your own desk is not touched. The same seed gives the same data.

With --data the sample desk is made in that directory, where there must be none,
and stays: "tradedesk --data DIR" opens it again.`,
		Example: `  tradedesk demo
  tradedesk demo --leads 100000 --seed 7
  tradedesk demo --data ~/sample-desk --make-only`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runDemo(c.Context(), o) },
	}
	c.Flags().IntVar(&o.leads, "leads", 0, "how many leads (default 120)")
	c.Flags().Uint64Var(&o.seed, "seed", 0, "which sample data")
	c.Flags().BoolVar(&o.only, "make-only", false, "make the sample desk in --data DIR and do not open it")
	return c
}

func (a *app) runDemo(ctx context.Context, o demoOptions) error {
	switch {
	case o.leads < 0:
		return usagef("--leads %d: want 0 or more", o.leads)
	case o.only && a.data == "":
		return usagef("--make-only: want --data DIR, where the sample desk is made")
	case !o.only:
		if err := a.checkTerminal(); err != nil {
			return err
		}
	}
	var screens ui.Options
	if !o.only {
		var err error
		if screens, err = a.screens(); err != nil {
			return err
		}
	}
	d, err := a.openDemo(ctx, o)
	if err != nil {
		return err
	}
	if o.only {
		err = a.printMade(ctx, d)
	} else {
		screens.Demo = a.data == ""
		err = a.env.Screens(ctx, ui.Opened(d), screens)
	}
	if closeErr := d.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("closing the sample desk: %w", closeErr))
	}
	return err
}

func (a *app) openDemo(ctx context.Context, o demoOptions) (desk.Desk, error) {
	progress := a.newProgress()
	defer progress.clear()
	return a.env.OpenDemo(ctx, desk.DemoOptions{
		Leads: o.leads, Seed: o.seed, Dir: a.data, Me: a.author(), Now: a.env.Now, Progress: progress.show,
	})
}

// printMade says what the sample desk holds.
func (a *app) printMade(ctx context.Context, d desk.Desk) error {
	counts, err := d.Counts(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(counts.Kinds)
	}
	total := 0
	for _, n := range counts.Kinds {
		total += n
	}
	_, err = fmt.Fprintf(a.env.Out, "made: %s\n", plural(total, "record"))
	return err
}
