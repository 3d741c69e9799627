package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type listOptions struct {
	selection
	lines bool
}

func (a *app) listCommand() *cobra.Command {
	o := listOptions{}
	c := &cobra.Command{
		Use:   "list KIND",
		Short: "List the records of a kind",
		Long: `list prints all records of a kind: on a terminal a table, else one line each with
the columns id, title, detail, country, quantity, unit, amount, currency, stage,
score, time, due time, owner and tags, separated by tabs. With --json it prints an
array of the records, with --ndjson one record a line.

` + selectionHelp,
		Example: `  tradedesk list lead --where stage=new --sort -score --limit 20
  tradedesk list supplier --where 'moq<=500' --where products=argan --json`,
		Args:              exactly(1, "one kind"),
		ValidArgsFunction: completeKind,
		RunE: func(c *cobra.Command, args []string) error {
			kind, err := parseKind(args[0])
			if err != nil {
				return err
			}
			query, err := o.query(c, kind)
			if err != nil {
				return err
			}
			return a.runList(c.Context(), query, o.lines)
		},
	}
	o.addFlags(c)
	c.Flags().BoolVar(&o.lines, "ndjson", false, "print one JSON record a line")
	return c
}

func (a *app) runList(ctx context.Context, q desk.Query, lines bool) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		if a.json || lines {
			return asUsage(a.listJSON(ctx, d, q, lines))
		}
		return asUsage(a.listText(ctx, d, q))
	})
}

// asUsage marks what the desk refused of a query as what it is: typed wrong.
func asUsage(err error) error {
	if errors.Is(err, desk.ErrInvalid) {
		return usageError{err}
	}
	return err
}

func (a *app) listJSON(ctx context.Context, d desk.Desk, q desk.Query, lines bool) error {
	score, err := a.scorer(ctx, d, q.Kind)
	if err != nil {
		return err
	}
	list := newJSONList(a.env.Out, lines)
	err = d.Records(ctx, q, func(r model.Record) error {
		return list.add(model.EncodeJSONWith(r, derived(score.of(r))))
	})
	if err != nil {
		return err
	}
	return list.end()
}

// pageRows is how many rows of a list are held at a time.
const pageRows = 500

func (a *app) listText(ctx context.Context, d desk.Desk, q desk.Query) error {
	rows := a.newRowWriter(q.Kind)
	for left := q.Limit; ; {
		q.Limit = pageRows
		if left > 0 {
			q.Limit = min(left, pageRows)
		}
		page, err := d.List(ctx, q)
		if err != nil {
			return err
		}
		if err := rows.write(page.Rows); err != nil {
			return err
		}
		count := len(page.Rows)
		if left -= count; left == 0 || !page.After || count == 0 {
			break
		}
		q.From = page.Rows[count-1].Cursor
	}
	return rows.end()
}
