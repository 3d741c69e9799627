package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type demoOptions struct {
	leads int
	seed  uint64
}

func (a *app) demoCommand() *cobra.Command {
	o := demoOptions{}
	c := &cobra.Command{
		Use:   "demo",
		Short: "Open a throw-away desk with sample data",
		Long: `demo opens the desk over made-up Moroccan exporters, buyers in forty countries,
RFQs with quotes and threads. It is kept in a temporary directory and thrown away
at the end; your own desk is not touched. The same seed gives the same data. With
--data DIR it is made in that directory and stays: open it again with
tradedesk --data DIR.`,
		Example: `  tradedesk demo
  tradedesk demo --leads 100000 --seed 7
  tradedesk demo --leads 100000 --data /tmp/try`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runDemo(c.Context(), o) },
	}
	c.Flags().IntVar(&o.leads, "leads", 0, "how many leads (default 120)")
	c.Flags().Uint64Var(&o.seed, "seed", 0, "which sample data")
	return c
}

func (a *app) runDemo(ctx context.Context, o demoOptions) error {
	if o.leads < 0 {
		return usagef("--leads %d: want 0 or more", o.leads)
	}
	if err := a.checkTerminal(); err != nil {
		return err
	}
	line := a.newProgress()
	d, err := a.env.OpenDemo(ctx, desk.DemoOptions{
		Dir: a.data, Me: a.me, Leads: o.leads, Seed: o.seed, Now: a.env.Now, Progress: line.show,
	})
	line.clear()
	if err != nil {
		return fmt.Errorf("making the sample desk: %w", err)
	}
	screens := a.screens()
	screens.Demo = true
	err = a.env.Screens(ctx, d, screens)
	if closeErr := d.Close(); closeErr != nil && err == nil {
		err = fmt.Errorf("closing the sample desk: %w", closeErr)
	}
	return err
}
