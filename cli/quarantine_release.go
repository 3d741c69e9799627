package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

// release is what is done with one change in quarantine, or with all of them.
type release struct {
	said string
	one  func(desk.Desk, context.Context, uint64) error
	all  func(context.Context, desk.Desk, func(desk.Progress)) (int, error)
}

func (a *app) quarantineRetryCommand() *cobra.Command {
	all := false
	c := &cobra.Command{
		Use: "retry N|--all", Short: "Make changes anew, to be sent again",
		Long: `retry makes the change with a number anew, as it was, and puts it to what waits
to be sent: after the reason is gone, such as a role that allowed too little.
With --all it does so with all of them, the oldest first.`,
		Example: `  tradedesk quarantine retry 41
  tradedesk quarantine retry --all`,
		Args: oneOrAll(&all),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runRelease(c.Context(), args, release{"put to what waits to be sent", desk.Desk.RetryQuarantined, desk.RetryQuarantine})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "all changes in quarantine")
	return c
}

func (a *app) quarantineDropCommand() *cobra.Command {
	yes, all := false, false
	c := &cobra.Command{
		Use: "drop N|--all", Short: "Give changes up",
		Long: `drop gives a change up for good, or with --all all of them: the record is shown
without it, and undo does not bring it back. --yes says that you mean it.`,
		Example: `  tradedesk quarantine drop 41 --yes`,
		Args:    oneOrAll(&all),
		RunE: func(c *cobra.Command, args []string) error {
			what := "the change is"
			if all {
				what = "the changes are"
			}
			if !yes {
				return usagef("drop: %s lost for good; `tradedesk quarantine export FILE` keeps all of them, --yes says that you mean it", what)
			}
			return a.runRelease(c.Context(), args, release{"given up", desk.Desk.DropQuarantined, desk.DropQuarantine})
		},
	}
	c.Flags().BoolVar(&yes, "yes", false, "give up without asking")
	c.Flags().BoolVar(&all, "all", false, "all changes in quarantine")
	return c
}

// oneOrAll wants the number of a change, or --all.
func oneOrAll(all *bool) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if *all && len(args) > 0 {
			return usagef("%s: give the number of a change or --all, not both", c.Name())
		}
		if *all {
			return nil
		}
		return exactly(1, "the number of a change, or --all")(c, args)
	}
}

// runRelease does with the change that is given, or else with all.
func (a *app) runRelease(ctx context.Context, typed []string, r release) error {
	if len(typed) == 0 {
		return a.runReleaseAll(ctx, r)
	}
	n, err := strconv.ParseUint(typed[0], 10, 64)
	if err != nil {
		return usagef("%.40q is not the number of a change; `tradedesk quarantine list` has them", clean(typed[0]))
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		err := r.one(d, ctx, n)
		if errors.Is(err, desk.ErrNotFound) {
			return fmt.Errorf("%w; `tradedesk quarantine list` has them", err)
		}
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]uint64{"n": n})
		}
		_, err = fmt.Fprintf(a.env.Out, "change %d: %s\n", n, r.said)
		return err
	})
}

func (a *app) runReleaseAll(ctx context.Context, r release) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		progress := a.newProgress()
		n, err := r.all(ctx, d, progress.show)
		progress.clear()
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]int{"changes": n})
		}
		_, err = fmt.Fprintf(a.env.Out, "%s: %s\n", plural(n, "change"), r.said)
		return err
	})
}
