package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tradedesk/model"
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
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		ids, err := sameKeys(ctx, tx, r)
		if err != nil {
			return err
		}
		for id := range ids {
			other, e, err := readBoth(tx, r.Kind(), id)
			if err != nil {
				return err
			}
			if why, ok := model.CompareDuplicates(r, other); ok {
				found = append(found, duplicateOf(e, why))
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for duplicates: %w", err)
	}
	slices.SortFunc(found, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return found[:min(len(found), limit)], nil
}

// sameKeys finds the records that share a key with r.
func sameKeys(ctx context.Context, tx *bbolt.Tx, r model.Record) (map[model.ID]bool, error) {
	ids := map[model.ID]bool{}
	bucket := tx.Bucket([]byte(bucketDup))
	if bucket == nil {
		return ids, nil
	}
	self := r.Header().ID
	for _, key := range model.DuplicateKeys(r) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		prefix := duplicateKey(r.Kind(), key.Key)
		c, n := bucket.Cursor(), 0
		for at, _ := c.Seek(prefix); bytes.HasPrefix(at, prefix) && n < maxSameKey; at, _ = c.Next() {
			_, id, ok := cutKey(at)
			if !ok {
				return nil, errOdd
			}
			if id != self {
				ids[id] = true
				n++
			}
		}
	}
	return ids, nil
}

// countDuplicates counts the records made by drafts that may be the same as one
// that was there before them.
func (s *Store) countDuplicates(ctx context.Context, drafts []*draft) (n int, err error) {
	place := make(map[model.ID]int, len(drafts))
	for i, d := range drafts {
		if d != nil {
			place[d.change.Record] = i
		}
	}
	for i, d := range drafts {
		if d == nil {
			continue
		}
		found, err := s.Duplicates(ctx, d.after, 0)
		if err != nil {
			return n, err
		}
		if slices.ContainsFunc(found, func(other Duplicate) bool {
			at, ours := place[other.ID]
			return !ours || at < i
		}) {
			n++
		}
	}
	return n, nil
}

func duplicateOf(e model.Excerpt, why model.DuplicateReason) Duplicate {
	return Duplicate{Excerpt: e, Level: why.Level, Code: why.Code, Shared: why.Detail, Why: why.String()}
}
