package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// homeCountry is where phone numbers without a country code are, as at a desk
// that was not told otherwise.
const homeCountry = value.Country("MA")

// parseSet reads field=value arguments. Where a field is another record, the
// value may be any form of id that a command takes.
func (a *app) parseSet(ctx context.Context, d desk.Desk, kind model.Kind, args []string) (model.Set, error) {
	schema := model.SchemaOf(kind)
	if schema == nil {
		return nil, fmt.Errorf("%s: this version does not know this kind; install the newer one", clean(string(kind)))
	}
	resolved := make([]string, len(args))
	for i, arg := range args {
		name, typed, _ := strings.Cut(arg, "=")
		resolved[i] = arg
		if field, ok := schema.Field(name); ok && !field.Fixed && field.Type == model.TypeRef && strings.TrimSpace(typed) != "" {
			ids, err := findAll(ctx, d, typed)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", kind, name, err)
			}
			resolved[i] = name + "=" + ids
		}
	}
	set, err := model.ParseAssignments(kind, resolved, model.ParseContext{
		Now: a.env.Now().In(a.env.Location), Home: a.country(), Typed: true,
	})
	var wrong *model.FieldError
	if err != nil && (!errors.As(err, &wrong) || !settable(schema, wrong.Field)) {
		return nil, usageError{err}
	}
	if err == nil {
		err = model.CheckTyped(model.New(kind), set)
	}
	return set, err
}

func settable(schema *model.Schema, name string) bool {
	field, ok := schema.Field(name)
	return ok && !field.Fixed
}

// findAll turns ids as they were typed, separated as lists are, into whole ones.
func findAll(ctx context.Context, d desk.Desk, typed string) (string, error) {
	var ids []string
	for part := range strings.FieldsFuncSeq(typed, func(r rune) bool { return r == ';' || r == ',' }) {
		id, err := find(ctx, d, strings.TrimSpace(part))
		if err != nil {
			return "", err
		}
		ids = append(ids, id.String())
	}
	return strings.Join(ids, ";"), nil
}

// titleOf gives what people call a record, with its kind: "lead Nord Foods Inc".
func titleOf(r model.Record) string {
	title := clean(model.Title(r))
	if title == "" {
		title = r.Header().ID.Short()
	}
	return clean(string(r.Kind())) + " " + title
}
