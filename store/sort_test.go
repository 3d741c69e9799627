package store

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSortedKeys: keys of several lists come in the order of their bytes.
func TestSortedKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := drawRandom(t)
		var k sortedKeys
		var want [][]byte
		for range rapid.IntRange(1, 3).Draw(t, "lists") {
			l := &keyList{}
			for range rapid.IntRange(0, 600).Draw(t, "keys") {
				key := []byte(drawKey(random))
				l.add(key)
				want = append(want, key)
			}
			k.gather(l)
		}
		slices.SortFunc(want, bytes.Compare)
		k.sort()
		if got := k.all(); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("%d keys come as %.200q", len(want), got)
		}
	})
}
