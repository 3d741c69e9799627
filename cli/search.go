package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tradedesk/desk"
	"tradedesk/model"
)

type searchOptions struct {
	kind  string
	limit int
	lines bool
}

func (a *app) searchCommand() *cobra.Command {
	o := searchOptions{}
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find records by a few letters of what they are called",
		Long: `search finds records of every kind by what is typed, the best first: letters
may be left out, case and accents do not matter. Below those that have the letters
come those that sound like them in Arabic or in Latin letters, go by another name,
or have the words in another order. Filters in the line narrow it: kind: stage:
country: owner: tag: due: hs: value: and more; docs/search.md explains them. It
prints kind, id, title and detail; with --json also the score of each match, the
places in its title that match, and the place of a longer text that has the words.
A line that begins with - stands behind --.`,
		Example: `  tradedesk search nord
  tradedesk search karkoubi country:ma kind:supplier,contact
  tradedesk search "argan agadir" --kind supplier --limit 5 --json
  tradedesk search -- "-tag:siam kind:lead"`,
		Args:              atLeast(1, "what to search for"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("limit") && o.limit <= 0 {
				return usagef("--limit %d: want 1 or more", o.limit)
			}
			return a.runSearch(c.Context(), o, strings.Join(args, " "))
		},
	}
	c.Flags().StringVar(&o.kind, "kind", "", "only records of a `KIND`")
	c.Flags().IntVar(&o.limit, "limit", 0, "at most `N` results (default 100)")
	c.Flags().BoolVar(&o.lines, "ndjson", false, "print one JSON result a line")
	completeFlag(c, "kind", kindNames())
	c.SetFlagErrorFunc(searchFlagError)
	return c
}

// searchFlagError tells who began with a filter that is turned round where it goes.
func searchFlagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && strings.ContainsAny(unknown.GetSpecifiedShortnames(), ":") {
		return usagef("-%s is no flag; a line that begins with - stands behind --: %s -- '-%s'", unknown.GetSpecifiedShortnames(), c.CommandPath(), unknown.GetSpecifiedShortnames())
	}
	return flagError(c, err)
}

// The shapes of what search prints, which scripts rely on.
type (
	searchJSON struct {
		Query   string    `json:"query"`
		TookUS  int64     `json:"took_us"`
		Total   int       `json:"total"`
		Results []hitJSON `json:"results"`
		Meant   []string  `json:"meant,omitempty"` // lines that find more
	}
	hitJSON struct {
		ID        model.ID   `json:"id"`
		Kind      model.Kind `json:"kind"`
		Title     string     `json:"title"`
		Score     int        `json:"score"`
		Positions []int      `json:"positions"`       // rune offsets in title
		Alike     bool       `json:"alike,omitempty"` // it does not have the letters
		// Snippet is the place of a longer text that it was found by, Marks rune offsets in it.
		Snippet string   `json:"snippet,omitempty"`
		Marks   [][2]int `json:"marks,omitempty"`
	}
)

func (a *app) runSearch(ctx context.Context, o searchOptions, typed string) error {
	query := desk.SearchQuery{Text: typed, Limit: o.limit, Count: true}
	if o.kind != "" {
		kind, err := parseKind(o.kind)
		if err != nil {
			return err
		}
		query.Kind = kind
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		if err := a.awaitIndex(ctx, d, query); err != nil {
			return err
		}
		found, err := d.Search(ctx, query)
		if err != nil {
			return err
		}
		for _, p := range found.Problems {
			effect := "it leaves nothing out"
			switch p.Code {
			case desk.ProblemFilter:
				effect = "it is searched for as text"
			case desk.ProblemMany, desk.ProblemLong:
				effect = "shorten it"
			case desk.ProblemRates:
				effect = "tradedesk rates fetch gets them"
			}
			fmt.Fprintf(a.env.Err, "tradedesk: %s: %s\n", clean(p.Says), effect)
		}
		if found.Unmade != "" {
			fmt.Fprintf(a.env.Err, "tradedesk: all records were looked through, without an index: %s\n", clean(found.Unmade))
		}
		switch {
		case o.lines:
			return a.searchLines(found)
		case a.json:
			return a.printJSON(searchJSON{found.Query, found.Took.Microseconds(), found.Total, hitsJSON(found), found.Meant})
		default:
			return a.searchText(found)
		}
	})
}

// How often a person is told how far the index of the search is, and how long each look
// may take.
const (
	indexTick = 250 * time.Millisecond
	indexLook = time.Millisecond
)

// awaitIndex shows a person how far the index is while it is made; the search itself
// would say nothing.
func (a *app) awaitIndex(ctx context.Context, d desk.Desk, query desk.SearchQuery) error {
	line := a.newProgress()
	if line.out == nil {
		return nil
	}
	defer line.clear()
	query.Session, query.Budget, query.Count = "progress", indexLook, false
	for {
		found, err := d.Search(ctx, query)
		if err != nil || found.Making == nil {
			return err
		}
		if total := found.Making.Total; total > 0 {
			line.write(fmt.Sprintf("making the index of the search: %d %%", min(99, 100*found.Making.Read/total)))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(indexTick):
		}
	}
}

func hitsJSON(found desk.SearchResult) []hitJSON {
	hits := make([]hitJSON, 0, len(found.Hits))
	for _, hit := range found.Hits {
		positions := hit.Positions
		if positions == nil {
			positions = []int{}
		}
		hits = append(hits, hitJSON{hit.ID, hit.Kind, hit.Title, hit.Rank, positions, hit.Alike, hit.Snippet, hit.Marks})
	}
	return hits
}

func (a *app) searchLines(found desk.SearchResult) error {
	list := newJSONList(a.env.Out, true)
	for _, hit := range hitsJSON(found) {
		raw, err := marshal(hit)
		if err != nil {
			return fmt.Errorf("encoding a result: %w", err)
		}
		if err := list.add(raw); err != nil {
			return err
		}
	}
	return list.end()
}

func (a *app) searchText(found desk.SearchResult) error {
	w := bufio.NewWriter(a.env.Out)
	screen := isTerminal(a.env.Out)
	for _, hit := range found.Hits {
		if screen {
			fmt.Fprintf(w, "%-8s  %s  %s", hit.Kind, hit.ID.Short(), clean(hit.Title))
			if hit.Detail != "" {
				fmt.Fprintf(w, "  (%s)", clean(hit.Detail))
			}
			fmt.Fprintln(w)
			if hit.Snippet != "" {
				fmt.Fprintf(w, "          %s\n", clean(hit.Snippet))
			}
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", hit.Kind, hit.ID, clean(hit.Title), clean(hit.Detail))
	}
	switch more := found.Total - len(found.Hits); {
	case found.Total == 0 && screen:
		fmt.Fprintln(w, "nothing found")
	case more > 0 && screen:
		fmt.Fprintf(w, "and %d more; --limit shows them\n", more)
	}
	for _, line := range found.Meant {
		if screen {
			fmt.Fprintf(w, "did you mean %q?\n", clean(line))
		}
	}
	return w.Flush()
}

// completeFlag offers the values of a flag to the shell.
func completeFlag(c *cobra.Command, name string, values []string) {
	err := c.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(fmt.Sprintf("command %s: %v", c.Name(), err)) // the flag is not there: a slip in this package
	}
}
