package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// maxSameKey bounds how many records with one key are compared: a key that
// hundreds share, such as a switchboard's number, says little.
const maxSameKey = 200

// defaultDuplicates is the limit when none is given.
const defaultDuplicates = 20

// Duplicates gives the records that may be the same as r, surest first, at most
// limit (0 means 20). r need not be stored.
func (s *Store) Duplicates(ctx context.Context, r model.Record, limit int) ([]Duplicate, error) {
	if limit <= 0 {
		limit = defaultDuplicates
	}
	var found []Duplicate
	err := s.read(ctx, func(tx *transaction) error {
		same, err := sameKeys(ctx, tx, r)
		if err != nil {
			return err
		}
		return same.each(func(n number) error {
			other, err := readStored(tx, n)
			if err != nil {
				return err
			}
			if why, ok := duplicate.Compare(r, other.record); ok {
				found = append(found, duplicateOf(other.excerpt(), why))
			}
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("looking for duplicates: %w", err)
	}
	slices.SortFunc(found, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return found[:min(len(found), limit)], nil
}

// sameKeys finds the records that share a key with r, itself too when it is stored.
func sameKeys(ctx context.Context, tx *transaction, r model.Record) (*numbers, error) {
	same := &numbers{}
	bucket := tx.Bucket([]byte(bucketDup))
	for _, key := range duplicate.Keys(r) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		prefix, n := appendDuplicate(nil, r.Kind(), key.Key), 0
		err := eachKey(bucket, prefix, successor(prefix), func(at []byte) bool {
			same.add(numberAt(at))
			n++
			return n <= maxSameKey
		})
		if err != nil {
			return nil, err
		}
	}
	return same, nil
}

func duplicateOf(e model.Excerpt, why duplicate.Reason) Duplicate {
	return Duplicate{Excerpt: e, Level: why.Level, Code: why.Code, Shared: why.Detail, Why: why.String()}
}
