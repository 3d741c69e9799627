package store

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

// TestCursorGoesBackOverEmptiedPages: keys that a transaction deleted, whole pages of
// them, do not end the way back to those before, nor the search for the one below.
func TestCursorGoesBackOverEmptiedPages(t *testing.T) {
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "desk.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	const keys = 1500
	name := []byte("emptied")
	key := func(i int) []byte { return fmt.Appendf(nil, "p%06d", i) }
	err = s.update(context.Background(), func(tx *transaction) error {
		b, err := tx.CreateBucketIfNotExists(name)
		for i := 0; i < keys && err == nil; i++ {
			err = b.Put(key(i), bytes.Repeat([]byte("v"), 200))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		errBack := fmt.Errorf("taken back")
		err := s.update(context.Background(), func(tx *transaction) error {
			if err := tx.writeThrough(); err != nil { // as a large transaction does
				return err
			}
			b := tx.Bucket(name)
			there := make([]bool, keys)
			for i := range there {
				there[i] = true
			}
			for range rapid.IntRange(1, 4).Draw(r, "cuts") {
				from := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, keys-1)).Draw(r, "from")
				to := min(keys, from+rapid.OneOf(rapid.Just(keys), rapid.IntRange(1, 700)).Draw(r, "many"))
				for i := from; i < to; i++ {
					if err := b.Delete(key(i)); err != nil {
						return err
					}
					there[i] = false
				}
			}
			c := b.Cursor()
			at, _ := c.Last()
			for i := keys - 1; i >= 0; i-- {
				if !there[i] {
					continue
				}
				if !bytes.Equal(at, key(i)) {
					r.Fatalf("on the way back: %q, want %q", at, key(i))
				}
				at, _ = c.Prev()
			}
			if at != nil {
				r.Fatalf("before the first: %q", at)
			}
			seek := rapid.IntRange(0, keys-1).Draw(r, "seek")
			want := seek
			for want >= 0 && !there[want] {
				want--
			}
			var memory []byte
			if at, _ := floor(b.Cursor(), 'p', key(seek)[1:], &memory); want >= 0 && !bytes.Equal(at, key(want)) {
				r.Fatalf("at or below %q: %q, want %q", key(seek), at, key(want))
			}
			return errBack
		})
		if err != errBack {
			r.Fatal(err)
		}
	})
}
