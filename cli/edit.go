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
	seen string
}

func (a *app) editCommand() *cobra.Command {
	o := editOptions{}
	c := &cobra.Command{
		Use:   "edit ID field=value…",
		Short: "Change fields of a record, as one change",
		Long: `edit sets fields of one record and prints it; an empty value clears a field. The
id may be shortened to at least four characters of its beginning or end.

With --seen, the edit fails with exit code 4 when one of its fields was changed
after the record's updated_at that you saw.`,
		Example: `  tradedesk edit 7c2d9f10 stage=qualified owner=nadia
  tradedesk edit 7c2d9f10 next_action="send samples" due_at="2026-12-01 10:00" --json`,
		Args:              atLeast(2, "an id and field=value"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runEdit(c.Context(), o, args[0], args[1:])
		},
	}
	c.Flags().StringVar(&o.seen, "seen", "", "the record's updated_at that you saw, a `TIME`")
	return c
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
