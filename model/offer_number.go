package model

import (
	"fmt"
	"strconv"
)

// OfferNumber gives what an offer whose first version has an id is called on paper,
// "OFF-2026-4K7M2QX": the year (UTC) in which the id was made and a code of its random
// part. A number that counts would be given twice by two desks without a network.
func OfferNumber(first ID) string {
	if first.IsZero() {
		return ""
	}
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's base 32: none is taken for another
	bits := uint64(first[11])<<32 | uint64(first[12])<<24 | uint64(first[13])<<16 | uint64(first[14])<<8 | uint64(first[15])
	var code [7]byte
	for i := len(code) - 1; i >= 0; i-- {
		code[i] = digits[bits&31]
		bits >>= 5
	}
	return fmt.Sprintf("OFF-%d-%s", first.Time().Year(), code[:])
}

// Called gives the number of an offer with its version, which is left out of the
// first: "OFF-2026-4K7M2QX/2".
func (o *Offer) Called() string {
	number := firstOf(o.Number, OfferNumber(o.ID))
	if o.Version > 1 {
		number += "/" + strconv.Itoa(o.Version)
	}
	return number
}
