package store

import (
	"context"
	"encoding/binary"
	"fmt"

	"tradedesk/model/causal"
)

// keptPoints is how many of the last points are kept one by one; older ones get ever
// fewer, so that the entry at which two histories part is found closely where that
// is likely.
const keptPoints = 100

// point remembers the hash of the log up to an entry.
func (w *write) point(c causal.Cursor) error {
	if c.Seq == 0 {
		return nil
	}
	b := w.tx.Bucket([]byte(bucketPoint))
	if err := b.Put(seqKey(c.Seq), c.Hash[:]); err != nil {
		return err
	}
	// Of the points that are not among the last, one stays in each stretch that is as
	// long as it is far away.
	n := 0
	var last uint64
	cur := b.Cursor()
	var drop [][]byte
	for key, _ := cur.Last(); key != nil; key, _ = cur.Prev() {
		if n++; n <= keptPoints {
			continue
		}
		seq := binary.BigEndian.Uint64(key)
		if last != 0 && last-seq < (c.Seq-seq)/8 {
			drop = append(drop, append([]byte(nil), key...))
			continue
		}
		last = seq
	}
	for _, key := range drop {
		if err := b.Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// Point is an entry of the log that was folded, and the hash up to it.
type Point struct {
	Seq  uint64
	Hash causal.Hash
}

// Points gives what this desk knows of the log, the newest first.
func (s *Store) Points(ctx context.Context) ([]Point, error) {
	var out []Point
	err := s.read(ctx, func(tx *transaction) error {
		b := tx.Bucket([]byte(bucketPoint))
		if b == nil {
			return nil
		}
		c := b.Cursor()
		for key, raw := c.Last(); key != nil; key, raw = c.Prev() {
			p := Point{Seq: binary.BigEndian.Uint64(key)}
			copy(p.Hash[:], raw)
			out = append(out, p)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("reading what was read of the log: %w", err)
	}
	return out, nil
}

// dropPoints forgets points above an entry.
func (w *write) dropPoints(above uint64) error {
	b := w.tx.Bucket([]byte(bucketPoint))
	for {
		key, _ := b.Cursor().Last()
		if key == nil || binary.BigEndian.Uint64(key) <= above {
			return nil
		}
		if err := b.Delete(append([]byte(nil), key...)); err != nil {
			return err
		}
	}
}
