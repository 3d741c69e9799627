package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type listOptions struct {
	selection
	lines  bool
	count  bool
	fields []string
}

func (a *app) listCommand() *cobra.Command {
	o := listOptions{}
	c := &cobra.Command{
		Use:   "list KIND",
		Short: "List the records of a kind",
		Long: `list prints all records of a kind: on a terminal a table, else one line each with
the columns id, title, detail, country, quantity, unit, amount, currency, stage,
score, time, due time, owner and tags, separated by tabs. With --json it prints an
array of the records, with --ndjson one record a line, as they are read, so that
a million take no more memory than one.

--fields chooses the columns and the members of the JSON; the id always comes
first. --count prints how many there are and nothing else.

` + selectionHelp + `

` + listOrder,
		Example: `  tradedesk list lead --where stage=new --sort -score --limit 20
  tradedesk list supplier --where 'moq<=500' --where products~argan --json
  tradedesk list lead --where country=US,CA --fields company,email,due_at --sort due_at
  tradedesk list lead --where 'due_at<=today' --count`,
		Args:              exactly(1, "one kind"),
		ValidArgsFunction: completeKind,
		RunE:              func(c *cobra.Command, args []string) error { return a.runList(c, o, args[0]) },
	}
	a.addSelection(c, &o.selection)
	flags := c.Flags()
	flags.BoolVar(&o.lines, "ndjson", false, "print one JSON record a line")
	flags.BoolVar(&o.count, "count", false, "print only how many there are")
	flags.StringSliceVar(&o.fields, "fields", nil, "print only these `FIELDS`, separated by commas, and the id")
	completeFlagBy(c, "fields", completeFields)
	return c
}

func (a *app) runList(c *cobra.Command, o listOptions, kindArg string) error {
	kind, err := parseKind(kindArg)
	if err != nil {
		return err
	}
	q, err := a.query(c, &o.selection, kind)
	if err != nil {
		return err
	}
	fields, err := parseFields(kind, o.fields)
	if err != nil {
		return err
	}
	if o.count && (o.lines || fields != nil) {
		return usagef("list: --count prints a number: leave out --ndjson and --fields")
	}
	ctx := c.Context()
	return a.withDesk(ctx, func(d desk.Desk) error {
		switch {
		case o.count:
			err = a.listCount(ctx, d, q)
		case a.json || o.lines:
			err = a.listJSON(ctx, d, q, fields, o.lines)
		case fields != nil:
			err = a.listFields(ctx, d, q, fields)
		default:
			err = a.listText(ctx, d, q)
		}
		return asUsage(err)
	})
}

// asUsage marks what the desk refused of a query as what it is: typed wrong.
func asUsage(err error) error {
	if errors.Is(err, desk.ErrInvalid) {
		return usageError{err}
	}
	return err
}

// listCount prints how many rows the list has, of which there are at most --limit.
func (a *app) listCount(ctx context.Context, d desk.Desk, q desk.Query) error {
	n, err := d.Count(ctx, q)
	if err != nil {
		return err
	}
	if q.Limit > 0 {
		n = min(n, q.Limit)
	}
	if a.json {
		return a.printJSON(map[string]int{"count": n})
	}
	_, err = fmt.Fprintln(a.env.Out, n)
	return err
}

func (a *app) listJSON(ctx context.Context, d desk.Desk, q desk.Query, fields *projection, lines bool) error {
	score, err := a.scorerFor(ctx, d, q.Kind, fields)
	if err != nil {
		return err
	}
	list := newJSONList(a.env.Out, lines)
	err = d.Records(ctx, q, func(r model.Record) error {
		if fields != nil {
			return list.add(fields.json(r, score.of(r)))
		}
		return list.add(model.EncodeJSONWith(r, derived(score.of(r))))
	})
	if err != nil {
		return err
	}
	return list.end()
}

// scorerFor scores nothing when the score is not asked for.
func (a *app) scorerFor(ctx context.Context, d desk.Desk, kind model.Kind, fields *projection) (scorer, error) {
	if fields != nil && !slices.Contains(fields.names, fieldScore) {
		return scorer{}, nil
	}
	return a.scorer(ctx, d, kind)
}

func (a *app) listFields(ctx context.Context, d desk.Desk, q desk.Query, fields *projection) error {
	score, err := a.scorerFor(ctx, d, q.Kind, fields)
	if err != nil {
		return err
	}
	table := a.newFieldTable(fields)
	err = d.Records(ctx, q, func(r model.Record) error {
		return table.write(fields.texts(a, r, score.of(r), table.rows.screen > 0))
	})
	if err != nil {
		return err
	}
	return table.end()
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
