package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

func (a *app) deleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "delete ID…|-",
		Short: "Delete records",
		Long: `delete marks records as deleted: they leave the lists and the search, and can be
brought back with restore or undo. Several ids are one action: all or none.

With - the ids come from the standard input, one a line, as "tradedesk list"
prints them: what follows a tab is left out. However many there are, one undo
takes them back; a line that is refused is named, and the rest goes on.`,
		Example: `  tradedesk delete 7c2d9f10
  tradedesk delete 7c2d9f10 5b1e0c44 --json
  tradedesk list lead --where stage=junk --where 'received_at<2025-01-01' | tradedesk delete -`,
		Args:              atLeast(1, "at least one id"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runMark(c.Context(), args, marking{verb: "delete", past: "deleted", set: model.Set{model.FieldDeleted: json.RawMessage("true")}})
		},
	}
}

// marking is a deletion, or its opposite, of records.
type marking struct {
	verb, past string
	set        model.Set
}

// runMark deletes or restores records as one action.
func (a *app) runMark(ctx context.Context, typed []string, m marking) error {
	if len(typed) == 1 && typed[0] == "-" {
		return a.runMarkLines(ctx, m)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		action := desk.Action{Label: fmt.Sprintf("%s %s", m.verb, plural(len(typed), "record"))}
		var ids []model.ID
		for _, text := range typed {
			record, err := get(ctx, d, text)
			if err != nil {
				return err
			}
			if len(typed) == 1 {
				action.Label = m.verb + " " + titleOf(record)
			}
			ids = append(ids, record.Header().ID)
			action.Edits = append(action.Edits, desk.Edit{
				Kind: record.Kind(), ID: record.Header().ID,
				Set: m.set,
			})
		}
		done, err := d.Do(ctx, action)
		if err != nil {
			return err
		}
		return a.printDone(m.past, done, ids)
	})
}

// runMarkLines deletes or restores the records whose ids are read.
func (a *app) runMarkLines(ctx context.Context, m marking) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		return a.runLines(ctx, &lineEdits{
			d: d, label: m.verb + " records from a file",
			parse: func(ctx context.Context, line string) (desk.Edit, error) {
				typed, _, _ := strings.Cut(line, "\t")
				record, err := get(ctx, d, strings.TrimSpace(typed))
				if err != nil {
					return desk.Edit{}, err
				}
				return desk.Edit{
					Kind: record.Kind(), ID: record.Header().ID,
					Set: m.set,
				}, nil
			},
		}, m.past)
	})
}
