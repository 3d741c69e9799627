package store

import (
	"context"
	"fmt"
)

// Tidy merges the partitions that big transactions left in the sets, one set a
// transaction, so that lists are read from few of them. pause, when not nil, is
// called between two; an error of its ends the work, and the next Tidy goes on.
func (s *Store) Tidy(ctx context.Context, pause func() error) (merged int, err error) {
	untidy, err := s.untidy(ctx)
	for _, name := range untidy {
		if err == nil {
			err = s.tidySet(ctx, name)
		}
		if err == nil && pause != nil {
			err = pause()
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

func (s *Store) tidySet(ctx context.Context, name string) error {
	return s.update(ctx, func(tx *transaction) error {
		b := tx.Bucket([]byte(name))
		if b == nil {
			return nil
		}
		parts := partitions(b)
		of := worthMerging(parts)
		if len(of) == 0 {
			return nil
		}
		_, err := mergePartitions(b, parts, 0, of)
		return err
	})
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
