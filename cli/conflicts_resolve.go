package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/causal"
)

func (a *app) resolveCommand() *cobra.Command {
	take := ""
	c := &cobra.Command{
		Use:   "resolve ID FIELD",
		Short: "Settle a conflict",
		Long: `resolve settles the conflict of one field, here and at every other desk. --take
says how: with the value that was written here (mine), with the other one (theirs),
with the one of a name or at a place in the list (1 is the first), with both, which
joins texts and the elements of lists, or with another value (=VALUE). Of fields
that only make sense together all are given: --take '=target_price=12.50
currency=EUR'.

The name of a value is refused (exit code 4) when the values are others than those
of the list that gave it; a place is that of the list as it is now. undo puts back
the value that the desk showed before; the others are in the record's history.`,
		Example: `  tradedesk conflicts resolve 7c2d9f10 city --take theirs
  tradedesk conflicts resolve 7c2d9f10 city --take v3f2a91
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
	c.Flags().StringVar(&take, "take", "", "`WHICH` value: mine, theirs, its name or place, both or =VALUE")
	completeFlag(c, "take", []string{string(desk.TakeMine), string(desk.TakeTheirs), string(desk.TakeBoth)})
	return c
}

func (a *app) runResolve(ctx context.Context, typed, field, take string) error {
	own, isOwn := strings.CutPrefix(take, "=")
	if !isOwn && !isPlace(take) && !isValueName(take) && !slices.Contains([]desk.Take{desk.TakeMine, desk.TakeTheirs, desk.TakeBoth}, desk.Take(take)) {
		return usagef("resolve: --take %.40q: want mine, theirs, the name or the place of a value, both or =VALUE", clean(take))
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := get(ctx, d, typed)
		if err != nil {
			return err
		}
		r := desk.Resolution{Record: record.Header().ID, Take: desk.Take(take)}
		// Before the values: one that comes in after them was chosen by nobody.
		detail, err := d.Detail(ctx, r.Record)
		if err != nil {
			return err
		}
		r.Base = &detail.Base
		conflict, err := conflictOf(ctx, d, r.Record, field)
		if err != nil {
			return err
		}
		r.Field = conflict.Field
		switch {
		case isOwn:
			r.Take = desk.TakeValue
			r.Value, err = a.registerValue(ctx, d, record.Kind(), r.Field, own)
		case isPlace(take), isValueName(take):
			r.Take = desk.TakeValue
			r.Value, err = valueOf(r.Record, conflict, take)
		}
		if err != nil {
			return err
		}
		done, err := d.Resolve(ctx, r)
		if err != nil {
			return err
		}
		return a.printDone("settled", done, []model.ID{r.Record})
	})
}

func isPlace(take string) bool {
	place, err := strconv.Atoi(take)
	return err == nil && place > 0
}

// valueOf gives the value of a conflict that has a name, or stands at a place of the list.
func valueOf(record model.ID, c desk.FieldConflict, take string) (json.RawMessage, error) {
	if place, err := strconv.Atoi(take); err == nil {
		if place > len(c.Values) {
			return nil, usagef("resolve: --take %d: there are %d values", place, len(c.Values))
		}
		return c.Values[place-1].Value, nil
	}
	for _, v := range c.Values {
		if valueName(record, c, v) == take {
			return v.Value, nil
		}
	}
	return nil, fmt.Errorf("resolve: --take %s: %w: the values are others now; `tradedesk conflicts` lists them", take, desk.ErrConflict)
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

// valueName names a value of a conflict for who has read all of them: with another value
// beside it, it has another name. It begins with a letter, so that no place is one.
func valueName(record model.ID, c desk.FieldConflict, v desk.ConflictValue) string {
	all := make([]string, len(c.Values))
	for i, other := range c.Values {
		all[i] = string(other.Value)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(append([]string{record.String(), c.Field, string(v.Value)}, all...), "\x00")))
	return "v" + hex.EncodeToString(sum[:3])
}

// isValueName reports whether a text has the form of a value's name.
func isValueName(text string) bool {
	digits, found := strings.CutPrefix(text, "v")
	_, err := hex.DecodeString(digits)
	return found && err == nil && len(digits) == 6
}
