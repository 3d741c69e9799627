package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

func (a *app) conflictsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "conflicts",
		Short: "List the fields that people wrote at the same time, and settle them",
		Long: `conflicts lists the fields for which people who had not seen each other's change
gave different values, with who gave which and when. The first of them, the
latest, is the one that the desk shows. Any edit of the field settles it, at
every desk.

A long value is shown from where the values begin to differ, with its size; ↵ is
the end of a line. --json has all of it.

Each value has a short name for --take, the same at every desk that is in step: it
is good as long as the values are those of the list, and refused afterwards.

With --json it prints an array of {"id", "kind", "title", "field", "values":
[{"value", "by", "at", "own", "name"}]}; a field that only makes sense with
others is named with them, as quantity+unit. Of lines that all had seen there is
"both", what each changed of them.`,
		Example: `  tradedesk conflicts
  tradedesk conflicts resolve 7c2d9f10 city --take theirs
  tradedesk conflicts --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runConflicts(c.Context()) },
	}
	c.AddCommand(a.resolveCommand())
	return c
}

// conflictLine is a field in conflict, as scripts read it.
type conflictLine struct {
	ID     model.ID       `json:"id"`
	Kind   model.Kind     `json:"kind"`
	Title  string         `json:"title"`
	Field  string         `json:"field"`
	Values []conflictSide `json:"values"`
	// Both is what --take both gives where it is known what all authors had seen.
	Both json.RawMessage `json:"both,omitempty"`
}

type conflictSide struct {
	Value json.RawMessage `json:"value"`
	By    string          `json:"by"`
	At    value.Instant   `json:"at"`
	Own   bool            `json:"own"`
	Name  string          `json:"name"`
}

func (a *app) runConflicts(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		lines := newJSONList(a.env.Out, false)
		w := bufio.NewWriter(a.env.Out)
		none := true
		err := eachConflict(ctx, d, func(c conflictLine) error {
			none = false
			if !a.json {
				a.writeConflict(w, c)
				return nil
			}
			raw, err := marshal(c)
			if err != nil {
				return fmt.Errorf("encoding a conflict: %w", err)
			}
			return lines.add(raw)
		})
		if err != nil {
			return err
		}
		if a.json {
			return lines.end()
		}
		if none {
			fmt.Fprintln(w, "no conflicts")
		}
		return w.Flush()
	})
}

func eachConflict(ctx context.Context, d desk.Desk, yield func(conflictLine) error) error {
	for from := uint64(0); ; {
		page, err := d.Conflicts(ctx, from, 0)
		if err != nil {
			return err
		}
		for _, c := range page.Records {
			for _, f := range c.Fields {
				line := conflictLine{ID: c.Record.Header().ID, Kind: c.Record.Kind(), Title: model.Title(c.Record), Field: f.Field}
				for _, v := range f.Values {
					line.Values = append(line.Values, conflictSide{v.Value, v.By, v.At, v.Own, valueName(line.ID, f, v)})
				}
				if f.Seen != nil {
					if both, err := desk.Both(line.Kind, f); err == nil {
						line.Both = both
					}
				}
				if err := yield(line); err != nil {
					return err
				}
			}
		}
		if from = page.Next; from == 0 {
			return nil
		}
	}
}
