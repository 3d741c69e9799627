package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

// selection is the flags that choose records of a kind.
type selection struct {
	where   []string
	sort    string
	limit   int
	deleted bool
}

// exportOrder is what the help of export says of the order of its files besides.
const exportOrder = `An export without --sort is in the order of creation, which is the same at
every desk: desks that are in step write the same file, byte for byte.`

// selectionHelp is what the help of each command with a selection says of it.
const selectionHelp = `--where takes field=value and the comparisons != < <= > >=, and may be given more
than once: all must hold. ~ looks for a text within another, without case and
accents. Several values are alternatives: country=US,CA for codes, stages and
tags, owner='nadia|samir' for any field. field= means that there is none. On a
list, = means that it has the value. Times read as you would type them, and a
day is all of it: due_at<=today, received_at>=-7d. --sort takes a field, and
-field for the greatest first; where the field is the same, records are in the order
in which they came to this desk.`

// listOrder is what the help of list says of the order besides.
const listOrder = `Without --sort they are all in that order.`

func (a *app) addSelection(c *cobra.Command, s *selection) {
	flags := c.Flags()
	flags.StringArrayVar(&s.where, "where", nil, "only where `FIELD=VALUE` holds; also != < <= > >= ~")
	flags.StringVar(&s.sort, "sort", "", "order by `[-]FIELD` instead of as they came")
	flags.IntVar(&s.limit, "limit", 0, "at most `N` records (default all)")
	flags.BoolVar(&s.deleted, "deleted", false, "deleted ones too")
	completeFlagBy(c, "where", a.completeWhere)
	completeFlagBy(c, "sort", completeSort)
}

// given reports whether any of the flags was used.
func (s *selection) given(c *cobra.Command) bool {
	return slices.ContainsFunc([]string{"where", "sort", "limit", "deleted"}, c.Flags().Changed)
}

// query builds what the flags ask for.
func (a *app) query(c *cobra.Command, s *selection, kind model.Kind) (desk.Query, error) {
	q := desk.Query{Kind: kind, Limit: s.limit, Deleted: s.deleted}
	if c.Flags().Changed("limit") && s.limit <= 0 {
		return q, usagef("--limit %d: want 1 or more; leave it out for all", s.limit)
	}
	for _, typed := range s.where {
		conds, err := parseCond(kind, typed, a.env.Now().In(a.env.Location))
		if err != nil {
			return q, err
		}
		q.Where = append(q.Where, conds...)
	}
	q.Sort, q.Desc = strings.TrimPrefix(s.sort, "-"), strings.HasPrefix(s.sort, "-")
	if q.Sort != "" && !selectable(kind, q.Sort) {
		return q, unknownField(kind, q.Sort, derivedFields(kind)...)
	}
	return q, nil
}
