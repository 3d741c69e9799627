package cli

import (
	"bufio"
	"fmt"

	"tradedesk/desk"
)

// shownAlike is how many of a file's likely duplicates are shown as text.
const shownAlike = 5

// printAlike says which records of a file may have been there already.
func (a *app) printAlike(r desk.FileReport) error {
	w := bufio.NewWriter(a.env.Out)
	for _, pair := range r.Alike[:min(len(r.Alike), shownAlike)] {
		fmt.Fprintf(w, "  %s: %s %s is %s %s, %s\n", pair.Level,
			pair.ID.Short(), clean(pair.Title), pair.Other.Short(), clean(pair.Name), clean(pair.Why))
	}
	if more := r.Duplicates - shownAlike; more > 0 && len(r.Alike) > 0 {
		fmt.Fprintf(w, "  and %d more: `tradedesk duplicates` lists them, `tradedesk merge` makes two one\n", more)
	}
	return w.Flush()
}
