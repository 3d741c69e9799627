//go:build unix

package store

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestDiskFull lets everything that writes run into a full disk, at once or after a
// while: it says so, the file stays sound, what was acknowledged is there, and the
// next owner finds nothing half made.
func TestDiskFull(t *testing.T) {
	if testing.Short() {
		t.Skip("runs many processes")
	}
	for _, deed := range append(slices.Sorted(maps.Keys(victims)), "restore") {
		for _, room := range []int{0, 4 << 10, 100_000} {
			t.Run(fmt.Sprintf("%s with %d bytes", deed, room), func(t *testing.T) {
				t.Parallel()
				k := newKilled(t, rand.New(rand.NewPCG(1, 1)), deed)
				out, err := child(roleFull, deed, k.path, room).Output()
				if err != nil {
					t.Fatal(err)
				}
				for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
					k.take(t, lines.Text())
				}
				k.verify(t)
			})
		}
	}
}
