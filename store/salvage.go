package store

import (
	"bytes"
	"context"
	"strings"

	"go.etcd.io/bbolt"
)

// salvageBatch is how many bytes of keys and values one transaction takes.
const salvageBatch = 16 << 20

// salvage copies what can be read of a file, but for what can be made again, into
// one that is sound. note is told of every page that cannot, and of its bucket, "" when
// that is not known.
func salvage(ctx context.Context, p *pageFile, to *bbolt.DB, note func(bucket, format string, args ...any)) error {
	s := &salvager{to: to}
	err := p.walk(ctx, func(bucket, what string) { note(bucket, "%s", placed(bucket, what)) }, s.take)
	if err == nil {
		err = s.flush()
	}
	if err != nil {
		return err
	}
	return to.Update(func(tx *bbolt.Tx) error { return replayInto(tx, note) })
}

// replayInto does in the buckets what can be read of the journal, which is gone
// after it.
func replayInto(tx *bbolt.Tx, note func(bucket, format string, args ...any)) error {
	journal := tx.Bucket([]byte(bucketJournal))
	if journal == nil {
		return nil
	}
	get := func(name string, key []byte) []byte {
		if b := tx.Bucket([]byte(name)); b != nil {
			return b.Get(key)
		}
		return nil
	}
	var failed error
	set := func(name string, key, value []byte) {
		if derivedBucket(name) || name == "" || failed != nil {
			return
		}
		b, err := tx.CreateBucketIfNotExists([]byte(name))
		switch {
		case err != nil:
		case value == nil:
			err = b.Delete(key)
		default:
			err = b.Put(key, value)
		}
		failed = err
	}
	lost := func(name string, key []byte) {
		if !derivedBucket(name) {
			note(name, "journal: what was put into %s at %x cannot be made out", name, key)
		}
	}
	c := journal.Cursor()
	for key, row := c.First(); key != nil && failed == nil; key, row = c.Next() {
		if err := replay(row, get, set, lost); err != nil {
			note(bucketJournal, "journal: row %x: %v", key, err)
		}
	}
	if failed != nil {
		return failed
	}
	return tx.DeleteBucket([]byte(bucketJournal))
}

// salvager writes what a walk finds in batches.
type salvager struct {
	to    *bbolt.DB
	batch []salvaged
	size  int
}

type salvaged struct {
	bucket     string
	key, value []byte
}

// derivedBucket reports whether all that a bucket holds follows from the others.
func derivedBucket(bucket string) bool {
	return bucket == bucketCount || strings.HasPrefix(bucket, prefixIndex)
}

func (s *salvager) take(bucket string, key, value []byte) error {
	if derivedBucket(bucket) || len(key) == 0 || len(key) > bbolt.MaxKeySize {
		return nil
	}
	s.batch = append(s.batch, salvaged{bucket, bytes.Clone(key), bytes.Clone(value)})
	if s.size += len(key) + len(value); s.size < salvageBatch {
		return nil
	}
	return s.flush()
}

func (s *salvager) flush() error {
	err := s.to.Update(func(tx *bbolt.Tx) error {
		for _, is := range s.batch {
			b, err := tx.CreateBucketIfNotExists([]byte(is.bucket))
			if err != nil {
				return err
			}
			b.FillPercent = fullPages
			if err := b.Put(is.key, is.value); err != nil {
				return err
			}
		}
		// What follows counts on all buckets being there.
		for _, name := range append([]string{bucketDraft}, plainBuckets...) {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	s.batch, s.size = nil, 0
	return err
}
