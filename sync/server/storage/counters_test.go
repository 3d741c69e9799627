package storage

import (
	"testing"

	"pgregory.net/rapid"
)

// TestCountersLaws: a set has what was put in, of the most recent ranges, and nothing else.
func TestCountersLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Counters
		want := map[uint64]bool{}
		n := uint64(0)
		for range rapid.IntRange(0, 60).Draw(t, "ranges") {
			from := n + 1 + uint64(rapid.IntRange(0, 3).Draw(t, "gap"))
			n = from + uint64(rapid.IntRange(0, 3).Draw(t, "more"))
			before := len(c)
			next := c.With(from, n)
			if len(c) != before {
				t.Fatal("the set before changed")
			}
			c = next
			for i := from; i <= n; i++ {
				want[i] = true
			}
		}
		for i := uint64(0); i <= n+2; i++ {
			if c.Has(i) != want[i] {
				t.Fatalf("%v has %d: %v", c, i, c.Has(i))
			}
		}
	})
}

func TestCountersAreBounded(t *testing.T) {
	var c Counters
	for n := uint64(1); n < 10_000; n += 2 {
		c = c.With(n, n)
	}
	if len(c) != maxRanges || !c.Has(9999) || c.Has(1) {
		t.Errorf("%d ranges are kept", len(c))
	}
}
