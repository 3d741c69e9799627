package store

import (
	"context"
	"fmt"
)

// Tidy merges the partitions that big transactions left in the sets, a bounded number
// of keys a transaction, so that lists are read from few of them. pause, when not nil,
// is called between two; an error of its ends the work, and the next Tidy goes on.
func (s *Store) Tidy(ctx context.Context, pause func() error) (merged int, err error) {
	untidy, err := s.untidy(ctx)
	for _, name := range untidy {
		if err == nil {
			err = s.tidySet(ctx, name, pause)
		}
		if err != nil {
			return merged, fmt.Errorf("tidying the indexes: %w", err)
		}
		merged++
	}
	return merged, err
}

// untidy gives the buckets that are worth tidying.
func (s *Store) untidy(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		return tx.ForEach(func(name []byte, b *bucket) error {
			if setOf(string(name)) != nil && len(worthMerging(partitions(b))) > 0 {
				names = append(names, string(name))
			}
			return nil
		})
	})
	return names, err
}

func (s *Store) tidySet(ctx context.Context, name string, pause func() error) error {
	of, keys, err := s.scattered(ctx, name)
	if err != nil || len(of) == 0 {
		return err
	}
	var to byte
	for begun, more := false, true; more; begun = true {
		err := s.update(ctx, func(tx *transaction) (err error) {
			b := tx.Bucket([]byte(name))
			if !begun {
				if to, err = freePartition(partitions(b), levelOf(keys)); err != nil {
					return err
				}
			}
			moved, err := moveKeys(b, of, to, s.limits.tidy)
			more = moved == s.limits.tidy
			s.file.unmapRead(tx)
			return err
		})
		if err == nil && pause != nil {
			err = pause()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// scattered gives the partitions of a set that are worth merging, and how many keys
// they have.
func (s *Store) scattered(ctx context.Context, name string) (of []byte, keys int, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		b := tx.Bucket([]byte(name))
		of, keys = worthMerging(partitions(b)), 0
		for _, part := range of {
			keys += sizeOf(b, part)
			s.file.unmapRead(tx)
		}
		return ctx.Err()
	})
	return of, keys, err
}

// sizeOf gives how many keys a partition has.
func sizeOf(b *bucket, part byte) (keys int) {
	c := b.Cursor()
	for key, value := c.Seek([]byte{part}); key != nil && key[0] == part; key, value = c.Next() {
		keys += countOf(value)
	}
	return keys
}

// worthMerging gives partitions that should be one: of three or more that are not
// far apart in size all, else the small ones beside a large one. What is left is
// at most two large ones and a small one.
func worthMerging(parts []byte) []byte {
	if len(parts) < 2 {
		return nil
	}
	top := parts[len(parts)-1] >> 4
	near := 0
	for near < len(parts) && parts[near]>>4+1 < top {
		near++
	}
	switch small, large := parts[:near], parts[near:]; {
	case len(large) > 2:
		return parts
	case len(small) > 1:
		return small
	}
	return nil
}
