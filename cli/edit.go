package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

type editOptions struct {
	selection
	seen          string
	lines         bool
	dryRun        bool
	atomic        bool
	unlessChanged bool
	yes           bool
}

func (a *app) editCommand() *cobra.Command {
	o := editOptions{}
	c := &cobra.Command{
		Use:   "edit ID|KIND|- field=value…",
		Short: "Change fields of one record, or of many as one action",
		Long: `edit sets fields of one record and prints it; an empty value clears a field. The
id may be shortened to at least four characters of its beginning or end. With
--seen, the edit fails with exit code 4 when one of its fields was changed after
the record's updated_at that you saw.

With --where and a kind instead of an id, the fields of every record that fits are
set. With - the edits come from the standard input, one JSON object a line, such
as "tradedesk list KIND --ndjson" prints: "id" says which record, every other
member is a field, null clears it, and what the desk keeps by itself is left out.
A line that is refused is named with its number and its reason, the rest goes in,
and the exit code is 1; with --atomic all lines go in or none, at most 10,000.
With --unless-changed a line is refused when a field of it was changed after the
"updated_at" that it carries. However many there are, one undo takes them back.`,
		Example: `  tradedesk edit 7c2d9f10 stage=qualified owner=nadia
  tradedesk edit 7c2d9f10 next_action="send samples" due_at="2026-12-01 10:00" --json
  tradedesk edit lead --where owner=samir --where 'stage!=lost,junk' owner=nadia --yes
  jq -c '{id, kind, owner: "nadia"}' leads.ndjson | tradedesk edit - --dry-run`,
		ValidArgsFunction: a.completeEdit,
		Args: func(c *cobra.Command, args []string) error {
			if o.lines && len(args) == 0 || len(args) == 1 && args[0] == "-" {
				return nil
			}
			return atLeast(2, "an id or a kind, and field=value")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error { return a.runAnyEdit(c, o, args) },
	}
	flags := c.Flags()
	flags.StringVar(&o.seen, "seen", "", "the record's updated_at that you saw, a `TIME`")
	flags.StringArrayVar(&o.where, "where", nil, "of a kind, those where `FIELD=VALUE` holds; also != < <= > >= ~")
	flags.BoolVar(&o.deleted, "deleted", false, "with --where, deleted ones too")
	flags.BoolVar(&o.lines, "ndjson", false, "read edits from the standard input, as with -")
	flags.BoolVar(&o.dryRun, "dry-run", false, "of many, say what would change and change nothing")
	flags.BoolVar(&o.atomic, "atomic", false, "with -, all lines or none")
	flags.BoolVar(&o.unlessChanged, "unless-changed", false, "with -, refuse lines whose fields were changed since")
	completeFlagBy(c, "where", a.completeWhere)
	flags.BoolVar(&o.yes, "yes", false, "with --where on a terminal, change more than one record")
	return c
}

// runAnyEdit edits one record, those that a query selects, or what lines say.
func (a *app) runAnyEdit(c *cobra.Command, o editOptions, args []string) error {
	fromLines := len(args) == 0 || args[0] == "-"
	if fromLines && len(args) > 1 {
		return usagef("edit -: the fields come from the standard input: leave %.40q out", clean(args[1]))
	}
	for _, misplaced := range []struct {
		flag string
		fits bool
	}{
		{"seen", !fromLines && len(o.where) == 0}, {"where", !fromLines}, {"deleted", len(o.where) > 0}, {"ndjson", fromLines},
		{"dry-run", fromLines || len(o.where) > 0}, {"atomic", fromLines}, {"unless-changed", fromLines}, {"yes", len(o.where) > 0},
	} {
		if c.Flags().Changed(misplaced.flag) && !misplaced.fits {
			return usagef("edit: --%s does not go with this; see %s --help", misplaced.flag, c.CommandPath())
		}
	}
	switch {
	case fromLines:
		return a.runEditLines(c.Context(), o)
	case len(o.where) > 0:
		kind, err := parseKind(args[0])
		if err != nil {
			return err
		}
		q, err := a.query(c, &o.selection, kind)
		if err != nil {
			return err
		}
		return a.runEditWhere(c.Context(), o, q, args[1:])
	}
	return a.runEdit(c.Context(), o, args[0], args[1:])
}

func (a *app) runEdit(ctx context.Context, o editOptions, idArg string, assignments []string) error {
	var seen value.Instant
	if o.seen != "" {
		var err error
		if seen, err = value.ParseInstant(o.seen, a.env.Now().In(a.env.Location)); err != nil {
			return usagef("--seen: %w", err)
		}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		before, err := a.following(ctx, d, idArg)
		if err != nil {
			return err
		}
		set, err := a.parseSet(ctx, d, before.Kind(), assignments)
		if err != nil {
			return err
		}
		if err := outcomeByEdit(before.Kind(), set); err != nil {
			return err
		}
		edit := desk.Edit{Kind: before.Kind(), ID: before.Header().ID, Set: set, Seen: seen}
		after, err := change(ctx, d, "edit "+titleOf(before), edit)
		if errors.Is(err, desk.ErrConflict) {
			return fmt.Errorf("%w; `tradedesk show %s` gives what it is now", err, before.Header().ID.Short())
		}
		if err != nil {
			return err
		}
		return a.printRecord(ctx, d, after)
	})
}

// get finds the record that an id, as it was typed, means.
func get(ctx context.Context, d desk.Desk, typed string) (model.Record, error) {
	id, err := find(ctx, d, typed)
	if err != nil {
		return nil, err
	}
	return d.Get(ctx, id)
}

// find turns an id as it was typed into a whole one.
func find(ctx context.Context, d desk.Desk, typed string) (model.ID, error) {
	id, err := d.Find(ctx, typed)
	if errors.Is(err, desk.ErrInvalid) {
		return id, noRecord{err}
	}
	return id, err
}

// noRecord is a text that is no id, and so the id of no record.
type noRecord struct{ error }

func (e noRecord) Is(target error) bool { return target == desk.ErrNotFound }
