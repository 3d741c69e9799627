package store

import (
	"context"
	"fmt"
)

// Standing counts what a desk with a server has of its own changes.
type Standing struct {
	Pending     int // wait to be sent
	Acked       int // the server took, and they are kept for some weeks
	Quarantined int
	Conflicts   int // records
}

// Standing counts what waits, what was taken and what was not.
func (s *Store) Standing(ctx context.Context) (Standing, error) {
	var out Standing
	err := s.read(ctx, func(tx *transaction) error {
		out.Pending = int(readCount(tx, countKey(bucketOutbox, nil)))
		out.Quarantined = int(readCount(tx, countKey(bucketQuarantine, nil)))
		out.Conflicts = int(readCount(tx, countKey(bucketConflict, nil)))
		b := tx.Bucket([]byte(bucketAcked))
		if b == nil {
			return nil
		}
		return b.ForEach(func(key, raw []byte) error {
			r, err := decodeAck(key, raw)
			out.Acked += int(r.count)
			return err
		})
	})
	if err != nil {
		return Standing{}, fmt.Errorf("counting what waits to be sent: %w", err)
	}
	return out, nil
}

// Base gives how far the log was folded: what an editor who reads a record now has
// seen.
func (s *Store) Base(ctx context.Context) (uint64, error) {
	base := uint64(0)
	err := s.read(ctx, func(tx *transaction) error {
		base = readNumber(tx, keyBase)
		return nil
	})
	return base, err
}
