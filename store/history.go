package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// past is a change that was made here, and what takes it back.
type past struct {
	Change  model.Change `cbor:"1,keyasint"`
	Back    model.Set    `cbor:"2,keyasint"`
	N       uint64       `cbor:"3,keyasint,omitempty"` // counter of its op in the outbox
	Created bool         `cbor:"4,keyasint,omitempty"` // it made the record
}

func historyKey(id model.ID, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, idSize+8), id[:]...), seq)
}

func decodePast(raw []byte) (past, error) {
	var p past
	if err := decode(raw, &p); err != nil {
		return past{}, fmt.Errorf("decoding a change of the history: %w", err)
	}
	return p, nil
}

// errEnough ends a walk without an error.
var errEnough = errors.New("enough")

// eachPast calls yield with the changes of a record, newest first, until it gives
// errEnough or fails.
func eachPast(tx *bbolt.Tx, id model.ID, yield func(past) error) error {
	bucket := tx.Bucket([]byte(bucketHistory))
	if bucket == nil {
		return nil
	}
	c := bucket.Cursor()
	key, raw := seekLast(c, id[:])
	for ; key != nil && model.ID(key[:idSize]) == id; key, raw = c.Prev() {
		p, err := decodePast(raw)
		if err == nil {
			err = yield(p)
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// seekLast puts a cursor on the last key that begins with prefix, or before it.
func seekLast(c *bbolt.Cursor, prefix []byte) (key, value []byte) {
	next := successor(prefix)
	if next == nil {
		return c.Last()
	}
	if key, _ := c.Seek(next); key == nil {
		return c.Last()
	}
	return c.Prev()
}

// successor gives the first key after all that begin with prefix, nil when there
// is none.
func successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			next := append([]byte(nil), prefix[:i+1]...)
			next[i]++
			return next
		}
	}
	return nil
}

// History gives the changes of a record, newest first, at most limit when that is
// more than 0. ErrNotFound when there is no such record.
func (s *Store) History(ctx context.Context, id model.ID, limit int) ([]model.Change, error) {
	var changes []model.Change
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		if kindOf(tx, id) == "" {
			return ErrNotFound
		}
		return eachPast(tx, id, func(p past) error {
			changes = append(changes, p.Change)
			if len(changes) == limit {
				return errEnough
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return nil, fmt.Errorf("reading the history of %s: %w", id, err)
	}
	return changes, nil
}
