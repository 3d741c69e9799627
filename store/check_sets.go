package store

import (
	"bytes"
	"errors"
	"strings"
)

// sets goes the other way: every key of every set is of a record, and the counters
// say how many there are.
func (c *checker) sets() error {
	err := c.tx.ForEach(func(name []byte, _ *bucket) error {
		bucket := string(name)
		of := setOf(bucket)
		if of == nil {
			if strings.HasPrefix(bucket, prefixIndex) {
				c.problem("%s: there is no such index", bucket)
			}
			return nil
		}
		due := c.due[bucket]
		delete(c.due, bucket)
		if due == nil {
			due = &sum{}
		}
		is, err := c.set(of)
		if err != nil {
			return err
		}
		if is != *due {
			c.problem("%s: its %d keys are not the %d that records stand for", bucket, is.keys, due.keys)
			return c.name(of)
		}
		return nil
	})
	for bucket := range c.due {
		c.problem("%s: the bucket is missing", bucket)
	}
	return err
}

// set adds up the keys of a set, and compares the counters of its groups.
func (c *checker) set(of *keySet) (is sum, err error) {
	groups := map[string]int64{}
	var last []byte // the group at hand and how many it has, as most come together
	var n int64
	b := c.tx.Bucket([]byte(of.bucket))
	var blk block
	var before []byte
	blocks := 0
	err = b.ForEach(func(key, value []byte) error {
		if len(key) == 0 || blk.decode(key[1:], value) != nil {
			c.problem("%s: block %x: %v", of.bucket, key, errBlock)
			return nil
		}
		if len(before) > 0 && before[0] == key[0] && bytes.Compare(before[1:], key[1:]) >= 0 {
			c.problem("%s: block %x begins before the end of the one before it", of.bucket, key)
		}
		for i := range blk.len() {
			at := blk.key(i)
			c.add(&is, at)
			if of.group == nil {
				continue
			}
			g := of.group(at)
			if n > 0 && bytes.Equal(g, last) {
				n++
				continue
			}
			if n > 0 {
				groups[string(last)] += n
			}
			last, n = append(last[:0], g...), 1
		}
		before = append(append(before[:0], key[0]), blk.key(blk.len()-1)...)
		if blocks++; blocks%8192 == 0 {
			c.file.unmapRead(c.tx)
		}
		return c.ctx.Err()
	})
	if n > 0 {
		groups[string(last)] += n
	}
	for group, n := range groups {
		c.counter(of.bucket, []byte(group), n)
	}
	return is, err
}

func (c *checker) counter(bucket string, group []byte, n int64) {
	if n > 0 {
		c.counters++
	}
	if has := readCount(c.tx, countKey(bucket, group)); has != n {
		c.problem("count: %s %x says %d where there are %d", bucket, group, has, n)
	}
}

// name says which keys of a set are missing and which are of no record.
func (c *checker) name(of *keySet) error {
	b := c.tx.Bucket([]byte(of.bucket))
	finder := newFinder(b)
	_, _, err := eachStored(c.tx, 0, maxRecords, func(is stored) error {
		eachKeyOf(is, func(other *keySet, key []byte) {
			if other.bucket != of.bucket || c.found > maxProblems {
				return
			}
			if at, err := finder.firstWith(key); err == nil && !bytes.Equal(at, key) {
				if there, err := has(b, key); err == nil && !there {
					c.problem("%s: %s: its key is missing", describe(is.record), of.bucket)
				}
			}
		})
		return c.ctx.Err()
	})
	if err != nil && c.ctx.Err() == nil {
		return nil // what cannot be read was named
	}
	err = eachKey(b, nil, nil, func(key []byte) bool {
		c.stray(of, key)
		return c.found <= maxProblems && c.ctx.Err() == nil
	})
	if errors.Is(err, errBlock) {
		return nil // it was named
	}
	return err
}

func (c *checker) stray(of *keySet, key []byte) {
	order, _ := of.cut(key)
	if len(order) < numberSize {
		c.problem("%s: %x is no key", of.bucket, key)
		return
	}
	is, err := readStored(c.tx, numberAt(order))
	if err != nil {
		c.problem("%s: a key of record %d, which is not there", of.bucket, numberAt(order))
		return
	}
	found := false
	eachKeyOf(is, func(other *keySet, own []byte) { found = found || other.bucket == of.bucket && bytes.Equal(own, key) })
	if !found {
		c.problem("%s: a key of %s that it does not stand for", of.bucket, describe(is.record))
	}
}

func keysIn(tx *transaction, bucket string) int64 {
	var n int64
	c := tx.Bucket([]byte(bucket)).Cursor()
	for key, _ := c.First(); key != nil; key, _ = c.Next() {
		n++
	}
	return n
}
