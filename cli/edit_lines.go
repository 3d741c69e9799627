package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// runEditLines edits a record for every JSON object of the standard input.
func (a *app) runEditLines(ctx context.Context, o editOptions) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		parser := editParser{a: a, d: d, unlessChanged: o.unlessChanged}
		return a.runLines(ctx, &lineEdits{
			d: d, label: "edit from a file", dry: o.dryRun, atomic: o.atomic, parse: parser.parse,
		}, "edited")
	})
}

// editParser reads lines such as {"id": …, "owner": "nadia"}.
type editParser struct {
	a             *app
	d             desk.Desk
	unlessChanged bool
}

func (p editParser) parse(ctx context.Context, line string) (desk.Edit, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		return desk.Edit{}, usagef("is no JSON object: %w", err)
	}
	var typed string
	if raw, ok := members[fieldID]; !ok || json.Unmarshal(raw, &typed) != nil {
		return desk.Edit{}, usagef("has no \"id\"")
	}
	id, kind, err := p.record(ctx, typed, members[fieldKind])
	if err != nil {
		return desk.Edit{}, err
	}
	set, err := model.ParseMembers(kind, members, model.ParseContext{Now: p.a.env.Now().In(p.a.env.Location), Home: p.a.country()})
	if err != nil {
		return desk.Edit{}, usageError{err}
	}
	edit := desk.Edit{Kind: kind, ID: id, Set: set}
	if p.unlessChanged {
		if edit.Seen, err = seenAt(members["updated_at"]); err != nil {
			return desk.Edit{}, err
		}
	}
	return edit, nil
}

// record gives which record a line means. One with its whole id and its kind need
// not be looked for: the desk says when it is not there.
func (p editParser) record(ctx context.Context, typed string, rawKind json.RawMessage) (model.ID, model.Kind, error) {
	id, err := model.ParseID(typed)
	if err != nil {
		if id, err = find(ctx, p.d, typed); err != nil {
			return id, "", err
		}
	}
	if rawKind != nil {
		var name string
		if err := json.Unmarshal(rawKind, &name); err != nil {
			return id, "", usagef("\"kind\" is no text")
		}
		kind, err := parseKind(name)
		return id, kind, err
	}
	r, err := p.d.Get(ctx, id)
	if err != nil {
		return id, "", err
	}
	return id, r.Kind(), nil
}

var errNoSeen = errors.New("has no \"updated_at\", which --unless-changed compares")

func seenAt(raw json.RawMessage) (value.Instant, error) {
	var at value.Instant
	if err := json.Unmarshal(raw, &at); err != nil || at.IsZero() {
		return 0, usageError{errNoSeen}
	}
	return at, nil
}

// runEditWhere sets the same fields of every record that a query selects.
func (a *app) runEditWhere(ctx context.Context, o editOptions, q desk.Query, assignments []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		set, err := a.parseSet(ctx, d, q.Kind, assignments)
		if err != nil {
			return err
		}
		if err := outcomeByEdit(q.Kind, set); err != nil {
			return err
		}
		n, err := d.Count(ctx, q)
		if err != nil {
			return asUsage(err)
		}
		what := plural(n, string(q.Kind))
		if o.dryRun {
			return a.printBulk(desk.BulkReport{Changed: n}, true)
		}
		if n > 1 && !o.yes && isTerminal(a.env.In) {
			return usagef("edit: %s would change; give --yes to do it, or --dry-run to look", what)
		}
		progress := a.newProgress()
		report, err := d.DoWhere(ctx, desk.Bulk{Label: "edit " + what, Query: q, Set: set}, progress.show)
		progress.clear()
		if err != nil && report.Changed > 0 {
			err = fmt.Errorf("%w; %s are changed, undo takes them back", err, plural(report.Changed, "record"))
		}
		if err != nil {
			return asUsage(err)
		}
		return a.printBulk(report, false)
	})
}

// printBulk says what a bulk edit did. Records that may not change so are an
// error, those that are so already are not.
func (a *app) printBulk(r desk.BulkReport, dry bool) error {
	if a.json {
		document := struct {
			desk.BulkReport
			DryRun bool `json:"dry_run,omitempty"`
		}{r, dry}
		if err := a.printJSON(document); err != nil {
			return err
		}
	} else {
		line := plural(r.Changed, "record") + " edited"
		if dry {
			line = plural(r.Changed, "record") + " would be edited"
		}
		if r.Left > 0 {
			line += fmt.Sprintf(", %d left as they are", r.Left)
		}
		if _, err := fmt.Fprintln(a.env.Out, line); err != nil {
			return err
		}
	}
	if r.Why != "" {
		return fmt.Errorf("edit: some records may not change so: %s", r.Why)
	}
	return nil
}
