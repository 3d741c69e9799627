package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
)

type mergeOptions struct {
	take   []string
	dryRun bool
}

func (a *app) mergeCommand() *cobra.Command {
	o := mergeOptions{}
	c := &cobra.Command{
		Use:   "merge INTO FROM…",
		Short: "Make several records of the same firm or person one",
		Long: `merge makes leads, suppliers or contacts one: INTO goes on with what those of FROM
know besides, messages, RFQs, quotes, tasks and all else that points to them points
to INTO, and they are deleted. Both originals are kept, and one undo takes all of it
back. "tradedesk duplicates" lists what may be the same.

What only one has is taken; where several have a field, the one written last stands.
Lists are united, long texts put one after the other, and further addresses and
numbers go to other_emails and other_phones. --take chooses otherwise:
  --take city=ID       the city of that record
  --take notes=both    what all have, for lists and long texts
  --take name==VALUE   what you write; an empty VALUE clears the field`,
		Example: `  tradedesk merge 7c2d9f10 5b1e0c44
  tradedesk merge 7c2d9f10 5b1e0c44 --take company=5b1e0c44 --dry-run`,
		Args:              atLeast(2, "the record that goes on and those merged into it"),
		ValidArgsFunction: a.completeIDs,
		RunE:              func(c *cobra.Command, args []string) error { return a.runMerge(c.Context(), o, args) },
	}
	c.Flags().StringArrayVar(&o.take, "take", nil, "whose value a field has: `FIELD=ID`, FIELD=both or FIELD==VALUE; may be repeated")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
	return c
}

func (a *app) runMerge(ctx context.Context, o mergeOptions, typed []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		request, kind, err := mergeRequest(ctx, d, typed)
		if err != nil {
			return err
		}
		if request.Choice, err = a.parseTakes(ctx, d, kind, o.take); err != nil {
			return err
		}
		if o.dryRun {
			plan, err := d.PlanMerge(ctx, request)
			if err != nil {
				return err
			}
			return a.printPlan(plan)
		}
		done, err := d.Merge(ctx, request)
		if err != nil {
			return err
		}
		return a.printDone("merged", done, append([]model.ID{request.Into}, request.From...))
	})
}

// mergeRequest finds the records; what could never be merged was typed wrong.
func mergeRequest(ctx context.Context, d desk.Desk, typed []string) (desk.MergeRequest, model.Kind, error) {
	var m desk.MergeRequest
	var kind model.Kind
	seen := map[model.ID]bool{}
	for i, text := range typed {
		r, err := get(ctx, d, text)
		if err != nil {
			return m, "", err
		}
		id := r.Header().ID
		switch {
		case i > 0 && r.Kind() != kind:
			return m, "", usagef("%s is a %s and %s is a %s: only records of one kind can be merged", typed[0], kind, text, r.Kind())
		case seen[id]:
			return m, "", usagef("%s is given twice: a record cannot be merged with itself", text)
		case i == 0:
			m.Into, kind = id, r.Kind()
		default:
			m.From = append(m.From, id)
		}
		seen[id] = true
	}
	if !duplicate.Mergeable(kind) {
		return m, "", usagef("a %s cannot be merged; leads, suppliers and contacts can", kind)
	}
	return m, kind, nil
}

// parseTakes reads FIELD=ID, FIELD=both and FIELD==VALUE.
func (a *app) parseTakes(ctx context.Context, d desk.Desk, kind model.Kind, typed []string) (map[string]duplicate.Take, error) {
	choice := map[string]duplicate.Take{}
	for _, text := range typed {
		name, what, ok := strings.Cut(text, "=")
		if !ok || what == "" {
			return nil, usagef("--take %.60q: want FIELD=ID, FIELD=both or FIELD==VALUE", clean(text))
		}
		if f, known := model.SchemaOf(kind).Field(name); !known || f.Fixed {
			return nil, unknownField(kind, name)
		}
		value, written := strings.CutPrefix(what, "=")
		switch {
		case written:
			set, err := a.parseSet(ctx, d, kind, []string{name + "=" + value})
			if err != nil {
				return nil, err
			}
			choice[name] = duplicate.Take{Value: orNull(set[name])}
		case what == "both":
			choice[name] = duplicate.Take{Both: true}
		default:
			id, err := find(ctx, d, what)
			if err != nil {
				return nil, fmt.Errorf("--take %s: %w", name, err)
			}
			choice[name] = duplicate.Take{From: id}
		}
	}
	return choice, nil
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

// planJSON is what a dry run says.
type planJSON struct {
	Into  json.RawMessage `json:"into"`
	From  []model.ID      `json:"from"`
	After json.RawMessage `json:"after"`
	Set   model.Set       `json:"set"`
	Moves []desk.Moves    `json:"moves"`
}

func (a *app) printPlan(plan desk.MergePlan) error {
	set := model.Diff(plan.Into, plan.After)
	if a.json {
		out := planJSON{Into: model.EncodeJSON(plan.Into), After: model.EncodeJSON(plan.After), Set: set, Moves: plan.Moves}
		for _, r := range plan.From {
			out.From = append(out.From, r.Header().ID)
		}
		return a.printJSON(out)
	}
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "%s would become\n", clean(titleOf(plan.Into)))
	for _, f := range model.SchemaOf(plan.Into.Kind()).Fields {
		if raw, changed := set[f.Name]; changed {
			writeField(w, f.Name, jsonText(raw))
		}
	}
	for _, r := range plan.From {
		fmt.Fprintf(w, "%s %s would be merged into it\n", clean(titleOf(r)), r.Header().ID.Short())
	}
	for _, move := range plan.Moves {
		fmt.Fprintf(w, "%s would move with it\n", plural(move.Count, string(move.Kind)))
	}
	return w.Flush()
}
