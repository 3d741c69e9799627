package store

import (
	"encoding/binary"
	"maps"
	"slices"
)

// counts collects what is added to the counters of a file.
type counts struct{ by map[string]int64 }

func newCounts() *counts { return &counts{by: map[string]int64{}} }

func (c *counts) add(bucket string, group []byte, n int64) {
	c.by[string(countKey(bucket, group))] += n
}

// countKey is the key of a counter: the bucket and what is counted in it.
func countKey(bucket string, group []byte) []byte {
	return append(append([]byte(bucket), 0), group...)
}

// write puts the counters. One of nothing has no row.
func (c *counts) write(tx *transaction) error {
	b := tx.Bucket([]byte(bucketCount))
	for _, key := range slices.Sorted(maps.Keys(c.by)) {
		change := c.by[key]
		if change == 0 {
			continue
		}
		var err error
		if n := readCount(tx, []byte(key)) + change; n > 0 {
			err = b.Put([]byte(key), binary.BigEndian.AppendUint64(nil, uint64(n)))
		} else {
			err = b.Delete([]byte(key))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func readCount(tx *transaction, key []byte) int64 {
	raw := get(tx, bucketCount, key)
	if len(raw) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(raw))
}
