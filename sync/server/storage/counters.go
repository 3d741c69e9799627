package storage

import "slices"

// Counters is a set of a device's counters, as ranges in order. The most recent are kept: only
// those may be sent again.
type Counters [][2]uint64

// maxRanges bounds what is kept of one device.
const maxRanges = 256

// Has reports whether a counter is in the set.
func (c Counters) Has(n uint64) bool {
	return slices.ContainsFunc(c, func(r [2]uint64) bool { return r[0] <= n && n <= r[1] })
}

// With gives the set with the counters from one to another, which are above all of it.
func (c Counters) With(from, to uint64) Counters {
	c = slices.Clone(c)
	if last := len(c) - 1; last >= 0 && c[last][1]+1 == from {
		c[last][1] = to
		return c
	}
	c = append(c, [2]uint64{from, to})
	return c[max(0, len(c)-maxRanges):]
}
