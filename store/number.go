package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"tradedesk/model"
)

// number is what a record is called within this file: they are given in the order
// in which records came, are never given twice, and are small, so that an index
// of them is small and a set of them is a row of bits.
type number uint32

const (
	numberSize = 4
	maxRecords = math.MaxUint32
)

var (
	errOdd      = errors.New("damaged: an index names a record that is not there; run check --repair")
	errTooManyR = fmt.Errorf("a desk holds at most %d records", maxRecords)
)

func (n number) append(key []byte) []byte { return binary.BigEndian.AppendUint32(key, uint32(n)) }

func (n number) key() []byte { return n.append(nil) }

// numberAt gives the number that an order key ends with.
func numberAt(order []byte) number {
	return number(binary.BigEndian.Uint32(order[len(order)-numberSize:]))
}

// numberOf finds the number of a record; false when there is no such record.
func numberOf(tx *transaction, id model.ID) (number, bool, error) {
	key, err := firstWith(tx.Bucket([]byte(bucketIDs)), id[:], tx.lately)
	if err != nil || len(key) != idSize+numberSize {
		return 0, false, err
	}
	return numberAt(key), true, nil
}

// lastID gives the greatest id of all records, so that one above it is known to
// be new without a look.
func lastID(tx *transaction) (last model.ID, err error) {
	b := tx.Bucket([]byte(bucketIDs))
	for _, part := range partitions(b) {
		r := newRunCursor(b, part)
		key := r.seekBelow(nil)
		if r.err != nil {
			return last, r.err
		}
		if len(key) >= idSize && string(key[:idSize]) > string(last[:]) {
			last = model.ID(key[:idSize])
		}
	}
	return last, nil
}
