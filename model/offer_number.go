package model

import (
	"cmp"
	"fmt"
	"strconv"
)

// OfferNumber gives what an offer whose first version has an id is called on paper,
// "OFF-2026-4K7M2QX": the year (UTC) in which the id was made and a code of its random
// part, as an RFQ's number has it, so that no two desks give one twice.
func OfferNumber(first ID) string {
	if first.IsZero() {
		return ""
	}
	return fmt.Sprintf("OFF-%d-%s", first.Time().Year(), numberCode(first))
}

// Called gives the number of an offer with its version, which is left out of the
// first: "OFF-2026-4K7M2QX/2".
func (o *Offer) Called() string {
	number := cmp.Or(o.Number, OfferNumber(o.ID))
	if o.Version > 1 {
		number += "/" + strconv.Itoa(o.Version)
	}
	return number
}
