package cli

import (
	"bufio"
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
)

// doneJSON is what commands without a record of their own print of an action.
type doneJSON struct {
	desk.Done
	IDs []model.ID `json:"ids"`
}

// printDone says what an action did; verb is "undone", "deleted", ….
func (a *app) printDone(verb string, done desk.Done, ids []model.ID) error {
	if a.json {
		return a.printJSON(doneJSON{done, ids})
	}
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "%s: %s (%s)\n", verb, clean(done.Label), plural(done.Changed, "record"))
	for _, skipped := range done.Skipped {
		fmt.Fprintf(w, "  left as it is: %s\n", clean(skipped))
	}
	if more := done.Left - len(done.Skipped); more > 0 {
		fmt.Fprintf(w, "  and %d more, %d in conflict in all\n", more, done.InConflict)
	}
	return w.Flush()
}

// idsOf gives the records that an action changed, as far as it tells.
func idsOf(done desk.Done) []model.ID {
	ids := make([]model.ID, 0, len(done.Records))
	for _, r := range done.Records {
		ids = append(ids, r.Header().ID)
	}
	return ids
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
