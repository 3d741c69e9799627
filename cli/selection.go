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

// selectionHelp is what the help of each command with a selection says of it.
const selectionHelp = `--where takes field=value and the comparisons != < <= > >=, and may be given more
than once: all must hold. field= means that there is none. On a field that is a
list, = means that the list has the value. --sort takes a field, and -field for
the greatest first.`

func (s *selection) addFlags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVar(&s.where, "where", nil, "only where `FIELD=VALUE` holds; also != < <= > >=")
	flags.StringVar(&s.sort, "sort", "", "order by `[-]FIELD` instead of by creation")
	flags.IntVar(&s.limit, "limit", 0, "at most `N` records (default all)")
	flags.BoolVar(&s.deleted, "deleted", false, "deleted ones too")
}

// given reports whether any of the flags was used.
func (s *selection) given(c *cobra.Command) bool {
	return slices.ContainsFunc([]string{"where", "sort", "limit", "deleted"}, c.Flags().Changed)
}

// query builds what the flags ask for.
func (s *selection) query(c *cobra.Command, kind model.Kind) (desk.Query, error) {
	q := desk.Query{Kind: kind, Limit: s.limit, Deleted: s.deleted}
	if c.Flags().Changed("limit") && s.limit <= 0 {
		return q, usagef("--limit %d: want 1 or more; leave it out for all", s.limit)
	}
	for _, typed := range s.where {
		cond, err := parseCond(kind, typed)
		if err != nil {
			return q, err
		}
		q.Where = append(q.Where, cond)
	}
	q.Sort, q.Desc = strings.TrimPrefix(s.sort, "-"), strings.HasPrefix(s.sort, "-")
	if q.Sort != "" && !selectable(kind, q.Sort) {
		return q, unknownField(kind, q.Sort, derivedFields(kind)...)
	}
	return q, nil
}

// operators come with the longer first, so that "<=" is not taken for "<".
var operators = []desk.Op{desk.OpNotEqual, desk.OpAtMost, desk.OpAtLeast, desk.OpEqual, desk.OpLess, desk.OpMore}

// parseCond reads one condition; the first operator in it counts.
func parseCond(kind model.Kind, typed string) (desk.Cond, error) {
	at := strings.IndexAny(typed, "!<>=")
	if at <= 0 {
		return desk.Cond{}, usagef("--where %.40q: want FIELD=VALUE, or one of != < <= > >=", clean(typed))
	}
	name := strings.TrimSpace(typed[:at])
	for _, op := range operators {
		rest, ok := strings.CutPrefix(typed[at:], string(op))
		if !ok {
			continue
		}
		if !selectable(kind, name) {
			return desk.Cond{}, unknownField(kind, name, derivedFields(kind)...)
		}
		return desk.Cond{Field: name, Op: op, Text: strings.TrimSpace(rest)}, nil
	}
	return desk.Cond{}, usagef("--where %.40q: want one of = != < <= > >= after the field", clean(typed))
}

func selectable(kind model.Kind, name string) bool {
	_, ok := model.SchemaOf(kind).Field(name)
	return ok || slices.Contains(derivedFields(kind), name)
}

// derivedFields are the names that lists know beside the fields of a kind.
func derivedFields(kind model.Kind) []string {
	if kind == model.KindLead {
		return []string{"score"}
	}
	return nil
}
