package cli

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type historyOptions struct {
	limit int
	lines bool
}

func (a *app) historyCommand() *cobra.Command {
	o := historyOptions{}
	c := &cobra.Command{
		Use:   "history ID",
		Short: "Show who changed what in a record, newest first",
		Long: `history prints the changes of one record, newest first: when, by whom, and what each
field became. With --json it prints an array of changes, with --ndjson one a line.`,
		Example: `  tradedesk history 7c2d9f10
  tradedesk history 7c2d9f10 --limit 5 --json`,
		Args:              exactly(1, "one id"),
		ValidArgsFunction: a.completeID,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("limit") && o.limit <= 0 {
				return usagef("--limit %d: want 1 or more; leave it out for all", o.limit)
			}
			return a.runHistory(c.Context(), o, args[0])
		},
	}
	c.Flags().IntVar(&o.limit, "limit", 0, "at most `N` changes (default all)")
	c.Flags().BoolVar(&o.lines, "ndjson", false, "print one JSON change a line")
	return c
}

func (a *app) runHistory(ctx context.Context, o historyOptions, idArg string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		id, err := find(ctx, d, idArg)
		if err != nil {
			return err
		}
		changes, err := d.History(ctx, id, o.limit)
		if err != nil {
			return err
		}
		if a.json || o.lines {
			return a.historyJSON(changes, o.lines)
		}
		return a.historyText(changes)
	})
}

func (a *app) historyJSON(changes []model.Change, lines bool) error {
	list := newJSONList(a.env.Out, lines)
	for _, change := range changes {
		raw, err := marshal(change)
		if err != nil {
			return fmt.Errorf("encoding change %s: %w", change.ID, err)
		}
		if err := list.add(raw); err != nil {
			return err
		}
	}
	return list.end()
}

func (a *app) historyText(changes []model.Change) error {
	w := bufio.NewWriter(a.env.Out)
	for _, change := range changes {
		fmt.Fprintf(w, "%s  %s\n", a.timeText(change.At), clean(change.By))
		for _, name := range slices.Sorted(maps.Keys(change.Set)) {
			writeField(w, name, strings.TrimSpace(jsonText(change.Set[name])))
		}
	}
	return w.Flush()
}
