package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// following finds the record that an id means now: one that was merged leads to the one
// that goes on in its place, which is said. Of records that were merged into each other
// none goes on; the first of them stands for itself.
func (a *app) following(ctx context.Context, d desk.Desk, typed string) (model.Record, error) {
	r, err := get(ctx, d, typed)
	if err != nil {
		return nil, err
	}
	for way := []model.Record{r}; ; way = append(way, r) {
		into, merged := duplicate.Survivor(r)
		if !merged {
			a.sayMerged(way)
			return r, nil
		}
		if at := slices.IndexFunc(way, func(seen model.Record) bool { return seen.Header().ID == into }); at >= 0 {
			a.sayMerged(way[:at+1])
			a.sayRing(way[at:])
			return way[at], nil
		}
		next, err := d.Get(ctx, into)
		if err != nil {
			return nil, fmt.Errorf("%s was merged into %s: %w", titleOf(r), into.Short(), err)
		}
		r = next
	}
}

// sayMerged says of each record of a way that it was merged into the next. What cannot be
// said on stderr changes nothing of what is done.
func (a *app) sayMerged(way []model.Record) {
	for i := 1; i < len(way); i++ {
		_, _ = fmt.Fprintf(a.env.Err, "tradedesk: %s was merged into %s\n", withID(way[i-1]), withID(way[i]))
	}
}

// sayRing says that records were merged into each other, by people who had not seen each
// other's merge, and how one of them comes back.
func (a *app) sayRing(ring []model.Record) {
	names := make([]string, len(ring))
	for i, r := range ring {
		names[i] = withID(r)
	}
	_, _ = fmt.Fprintf(a.env.Err, "tradedesk: %s were merged into each other, so none of them goes on; `tradedesk restore %s` brings that one back\n",
		strings.Join(names, " and "), ring[0].Header().ID.Short())
}

func withID(r model.Record) string { return clean(titleOf(r)) + " " + r.Header().ID.Short() }
