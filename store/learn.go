package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
)

// keyKnown is the names of the sets that the version knew which wrote the file last. One
// that knows more makes the keys anew that records stand for now: a desk may have got
// records of a kind from newer desks of its workspace before it knew the kind.
const keyKnown = "sets"

// lateDue are the kinds about which something is due since desks had records of them.
var lateDue = []model.Kind{model.KindOffer, model.KindSupplier}

// dueMark stands among the names of the sets for a kind of lateDue.
func dueMark(kind model.Kind) string { return bucketDue + ":" + string(kind) }

func knownSets() []string {
	names := make([]string, len(sets().list))
	for i, set := range sets().list {
		names[i] = set.bucket
	}
	for _, kind := range lateDue {
		names = append(names, dueMark(kind))
	}
	slices.Sort(names)
	return names
}

// learn makes the keys that this version knows of and the one that wrote the file last did
// not, in one transaction.
func (s *Store) learn(ctx context.Context) error {
	now := knownSets()
	var before []string
	err := s.read(ctx, func(tx *transaction) error {
		before = strings.Fields(string(tx.Bucket([]byte(bucketMeta)).Get([]byte(keyKnown))))
		return nil
	})
	if err != nil || slices.Equal(before, now) {
		return err
	}
	err = s.update(ctx, func(tx *transaction) error {
		if err := tx.writeThrough(); err != nil {
			return err
		}
		l := &learning{ctx: ctx, tx: tx, before: before, c: newCollector()}
		defer l.c.free()
		if err := l.forget(now); err != nil {
			return err
		}
		for _, kind := range model.Kinds() {
			if err := l.kind(kind); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
		}
		counts := newCounts()
		if err := writeBatches(tx, batches([]*collector{l.c}), counts); err != nil {
			return err
		}
		if err := counts.write(tx); err != nil {
			return err
		}
		return putKnown(tx)
	})
	if err != nil {
		return fmt.Errorf("making the indexes of what this version knows: %w", err)
	}
	return nil
}

func putKnown(tx *transaction) error {
	return tx.Bucket([]byte(bucketMeta)).Put([]byte(keyKnown), []byte(strings.Join(knownSets(), " ")))
}

// learning is learn under way.
type learning struct {
	ctx    context.Context
	tx     *transaction
	before []string // the sets that were known
	c      *collector
}

// forget drops the sets that are known no more: nothing would keep them true.
func (l *learning) forget(now []string) error {
	for _, name := range l.before {
		if _, known := slices.BinarySearch(now, name); known || l.tx.Bucket([]byte(name)) == nil || setOf(name) != nil {
			continue
		}
		if err := l.drop(name); err != nil {
			return err
		}
	}
	return nil
}

// drop drops a set and its counters.
func (l *learning) drop(set string) error {
	if err := l.tx.DeleteBucket([]byte(set)); err != nil {
		return err
	}
	counters, of := l.tx.Bucket([]byte(bucketCount)), countKey(set, nil)
	var keys [][]byte
	c := counters.Cursor()
	for key, _ := c.Seek(of); bytes.HasPrefix(key, of); key, _ = c.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := counters.Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// kind makes the keys of a kind's records: all that they stand for when the kind was not
// known, else those of the sets that are new.
func (l *learning) kind(kind model.Kind) error {
	all := l.tx.Bucket([]byte(allBucket(kind)))
	if all == nil {
		return nil
	}
	records, err := countKeys(all, nil, nil)
	if err != nil {
		return err
	}
	lacks, unknown := map[*keySet]bool{}, false
	if slices.Contains(lateDue, kind) && !slices.Contains(l.before, dueMark(kind)) {
		lacks[setDue] = true
	}
	for _, ix := range indexesOf(kind) {
		lack, err := l.lacks(ix, records)
		if err != nil {
			return err
		}
		if lack {
			lacks[ix.keySet] = true
			unknown = unknown || ix.name == model.FieldCreatedAt
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	var numbers []number
	if err := eachKey(all, nil, nil, func(key []byte) bool {
		numbers = append(numbers, numberAt(key[len(key)-numberSize:]))
		return true
	}); err != nil {
		return err
	}
	for _, n := range numbers {
		if err := l.record(n, func(s *keySet) bool { return unknown || lacks[s] }); err != nil {
			return err
		}
	}
	return l.ctx.Err()
}

// lacks reports whether an index lacks keys: every record has one in that of a field with
// one value.
func (l *learning) lacks(ix *index, records int64) (bool, error) {
	b := l.tx.Bucket([]byte(ix.bucket))
	if ix.list {
		return b == nil || len(l.before) > 0 && !slices.Contains(l.before, ix.bucket), nil
	}
	if b == nil {
		return true, nil
	}
	n, err := countKeys(b, nil, nil)
	return n != records, err
}

// record adds the keys of a record that are not there yet.
func (l *learning) record(n number, wanted func(*keySet) bool) error {
	is, err := readStored(l.tx, n)
	if err != nil {
		return err
	}
	eachKeyOf(is, func(set *keySet, key []byte) {
		if err != nil || !wanted(set) {
			return
		}
		there := false
		if b := l.tx.Bucket([]byte(set.bucket)); b != nil {
			there, err = has(b, key)
		}
		if err == nil && !there {
			adds, _ := l.c.lists(set)
			adds.add(key)
		}
	})
	return err
}
