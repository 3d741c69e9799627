package store

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/model"
)

// TestCheckFinds plants one damage after the other and wants each found: a check
// that cannot fail proves nothing.
func TestCheckFinds(t *testing.T) {
	for name, damage := range damages(t) {
		t.Run(name, func(t *testing.T) {
			b := openAt(t, filepath.Join(t.TempDir(), "desk.db"), newClock())
			defer b.Close()
			fillAll(t, b)
			b.check(t)
			if err := b.update(context.Background(), damage); err != nil {
				t.Fatal(err)
			}
			report, err := b.Check(context.Background(), nil)
			if err != nil || report.OK || len(report.Problems) == 0 {
				t.Errorf("check found nothing: %+v, %v", report, err)
			}
		})
	}
}

// damages gives by name what is done to a sound file.
func damages(t *testing.T) map[string]func(*transaction) error {
	all := map[string]func(*transaction) error{
		"count says more": func(tx *transaction) error {
			b, key, _ := firstOfBucket(tx, bucketCount)
			return b.Put(key, seqKey(77))
		},
		"count of nothing": func(tx *transaction) error {
			return tx.Bucket([]byte(bucketCount)).Put([]byte("index/x\x00"), seqKey(1))
		},
		"record is gone": func(tx *transaction) error { return removeFirst(tx, bucketRecord) },
		"record is not to be read": func(tx *transaction) error {
			return putRows(tx.Bucket([]byte(bucketRecord)), []numberedRow{{0, []byte{0xff}}})
		},
		"a group of records is not to be read": func(tx *transaction) error {
			b, key, value := firstOfBucket(tx, bucketRecord)
			return b.Put(key, value[:len(value)-1])
		},
		"record changed without a change": func(tx *transaction) error { return changeUnsaid(t, tx) },
		"block is not to be read": func(tx *transaction) error {
			b, key, _ := firstOfBucket(tx, bucketIDs)
			return b.Put(key, []byte{9})
		},
		"block has a row less": func(tx *transaction) error {
			b, key, value := firstOfBucket(tx, bucketIDs)
			var blk block
			if err := blk.decode(key[1:], value); err != nil {
				return err
			}
			return putBlocks(b, key[0], pack(blk.keysOf()[:blk.len()-1]))
		},
		"score says something else": func(tx *transaction) error { return scoreWrongly(t, tx) },
		"action is gone":            func(tx *transaction) error { return removeFirst(tx, bucketUndo) },
		"outbox is above its counter": func(tx *transaction) error {
			return putNumber(tx.Bucket([]byte(bucketMeta)), keyOutbox, 0)
		},
	}
	for _, bucket := range []string{
		bucketIDs, bucketDup, bucketIdentity, bucketSuffix, bucketDue, bucketInbox, bucketAsleep, bucketRescore, bucketPromised, bucketThread, bucketDeleted,
		allBucket(model.KindLead), fieldBucket(model.KindLead, "company"), fieldBucket(model.KindLead, "tags"),
		bucketHistory, bucketMade, bucketOutbox,
	} {
		all["a row less in "+bucket] = func(tx *transaction) error { return removeFirst(tx, bucket) }
		all["a row more in "+bucket] = func(tx *transaction) error { return addLikeFirst(tx, bucket) }
	}
	return all
}

// firstOfBucket gives a bucket with its first row.
func firstOfBucket(tx *transaction, name string) (b *bucket, key, value []byte) {
	b = tx.Bucket([]byte(name))
	key, value = b.Cursor().First()
	return b, bytes.Clone(key), bytes.Clone(value)
}

func removeFirst(tx *transaction, bucket string) error {
	b, key, _ := firstOfBucket(tx, bucket)
	return b.Delete(key)
}

// addLikeFirst puts the first row a second time, under a key that no record has.
func addLikeFirst(tx *transaction, bucket string) error {
	b, key, value := firstOfBucket(tx, bucket)
	key[0] ^= 0x40
	return b.Put(key, value)
}

// changeUnsaid writes a record anew without a change that says so.
func changeUnsaid(t *testing.T, tx *transaction) error {
	is, err := readID(tx, id(t, numbered(2)))
	if err != nil {
		return err
	}
	was := is
	is.record = model.Clone(is.record)
	is.record.Header().UpdatedAt++
	row, err := encodeRow(is.record, is.scored)
	if err != nil {
		return err
	}
	c := newCollector()
	c.turned(was, is)
	err = putRows(tx.Bucket([]byte(bucketRecord)), []numberedRow{{is.number, row}})
	if err != nil {
		return err
	}
	return writeBatches(tx, batches([]*collector{c}), newCounts())
}

// scoreWrongly writes another score than the record has.
func scoreWrongly(t *testing.T, tx *transaction) error {
	is, err := readID(tx, id(t, numbered(1)))
	if err != nil {
		return err
	}
	is.scored.score++
	row, err := encodeRow(is.record, is.scored)
	if err != nil {
		return err
	}
	return putRows(tx.Bucket([]byte(bucketRecord)), []numberedRow{{is.number, row}})
}

// fillAll makes a desk with something in every bucket.
func fillAll(t *testing.T, b *bench) {
	b.do(t, Edit{Kind: model.KindLead, ID: id(t, numbered(1)), Create: true, Set: set(t, model.KindLead,
		"company=Nord", "email=a@nord.no", "city=Oslo", "origin=x:1", "due_at=2026-12-01T00:00:00.000Z", "snoozed_until=2026-12-01T00:00:00.000Z", `tags=["vip"]`)})
	b.create(t, model.KindMessage, "thread="+numbered(1), "direction=in")
	b.do(t, Edit{Kind: model.KindTag, ID: id(t, numbered(2)), Create: true, Set: set(t, model.KindTag, "name=old")})
	b.do(t, Edit{Kind: model.KindTag, ID: id(t, numbered(2)), Set: model.Set{"deleted": []byte("true")}})
}

func TestCheckReports(t *testing.T) {
	b := newBench(t)
	fillAll(t, b)
	calls := 0
	report, err := b.Check(context.Background(), func(done, total int64) { calls++ })
	if err != nil || !report.OK || report.Records != 3 || report.Problems == nil {
		t.Errorf("report %+v, %v", report, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Check(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	c := &checker{}
	for range 3 * maxProblems {
		c.problem("x")
	}
	report := c.report()
	if report.OK || len(report.Problems) != maxProblems+1 || !strings.Contains(report.Problems[maxProblems], "200 more") {
		t.Errorf("%d problems, the last %q", len(report.Problems), report.Problems[len(report.Problems)-1])
	}
}

// A run that says it is of a thousand million changes is a fault, not as much work.
func TestCheckOfEndlessRuns(t *testing.T) {
	for _, bucket := range []string{bucketOutbox, bucketUndoRows} {
		path := filepath.Join(t.TempDir(), "desk.db")
		b := openAt(t, path, newClock())
		b.create(t, model.KindLead, "company=Nord")
		err := b.update(t.Context(), func(tx *boltTx) error {
			runs := tx.Bucket([]byte(bucket))
			key, raw := runs.Cursor().Last()
			raw = bytes.Clone(raw)
			raw[len(raw)-4] = 0x6c // of the count
			return runs.Put(bytes.Clone(key), raw)
		})
		if err != nil {
			t.Fatal(err)
		}
		report, err := b.Check(t.Context(), nil)
		if err != nil || report.OK {
			t.Errorf("%s: %+v, %v", bucket, report, err)
		}
		if _, err := b.Repair(t.Context(), nil); err != nil {
			t.Error(err)
		}
		b.check(t)
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}
