package search

import (
	"context"
	"errors"
	"slices"
	"testing"

	"tradedesk/model"
)

// TestSeveralLookThroughAll: what several look through at once is found in the order of the
// index.
func TestSeveralLookThroughAll(t *testing.T) {
	s := shelf{}
	for _, r := range generated(t, 1500) {
		s[r.Header().ID] = r
	}
	x := newIndex(t, s)
	build(t, x, s)
	for _, line := range []string{"a", "karkoubi", "tanja", "argan oil", "stage:new", "confirm shipment", "olive kind:supplier", "qwzxv"} {
		q := typed(line)
		q.Count = true
		plain, err := Scan(context.Background(), q, s.each)
		if err != nil {
			t.Fatal(err)
		}
		if index := find(t, x, q); !slices.Equal(shown(index), shown(plain)) || index.Total != plain.Total {
			t.Errorf("%q: the index finds %d, a look through all %d, or others", line, index.Total, plain.Total)
		}
	}
}

// TestALookThroughAllEnds: when it is given up, or what it reads fails, it waits for who
// looks, and says so.
func TestALookThroughAllEnds(t *testing.T) {
	s := shelf{}
	for i := range 1000 {
		s[numbered(i)] = lead(i, "nord foods")
	}
	failed := errors.New("it fails")
	fails := func(yield func(model.Excerpt, model.Record) error) error { return errors.Join(s.each(yield), failed) }
	if _, err := Scan(context.Background(), typed("nord"), fails); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	read := 0
	stops := func(yield func(model.Excerpt, model.Record) error) error {
		return s.each(func(e model.Excerpt, r model.Record) error {
			if read++; read == 500 {
				cancel()
			}
			return yield(e, r)
		})
	}
	if _, err := Scan(ctx, typed("nord"), stops); !errors.Is(err, context.Canceled) || read != 500 {
		t.Errorf("after %d: %v", read, err)
	}
}
