package cli

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/value"
)

// Completion answers while somebody waits with a finger on the tab key.
const (
	completionPatience = 200 * time.Millisecond
	completedIDs       = 100 // of each kind, those that were changed last
)

type completer = func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

const (
	noFiles = cobra.ShellCompDirectiveNoFileComp
	goesOn  = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
)

// completeKind offers the kinds for a command's first argument only.
func completeKind(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, noFiles
	}
	return beginning(kindNames(), typed), noFiles
}

// completeAdd offers the kinds, then the fields that may be set and their values.
func (a *app) completeAdd(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return completeKind(c, args, typed)
	}
	kind, err := model.ParseKind(args[0])
	if err != nil {
		return nil, noFiles
	}
	return a.completeAssignment(c.Context(), kind, typed)
}

// completeEdit offers ids and kinds, then the fields of that record and their
// values.
func (a *app) completeEdit(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		ids, _ := a.completeIDs(c, args, typed)
		return append(beginning(kindNames(), typed), ids...), noFiles
	}
	kind, err := model.ParseKind(args[0])
	if err != nil {
		a.briefly(c.Context(), func(ctx context.Context, d desk.Desk) {
			if r, err := get(ctx, d, args[0]); err == nil {
				kind = r.Kind()
			}
		})
	}
	if model.SchemaOf(kind) == nil {
		return nil, noFiles
	}
	return a.completeAssignment(c.Context(), kind, typed)
}

func (a *app) completeAssignment(ctx context.Context, kind model.Kind, typed string) ([]string, cobra.ShellCompDirective) {
	name, begun, ok := strings.Cut(typed, "=")
	if !ok {
		var fields []string
		for _, f := range model.SchemaOf(kind).Editable() {
			fields = append(fields, f.Name+"=")
		}
		return beginning(fields, typed), goesOn
	}
	field, known := model.SchemaOf(kind).Field(name)
	if !known {
		return nil, noFiles
	}
	return a.completeValue(ctx, kind, field, name+"=", begun)
}

// completeWhere offers the fields of the kind that the command names, the
// comparisons, and values.
func (a *app) completeWhere(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	kind, ok := firstKind(args)
	if !ok {
		return nil, noFiles
	}
	at := strings.IndexAny(typed, "!<>=~")
	if at < 0 {
		var fields []string
		for _, name := range selectableNames(kind) {
			fields = append(fields, name+"=")
		}
		offers := beginning(fields, typed)
		if len(offers) == 1 && offers[0] == typed+"=" {
			offers = nil
			for _, op := range operators {
				offers = append(offers, typed+string(op))
			}
		}
		return offers, goesOn
	}
	for _, op := range operators {
		if begun, ok := strings.CutPrefix(typed[at:], string(op)); ok {
			field, _ := model.SchemaOf(kind).Field(typed[:at])
			return a.completeValue(c.Context(), kind, field, typed[:at]+string(op), begun)
		}
	}
	return nil, noFiles
}

// completeSort offers what a list can be ordered by, either way.
func completeSort(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	kind, ok := firstKind(args)
	if !ok {
		return nil, noFiles
	}
	sign := ""
	if strings.HasPrefix(typed, "-") {
		sign = "-"
	}
	var names []string
	for _, name := range selectableNames(kind) {
		if f, _ := model.SchemaOf(kind).Field(name); !f.List {
			names = append(names, sign+name)
		}
	}
	return beginning(names, typed), noFiles
}

// completeFields offers further names behind a comma.
func completeFields(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	kind, ok := firstKind(args)
	if !ok {
		return nil, noFiles
	}
	done := typed[:strings.LastIndexByte(typed, ',')+1]
	chosen := strings.Split(done, ",")
	var names []string
	for _, name := range selectableNames(kind) {
		if !slices.Contains(chosen, name) {
			names = append(names, done+name)
		}
	}
	return beginning(names, typed), goesOn
}

func firstKind(args []string) (model.Kind, bool) {
	if len(args) == 0 {
		return "", false
	}
	kind, err := model.ParseKind(args[0])
	return kind, err == nil
}

// selectableNames are the fields of a kind that have one value that can be compared.
func selectableNames(kind model.Kind) []string {
	names := derivedFields(kind)
	for _, f := range model.SchemaOf(kind).Fields {
		if !f.Type.Structured() {
			names = append(names, f.Name)
		}
	}
	return names
}

// completeValue offers the values of a field that has few, with what they mean.
func (a *app) completeValue(ctx context.Context, kind model.Kind, f model.Field, before, begun string) ([]string, cobra.ShellCompDirective) {
	var values []string
	switch f.Type {
	case model.TypeStage:
		for _, stage := range model.Stages(kind) {
			values = append(values, string(stage))
		}
	case model.TypeDirection:
		values = []string{string(model.DirectionIn), string(model.DirectionOut), string(model.DirectionNote)}
	case model.TypeMode, model.TypeContainer, model.TypeMailState, model.TypePurpose, model.TypeAsking:
		values = model.Choices(f.Type)
	case model.TypeBool:
		values = []string{"true", "false"}
	case model.TypeMarket:
		for _, market := range value.Markets() {
			values = append(values, described(market.String(), market.Name("en")))
		}
		for _, country := range reference.Countries() {
			values = append(values, described(country.Code, country.English))
		}
	case model.TypeCountry:
		for _, country := range reference.Countries() {
			values = append(values, described(country.Code, country.English))
		}
	case model.TypeCurrency:
		for _, currency := range reference.Currencies() {
			values = append(values, described(currency.Code, currency.English))
		}
	case model.TypeUnit:
		for _, unit := range reference.Units() {
			values = append(values, described(unit.Code, unit.English))
		}
	case model.TypeIncoterm:
		for _, term := range value.Incoterms() {
			values = append(values, string(term))
		}
	case model.TypeInstant, model.TypeDate:
		values = []string{"today", "tomorrow", "1d", "3d", "1w", "2w"}
	case model.TypeRef:
		values = a.recentIDs(ctx, f.Refs)
	}
	for i := range values {
		values[i] = before + values[i]
	}
	// Codes are typed in either case.
	offers := beginning(values, before+begun)
	if len(offers) == 0 {
		offers = beginning(values, before+strings.ToUpper(begun))
	}
	return offers, noFiles
}

func described(value, meaning string) string { return value + "\t" + clean(meaning) }

// completeIDs offers the records that were changed last.
func (a *app) completeIDs(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	offers := beginning(a.recentIDs(c.Context(), model.Kinds()), strings.ToLower(typed))
	return slices.DeleteFunc(offers, func(offer string) bool {
		id, _, _ := strings.Cut(offer, "\t")
		return slices.Contains(args, id)
	}), noFiles
}

// completeID is completeIDs for a command that takes one.
func (a *app) completeID(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, noFiles
	}
	return a.completeIDs(c, args, typed)
}

// completeKindIDs offers the records of a kind that were changed last.
func (a *app) completeKindIDs(kind model.Kind) completer {
	return func(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return beginning(a.recentIDs(c.Context(), []model.Kind{kind}), strings.ToLower(typed)), noFiles
	}
}

// completeOffer offers the offers that were changed last, by their numbers.
func (a *app) completeOffer(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, noFiles
	}
	var numbers []string
	a.briefly(c.Context(), func(ctx context.Context, d desk.Desk) {
		page, err := d.List(ctx, desk.Query{Kind: model.KindOffer, Sort: "updated_at", Desc: true, Limit: completedIDs})
		if err != nil {
			return
		}
		for _, row := range page.Rows {
			numbers = append(numbers, described(clean(row.Number), row.Title+", "+string(row.Stage)))
		}
	})
	if offers := beginning(numbers, strings.ToUpper(typed)); len(offers) > 0 {
		return offers, noFiles
	}
	return a.completeKindIDs(model.KindOffer)(c, args, typed)
}

// completeKindID is completeKindIDs for a command that takes one as its first argument.
func (a *app) completeKindID(kind model.Kind) completer {
	return func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		return a.completeKindIDs(kind)(c, args, typed)
	}
}

// recentIDs gives the short ids of records of some kinds with what they are called;
// none when the desk does not answer at once.
func (a *app) recentIDs(ctx context.Context, kinds []model.Kind) []string {
	var ids []string
	a.briefly(ctx, func(ctx context.Context, d desk.Desk) {
		for _, kind := range kinds {
			page, err := d.List(ctx, desk.Query{Kind: kind, Sort: "updated_at", Desc: true, Limit: completedIDs})
			if err != nil {
				return
			}
			for _, row := range page.Rows {
				ids = append(ids, described(row.ID.Short(), string(row.Kind)+" "+row.Title))
			}
		}
	})
	return ids
}

// briefly lets use look into the desk, if there is one and it is quickly open. What
// fails gives no completions: a message would stand in the line that is typed.
func (a *app) briefly(ctx context.Context, use func(context.Context, desk.Desk)) {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, completionPatience)
	defer cancel()
	o := a.deskOptions()
	if _, err := os.Stat(o.Dir); err != nil {
		return // opening it would make it
	}
	o.Wait = completionPatience
	d, err := a.env.Open(ctx, o)
	if err != nil {
		return
	}
	defer func() { _ = d.Close() }()
	use(ctx, d)
}

// beginning gives the offers that begin with what is typed.
func beginning(offers []string, typed string) []string {
	return slices.DeleteFunc(slices.Clone(offers), func(offer string) bool { return !strings.HasPrefix(offer, typed) })
}

// completeFlagBy completes a flag's value.
func completeFlagBy(c *cobra.Command, name string, by completer) {
	if err := c.RegisterFlagCompletionFunc(name, by); err != nil {
		panic("command " + c.Name() + ": " + err.Error()) // the flag is not there: a slip in this package
	}
}
