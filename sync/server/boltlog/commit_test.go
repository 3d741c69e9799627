package boltlog

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// Writes that fail hold nobody up: each is told its own error, the others are in the file,
// and none is run more than twice, however many fail and wherever they stand.
func TestFailingWritesHoldNobodyUp(t *testing.T) {
	failure := errors.New("not this one")
	for name, fails := range map[string]func(i int) bool{
		"none":            func(int) bool { return false },
		"all":             func(int) bool { return true },
		"all but one":     func(i int) bool { return i != 40 },
		"the last":        func(i int) bool { return i == mostTogether-1 },
		"the second half": func(i int) bool { return i >= mostTogether/2 },
		"every other":     func(i int) bool { return i%2 == 1 },
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t, filepath.Join(t.TempDir(), "server.db"))
			runs := make([]int, mostTogether)
			var together []*write
			for i := range mostTogether {
				together = append(together, &write{ctx: t.Context(), done: make(chan error, 1), fn: func(tx *bbolt.Tx) error {
					runs[i]++
					if err := tx.Bucket(bucketWorkspaces).SetSequence(tx.Bucket(bucketWorkspaces).Sequence() + 1); err != nil {
						return err
					}
					switch {
					case fails(i) && i%3 == 0:
						panic(failure.Error())
					case fails(i):
						return failure
					}
					return nil
				}})
			}
			e.commit(together)
			well := uint64(0)
			for i, w := range together {
				switch err := <-w.done; {
				case fails(i) != (err != nil) || fails(i) && !strings.Contains(err.Error(), failure.Error()):
					t.Errorf("write %d is told %v", i, err)
				case err == nil:
					well++
				}
			}
			if most := slices.Max(runs); most > 2 {
				t.Errorf("a write was run %d times", most)
			}
			err := e.db.View(func(tx *bbolt.Tx) error {
				if in := tx.Bucket(bucketWorkspaces).Sequence(); in != well {
					t.Errorf("%d writes are in the file, want %d", in, well)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
