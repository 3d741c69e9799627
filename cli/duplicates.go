package cli

import (
	"bufio"
	"context"
	"fmt"
	"maps"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
)

type duplicatesOptions struct {
	level string
	limit int
	lines bool
}

func (a *app) duplicatesCommand() *cobra.Command {
	o := duplicatesOptions{}
	c := &cobra.Command{
		Use:   "duplicates [KIND]",
		Short: "List the records that may be the same",
		Long: `duplicates lists pairs of leads, suppliers and contacts that may be the same firm or
person, the surest first, and why:
  certain   the same e-mail address or phone number
  likely    the same web domain, and similar names
  possible  the same name in the same city or country
Branches in two cities are not duplicates, and neither is what somebody told apart
with distinct. Each line has level, id, name, id, name and reason, separated by
tabs. With --json it prints an array, with --ndjson one pair a line.`,
		Example: `  tradedesk duplicates supplier
  tradedesk duplicates lead --level certain --json`,
		Args: atMost(1, "at most one kind"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return mergeableKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error { return a.runDuplicates(c, o, args) },
	}
	c.Flags().StringVar(&o.level, "level", "", "the least sure `LEVEL` that is listed: certain, likely or possible (default possible)")
	c.Flags().IntVar(&o.limit, "limit", 0, "list at most `N` pairs")
	c.Flags().BoolVar(&o.lines, "ndjson", false, "print one JSON pair a line")
	completeFlag(c, "level", []string{"certain", "likely", "possible"})
	return c
}

// atMost refuses a command with more arguments than n.
func atMost(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > n {
			return usagef("%s: want %s, got %d; see %s --help", c.Name(), what, len(args), c.CommandPath())
		}
		return nil
	}
}

func mergeableKinds() []string {
	var names []string
	for _, k := range model.Kinds() {
		if duplicate.Mergeable(k) {
			names = append(names, string(k))
		}
	}
	return names
}

func (a *app) runDuplicates(c *cobra.Command, o duplicatesOptions, args []string) error {
	level, err := parseLevel(o.level)
	if err != nil {
		return err
	}
	if c.Flags().Changed("limit") && o.limit < 1 {
		return usagef("--limit %d: want 1 or more", o.limit)
	}
	kinds := mergeableKinds()
	if len(args) == 1 {
		kind, err := parseKind(args[0])
		if err != nil {
			return err
		}
		if !duplicate.Mergeable(kind) {
			return usagef("a %s has no duplicates; leads, suppliers and contacts have", kind)
		}
		kinds = []string{string(kind)}
	}
	print := a.pairPrinter(o.lines)
	return a.withDesk(c.Context(), func(d desk.Desk) error {
		left := o.limit
		for _, kind := range kinds {
			q := desk.PairQuery{Kind: model.Kind(kind), Level: level}
			if err := eachPair(c.Context(), d, q, &left, print.pair); err != nil {
				return err
			}
		}
		return print.end()
	})
}

func parseLevel(typed string) (duplicate.Level, error) {
	if typed == "" {
		return 0, nil
	}
	level, err := duplicate.ParseLevel(typed)
	if err != nil {
		return 0, usagef("--level: %w", err)
	}
	return level, nil
}

// eachPair calls yield with the pairs of a query; left counts down those that may
// still come, 0 at first being all.
func eachPair(ctx context.Context, d desk.Desk, q desk.PairQuery, left *int, yield func(desk.DuplicatePair) error) error {
	bounded := *left > 0
	for {
		page, err := d.DuplicatePairs(ctx, q)
		if err != nil {
			return err
		}
		for _, pair := range page.Pairs {
			if err := yield(pair); err != nil {
				return err
			}
			if *left--; bounded && *left == 0 {
				*left = -1 // no more of the next kind either
				return nil
			}
		}
		if q.From = page.Next; q.From == "" || *left < 0 && bounded {
			return nil
		}
	}
}

// pairPrinter writes pairs as they come.
type pairPrinter struct {
	pair func(desk.DuplicatePair) error
	end  func() error
}

func (a *app) pairPrinter(lines bool) pairPrinter {
	if a.json || lines {
		list := newJSONList(a.env.Out, lines)
		return pairPrinter{end: list.end, pair: func(p desk.DuplicatePair) error {
			raw, err := marshal(p)
			if err != nil {
				return fmt.Errorf("encoding a pair: %w", err)
			}
			return list.add(raw)
		}}
	}
	w := bufio.NewWriter(a.env.Out)
	return pairPrinter{end: w.Flush, pair: func(p desk.DuplicatePair) error {
		_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Level, p.First.ID, clean(p.First.Title), p.Second.ID, clean(p.Second.Title), clean(p.Why))
		return err
	}}
}

func (a *app) distinctCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "distinct ID ID…",
		Short: "Say that records which look the same are not",
		Long: `distinct says of the first record that it is none of the others: they are not
offered as duplicates again, here and at every other desk. Undo takes it back.`,
		Example: `  tradedesk distinct 7c2d9f10 5b1e0c44
  tradedesk distinct 7c2d9f10 5b1e0c44 --json`,
		Args:              atLeast(2, "at least two ids"),
		ValidArgsFunction: a.completeIDs,
		RunE:              func(c *cobra.Command, args []string) error { return a.runDistinct(c.Context(), args) },
	}
}

func (a *app) runDistinct(ctx context.Context, typed []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		request, kind, err := mergeRequest(ctx, d, typed)
		if err != nil {
			return err
		}
		first, err := d.Get(ctx, request.Into)
		if err != nil {
			return err
		}
		after := first
		set := model.Set{}
		for _, id := range request.From {
			maps.Copy(set, duplicate.TellApart(after, id))
			if after, err = model.Apply(first, model.Change{Record: request.Into, Kind: kind, Set: set}); err != nil {
				return err
			}
		}
		label := "tell " + titleOf(first) + " apart from " + plural(len(request.From), "record")
		done, err := d.Do(ctx, desk.Action{Label: label, Edits: []desk.Edit{{Kind: kind, ID: request.Into, Set: set}}})
		if err != nil {
			return err
		}
		return a.printDone("told apart", done, []model.ID{request.Into})
	})
}
