package store

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// puts collects what a transaction will write, so that it is written bucket by
// bucket and in the order of the keys: that is what makes bbolt fast.
type puts struct {
	byBucket map[string][]put
	counts   map[string]int64
}

type put struct {
	key, value []byte
	remove     bool
}

func newPuts() *puts { return &puts{byBucket: map[string][]put{}, counts: map[string]int64{}} }

func (p *puts) set(bucket string, key, value []byte) {
	p.byBucket[bucket] = append(p.byBucket[bucket], put{key: key, value: value})
}

func (p *puts) remove(bucket string, key []byte) {
	p.byBucket[bucket] = append(p.byBucket[bucket], put{key: key, remove: true})
}

// count adds to a counter: see countKey.
func (p *puts) count(bucket string, group []byte, n int64) {
	p.counts[string(countKey(bucket, group))] += n
}

func countKey(bucket string, group []byte) []byte {
	return append(append([]byte(bucket), 0), group...)
}

// turn replaces a record's old rows by its new ones; either may be nil.
func (p *puts) turn(before, after []row) {
	if before == nil {
		for _, r := range after {
			p.add(r)
		}
		return
	}
	slices.SortFunc(before, compareRows)
	slices.SortFunc(after, compareRows)
	for len(before) > 0 || len(after) > 0 {
		order := 0
		switch {
		case len(before) == 0:
			order = 1
		case len(after) == 0:
			order = -1
		default:
			order = compareRows(before[0], after[0])
		}
		switch {
		case order < 0:
			p.drop(before[0])
		case order > 0:
			p.add(after[0])
		case !bytes.Equal(before[0].value, after[0].value):
			p.set(after[0].bucket, after[0].key, after[0].value)
		}
		if order <= 0 {
			before = before[1:]
		}
		if order >= 0 {
			after = after[1:]
		}
	}
}

func (p *puts) add(r row) {
	p.set(r.bucket, r.key, r.value)
	if r.group != nil {
		p.count(r.bucket, r.group, 1)
	}
}

func (p *puts) drop(r row) {
	p.remove(r.bucket, r.key)
	if r.group != nil {
		p.count(r.bucket, r.group, -1)
	}
}

// apply writes everything. No key may have been put twice.
func (p *puts) apply(tx *bbolt.Tx) error {
	p.countChanges(tx)
	for _, name := range slices.Sorted(maps.Keys(p.byBucket)) {
		b, err := tx.CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		b.FillPercent = fill(name)
		changes := p.byBucket[name]
		slices.SortFunc(changes, func(x, y put) int { return bytes.Compare(x.key, y.key) })
		for _, change := range changes {
			if change.remove {
				err = b.Delete(change.key)
			} else {
				err = b.Put(change.key, change.value)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// countChanges turns what was counted into puts. A counter of nothing has no row.
func (p *puts) countChanges(tx *bbolt.Tx) {
	for key, change := range p.counts {
		if change == 0 {
			continue
		}
		if n := readCount(tx, []byte(key)) + change; n > 0 {
			p.set(bucketCount, []byte(key), binary.BigEndian.AppendUint64(nil, uint64(n)))
		} else {
			p.remove(bucketCount, []byte(key))
		}
	}
	clear(p.counts)
}

func readCount(tx *bbolt.Tx, key []byte) int64 {
	raw := get(tx, bucketCount, key)
	if len(raw) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(raw))
}
