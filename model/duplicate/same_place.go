package duplicate

import (
	"slices"

	"tradedesk/model/reference"
)

// samePlace reports whether two names are those of one place in the table of ports and
// of Morocco's places: Casa and Casablanca, Fez and Fès.
func samePlace(a, b string) bool {
	named := reference.PortsByName(a)
	return len(named) > 0 && slices.ContainsFunc(reference.PortsByName(b), func(p reference.Place) bool {
		return slices.ContainsFunc(named, func(q reference.Place) bool { return p.Code == q.Code })
	})
}
