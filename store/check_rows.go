package store

import (
	"bytes"
	"strings"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// buckets goes the other way: every row of every derived bucket is of a record,
// and the counters say how many there are.
func (c *checker) buckets() error {
	return c.tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		bucket := string(name)
		if !derived(bucket) {
			return nil
		}
		if n, err := c.tally(bucket); err != nil {
			return err
		} else if n != c.expected[bucket] {
			c.problem("%s: %d rows where the records stand for %d", bucket, n, c.expected[bucket])
			return c.strays(bucket)
		}
		return nil
	})
}

// derived reports whether a bucket's rows are all made by rowsOf.
func derived(bucket string) bool {
	switch bucket {
	case bucketExcerpt, bucketDup, bucketIdentity, bucketSuffix, bucketMerged:
		return true
	}
	return strings.HasPrefix(bucket, prefixIndex)
}

// tally counts the rows of a bucket and compares the counters of its groups.
func (c *checker) tally(bucket string) (rows int64, err error) {
	group := groupOf(bucket)
	var current []byte
	var n int64
	byKind := map[string]int64{} // groups that do not stand together
	err = c.tx.Bucket([]byte(bucket)).ForEach(func(key, value []byte) error {
		if rows++; rows%4096 == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if group == nil || len(key) < idSize {
			return nil
		}
		g := group(key, value)
		if bucket == bucketDue || bucket == bucketDeleted {
			byKind[string(g)]++
			return nil
		}
		if n > 0 && !bytes.Equal(g, current) {
			c.counter(bucket, current, n)
			n = 0
		}
		current = g
		n++
		return nil
	})
	if n > 0 {
		c.counter(bucket, current, n)
	}
	for kind, n := range byKind {
		c.counter(bucket, []byte(kind), n)
	}
	return rows, err
}

func (c *checker) counter(bucket string, group []byte, n int64) {
	if n > 0 {
		c.counters++
	}
	if has := readCount(c.tx, countKey(bucket, group)); has != n {
		c.problem("count: %s %x says %d where there are %d", bucket, group, has, n)
	}
}

// groupOf gives how the rows of a bucket are counted, nil when they are not. It
// agrees with row.group.
func groupOf(bucket string) func(key, value []byte) []byte {
	before := func(key, _ []byte) []byte { return key[:len(key)-idSize] }
	switch bucket {
	case bucketInbox, bucketPromised:
		return func(_, _ []byte) []byte { return nil }
	case bucketDue, bucketDeleted:
		return func(_, value []byte) []byte { return value }
	case bucketThread:
		return func(key, _ []byte) []byte { return key[:idSize] }
	}
	if strings.HasPrefix(bucket, prefixIndex) && strings.HasSuffix(bucket, ".all") {
		return before
	}
	for _, kind := range model.Kinds() {
		for _, ix := range indexesOf(kind) {
			if ix.bucket == bucket && ix.counted {
				return before
			}
		}
	}
	return nil
}

// strays names the rows that no record stands for.
func (c *checker) strays(bucket string) error {
	return c.tx.Bucket([]byte(bucket)).ForEach(func(key, _ []byte) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		_, id, ok := cutKey(key)
		if !ok {
			c.problem("%s: %x is no key", bucket, key)
			return nil
		}
		r, e, err := readBoth(c.tx, "", id)
		if err != nil {
			c.problem("%s: a row of %s, which is not there", bucket, id)
			return nil
		}
		rows, err := rowsOf(r, e)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.bucket == bucket && bytes.Equal(row.key, key) {
				return nil
			}
		}
		c.problem("%s: a row of %s that it does not stand for", bucket, describe(r))
		return nil
	})
}

func keysIn(tx *bbolt.Tx, bucket string) int64 {
	var n int64
	c := tx.Bucket([]byte(bucket)).Cursor()
	for key, _ := c.First(); key != nil; key, _ = c.Next() {
		n++
	}
	return n
}
