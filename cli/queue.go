package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type queueOptions struct {
	limit int
	lines bool
}

func (a *app) queueCommand() *cobra.Command {
	o := queueOptions{}
	c := &cobra.Command{
		Use:   "queue",
		Short: "List the changes that wait to be sent",
		Long: `queue lists the changes of this desk that the server does not have yet, the oldest
first: since when each waits and for how long, what it does (create, edit, delete,
restore, merge), to which record, and which fields an edit sets, separated by
tabs. It asks nobody, and a desk that knows no server has them too. When they are
sent, and which attached files wait, is in ` + "`tradedesk status`" + `.

With --json it prints an array of {"n", "record", "kind", "title", "does",
"fields", "at", "by"}, with --ndjson one change a line, as they are read.`,
		Example: `  tradedesk queue
  tradedesk queue --limit 20
  tradedesk queue --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("limit") && o.limit < 1 {
				return usagef("--limit %d: want 1 or more; leave it out for all", o.limit)
			}
			return a.runQueue(c.Context(), o)
		},
	}
	c.Flags().IntVar(&o.limit, "limit", 0, "print at most `N`, those that wait longest")
	c.Flags().BoolVar(&o.lines, "ndjson", false, "print one JSON change a line")
	return c
}

// errEnough ends a walk that has given all that was asked for.
var errEnough = errors.New("enough")

func (a *app) runQueue(ctx context.Context, o queueOptions) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		list, w := newJSONList(a.env.Out, o.lines), bufio.NewWriter(a.env.Out)
		n := 0
		err := desk.EachQueued(ctx, d, func(q desk.Queued) error {
			if o.limit > 0 && n == o.limit {
				return errEnough
			}
			n++
			if !a.json && !o.lines {
				_, err := fmt.Fprintln(w, a.queuedLine(q))
				return err
			}
			raw, err := marshal(q)
			if err != nil {
				return fmt.Errorf("encoding change %d: %w", q.N, err)
			}
			return list.add(raw)
		})
		if err != nil && !errors.Is(err, errEnough) {
			return err
		}
		if a.json || o.lines {
			return list.end()
		}
		if n == 0 && isTerminal(a.env.Out) {
			fmt.Fprintln(w, "nothing waits to be sent")
		}
		return w.Flush()
	})
}

// queuedLine says of a change since when it waits, what it does, and to which record.
func (a *app) queuedLine(q desk.Queued) string {
	fields := ""
	if q.Does == desk.DeedEdit || q.Does == desk.DeedRestore {
		fields = strings.Join(q.Fields, ", ")
	}
	return strings.Join([]string{
		a.timeText(q.At), age(q.At, a.env.Now()), string(q.Does), clean(string(q.Kind)), q.Record.Short(), clean(q.Title), clean(fields),
	}, "\t")
}
