package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/causal"
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

With --json it prints an array of {"id", "kind", "title", "field", "values":
[{"value", "by", "at", "own"}]}; a field that only makes sense with others is
named with them, as quantity+unit. Of lines that all had seen there is "both",
what each changed of them.`,
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
					line.Values = append(line.Values, conflictSide{v.Value, v.By, v.At, v.Own})
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

func (a *app) writeConflict(w io.Writer, c conflictLine) {
	// A failed write stays in the buffer that w is, for its Flush to say.
	_, _ = fmt.Fprintf(w, "%s  %s %s: %s\n", c.ID.Short(), c.Kind, clean(c.Title), clean(strings.ReplaceAll(c.Field, "+", " and ")))
	for _, v := range c.Values {
		whose := "theirs"
		if v.Own {
			whose = "mine"
		}
		_, _ = fmt.Fprintf(w, "  %-6s  %s  %s, %s\n", whose, clean(plainValue(c, v.Value)), clean(v.By), a.timeText(v.At))
	}
	if c.Both != nil {
		_, _ = fmt.Fprintf(w, "  %-6s  %s\n", "both", clean(plainValue(c, c.Both)))
	}
}

// plainValue gives a value of a conflict as a person reads it.
func plainValue(c conflictLine, raw json.RawMessage) string {
	var text string
	field, _ := model.SchemaOf(c.Kind).Field(c.Field)
	elements := model.ElementTexts(field, raw)
	switch {
	case c.Field == model.FieldDeleted && string(raw) == "true":
		return "delete it"
	case c.Field == model.FieldDeleted:
		return "keep it"
	case len(elements) > 0:
		return strings.Join(elements, "; ")
	case bytes.Equal(raw, []byte("null")) || len(raw) == 0:
		return "(empty)"
	case json.Unmarshal(raw, &text) == nil:
		return text
	}
	return string(raw)
}

func (a *app) resolveCommand() *cobra.Command {
	take := ""
	c := &cobra.Command{
		Use:   "resolve ID FIELD",
		Short: "Settle a conflict",
		Long: `resolve settles the conflict of one field, here and at every other desk; undo
takes it back. --take says how: with the value that was written here (mine),
with the other one (theirs), with the one that stands at a place in the list (1 is
the first), with both, which joins texts and the elements of lists, or with
another value (=VALUE). Of fields that only make sense together
all are given: --take '=target_price=12.50 currency=EUR'.`,
		Example: `  tradedesk conflicts resolve 7c2d9f10 city --take theirs
  tradedesk conflicts resolve 7c2d9f10 city --take 2
  tradedesk conflicts resolve 7c2d9f10 tags --take both
  tradedesk conflicts resolve 7c2d9f10 city --take =Agadir --json`,
		Args: exactly(2, "an id and a field"),
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return a.completeIDs(c, args, typed)
		},
		RunE: func(c *cobra.Command, args []string) error { return a.runResolve(c.Context(), args[0], args[1], take) },
	}
	c.Flags().StringVar(&take, "take", "", "`WHICH` value: mine, theirs, its place, both or =VALUE")
	completeFlag(c, "take", []string{string(desk.TakeMine), string(desk.TakeTheirs), string(desk.TakeBoth)})
	return c
}

func (a *app) runResolve(ctx context.Context, typed, field, take string) error {
	own, isOwn := strings.CutPrefix(take, "=")
	place, err := strconv.Atoi(take)
	isPlace := err == nil && place > 0
	if !isOwn && !isPlace && !slices.Contains([]desk.Take{desk.TakeMine, desk.TakeTheirs, desk.TakeBoth}, desk.Take(take)) {
		return usagef("resolve: --take %.40q: want mine, theirs, the place of a value, both or =VALUE", clean(take))
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := get(ctx, d, typed)
		if err != nil {
			return err
		}
		r := desk.Resolution{Record: record.Header().ID, Take: desk.Take(take)}
		conflict, err := conflictOf(ctx, d, r.Record, field)
		if err != nil {
			return err
		}
		r.Field = conflict.Field
		if isPlace {
			if place > len(conflict.Values) {
				return usagef("resolve: --take %d: there are %d values", place, len(conflict.Values))
			}
			r.Take, r.Value = desk.TakeValue, conflict.Values[place-1].Value
		}
		if isOwn {
			r.Take = desk.TakeValue
			if r.Value, err = a.registerValue(ctx, d, record.Kind(), r.Field, own); err != nil {
				return err
			}
		}
		done, err := d.Resolve(ctx, r)
		if err != nil {
			return err
		}
		return a.printDone("settled", done, []model.ID{r.Record})
	})
}

// conflictOf gives the conflict of a field, which may be that of several fields.
func conflictOf(ctx context.Context, d desk.Desk, id model.ID, field string) (desk.FieldConflict, error) {
	conflicts, err := d.ConflictsOf(ctx, id)
	if err != nil {
		return desk.FieldConflict{}, err
	}
	for _, c := range conflicts {
		if c.Field == field || slices.Contains(causal.Fields(c.Field), field) {
			return c, nil
		}
	}
	return desk.FieldConflict{}, fmt.Errorf("%s of %s: %w: it has no conflict; `tradedesk conflicts` lists them", clean(field), id.Short(), desk.ErrNotFound)
}

// registerValue reads what a person typed for a field, or for several that only make
// sense together.
func (a *app) registerValue(ctx context.Context, d desk.Desk, kind model.Kind, register, typed string) (json.RawMessage, error) {
	assignments := []string{register + "=" + typed}
	if strings.Contains(register, "+") {
		assignments = strings.Fields(typed)
	}
	set, err := a.parseSet(ctx, d, kind, assignments)
	if err != nil {
		return nil, err
	}
	raw, ok := causal.Registers(kind, set)[register]
	if !ok {
		return nil, usagef("resolve: want =VALUE for %s", clean(strings.ReplaceAll(register, "+", " and ")))
	}
	return raw, nil
}
