package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// maxProblems bounds the problems that are named one by one.
const maxProblems = 100

// Check proves the file: bbolt's own check, every derived row from its record and
// every record from its rows, the counters, and history against outbox. It reads
// one state of the file and writes nothing; writers wait while it reads the
// pages. progress may be nil; total is about right.
func (s *Store) Check(ctx context.Context, progress func(done, total int64)) (CheckReport, error) {
	c := &checker{ctx: ctx, progress: progress, expected: map[string]int64{}, named: map[string]bool{}}
	if err := s.checkPages(ctx, c); err != nil {
		return CheckReport{}, fmt.Errorf("checking: %w", explain(err))
	}
	pages := c.found
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		c.tx = tx
		for _, part := range []func() error{c.records, c.buckets, c.histories, c.outbox, c.actions} {
			if err := part(); err != nil {
				return err
			}
		}
		return nil
	})
	if pages > 0 && errors.Is(err, ErrDamaged) {
		// What the pages lead to cannot be read to its end: they were named.
		err = ctx.Err()
	}
	if err != nil {
		return CheckReport{}, fmt.Errorf("checking: %w", err)
	}
	return c.report(), nil
}

func (c *checker) report() CheckReport {
	report := CheckReport{OK: c.found == 0, Records: int(c.seen), Problems: append([]string{}, c.problems...), Named: c.named}
	if more := c.found - len(c.problems); more > 0 {
		report.Problems = append(report.Problems, fmt.Sprintf("and %d more", more))
	}
	return report
}

type checker struct {
	ctx      context.Context
	tx       *bbolt.Tx
	progress func(done, total int64)

	done, total int64
	seen        int64            // records
	expected    map[string]int64 // rows by bucket that the records stand for
	counters    int64            // counters that are due
	named       map[string]bool  // SHA-256 of attached contents
	problems    []string
	found       int
}

func (c *checker) problem(format string, args ...any) {
	if c.found++; c.found <= maxProblems {
		c.problems = append(c.problems, fmt.Sprintf(format, args...))
	}
}

// tick is called for every record and change.
func (c *checker) tick() error {
	if c.done++; c.done%1000 != 0 {
		return nil
	}
	if c.progress != nil {
		c.progress(c.done, max(c.total, c.done))
	}
	return c.ctx.Err()
}

// checkPages proves the pages of the file. It holds the writers off: the pages are
// those of the moment.
func (s *Store) checkPages(ctx context.Context, c *checker) error {
	release, err := s.file.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	return s.file.readPages(func(p *pageFile) error {
		return p.walk(ctx, func(bucket, what string) { c.problem("%s", placed(bucket, what)) }, nil)
	})
}

// placed names where in the file a problem is.
func placed(bucket, what string) string {
	if bucket == "" {
		return "pages: " + what
	}
	return "pages of " + bucket + ": " + what
}

// records works out the rows of every record and looks for each.
func (c *checker) records() error {
	c.total = int64(readNumber(c.tx, keyHistory))
	for _, err := range []error{eachKind(c.tx, func(kind model.Kind) error {
		c.total += countIn(c.tx, allBucket(kind), []byte{partLive, partDeleted}, nil)
		return nil
	}), eachKind(c.tx, c.kind)} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) kind(kind model.Kind) error {
	return c.tx.Bucket([]byte(viewBucket(kind))).ForEach(func(key, raw []byte) error {
		c.seen++
		c.record(kind, key, raw)
		return c.tick()
	})
}

func (c *checker) record(kind model.Kind, key, raw []byte) {
	r, err := model.DecodeCBOR(kind, raw)
	switch {
	case err != nil:
		c.problem("%s %x: %v", kind, key, err)
		return
	case !bytes.Equal(key, idBytes(r)):
		c.problem("%s %x: holds the record %s", kind, key, r.Header().ID)
		return
	}
	e, err := readExcerpt(c.tx, r.Header().ID)
	if err != nil {
		c.problem("%s: excerpt: %v", describe(r), err)
		return
	}
	for _, file := range model.FilesOf(r) {
		if file.SHA256 != "" {
			c.named[file.SHA256] = true
		}
	}
	// The score is of the time when it was worked out.
	fresh := model.ExcerptOf(r, model.ScoreContext{Now: e.ScoredAt.Time()})
	fresh.Score, fresh.ScoredAt = e.Score, e.ScoredAt
	rows, err := rowsOf(r, fresh)
	if err != nil {
		c.problem("%s: %v", describe(r), err)
		return
	}
	for _, row := range rows {
		c.expected[row.bucket]++
		c.row(r, row)
	}
	c.lastChange(r)
}

func idBytes(r model.Record) []byte {
	id := r.Header().ID
	return id[:]
}

func (c *checker) row(r model.Record, want row) {
	bucket := c.tx.Bucket([]byte(want.bucket))
	if bucket == nil {
		c.problem("%s: %s: the bucket is missing", describe(r), want.bucket)
		return
	}
	key, value := bucket.Cursor().Seek(want.key)
	switch {
	case !bytes.Equal(key, want.key):
		c.problem("%s: %s: its row is missing", describe(r), want.bucket)
	case want.bucket != viewBucket(r.Kind()) && !bytes.Equal(value, want.value):
		c.problem("%s: %s: its row says something else", describe(r), want.bucket)
	}
}

// lastChange: a record is as its newest change left it.
func (c *checker) lastChange(r model.Record) {
	found := false
	err := eachPast(c.tx, r.Header().ID, func(p past) error {
		found = true
		if p.Change.At != r.Header().UpdatedAt {
			c.problem("%s: is of %s, its last change of %s", describe(r), r.Header().UpdatedAt, p.Change.At)
		}
		return errEnough
	})
	if err != nil {
		c.problem("%s: history: %v", describe(r), err)
	} else if !found {
		c.problem("%s: has no history", describe(r))
	}
}

// histories: every change is of a record, and stands in the outbox.
func (c *checker) histories() error {
	last := readNumber(c.tx, keyHistory)
	return c.tx.Bucket([]byte(bucketHistory)).ForEach(func(key, raw []byte) error {
		if len(key) != idSize+8 {
			c.problem("history: %x is no key", key)
			return nil
		}
		id, seq := model.ID(key[:idSize]), binary.BigEndian.Uint64(key[idSize:])
		p, err := decodePast(raw)
		op := get(c.tx, bucketOutbox, seqKey(p.N))
		switch {
		case err != nil:
			c.problem("history of %s: %v", id, err)
		case kindOf(c.tx, id) == "":
			c.problem("history of %s: there is no such record", id)
		case seq > last:
			c.problem("history of %s: %d is above the counter %d", id, seq, last)
		case p.N > 0 && (len(op) != outboxSize || !bytes.Equal(op[:idSize+8], key)):
			c.problem("history of %s: change %d does not stand in the outbox", id, seq)
		}
		return c.tick()
	})
}

// outbox: every op is a change of the history, clocks only grow, and the counter
// is right.
func (c *checker) outbox() error {
	last, clock := readNumber(c.tx, keyOutbox), uint64(0)
	var n int64
	err := c.tx.Bucket([]byte(bucketOutbox)).ForEach(func(key, op []byte) error {
		n++
		if len(key) != 8 || len(op) != outboxSize {
			c.problem("outbox: %x is no op", key)
			return nil
		}
		number := binary.BigEndian.Uint64(key)
		raw := get(c.tx, bucketHistory, op[:idSize+8])
		if p, err := decodePast(raw); raw == nil || err != nil || p.N != number {
			c.problem("outbox: op %d is no change of the history", number)
		}
		if number > last {
			c.problem("outbox: op %d is above the counter %d", number, last)
		}
		at := binary.BigEndian.Uint64(op[idSize+8:])
		if at <= clock || at > readNumber(c.tx, keyClock) {
			c.problem("outbox: the clock of op %d is out of order", number)
		}
		clock = at
		return nil
	})
	c.counter(bucketOutbox, nil, n)
	if total := keysIn(c.tx, bucketCount); total != c.counters {
		c.problem("count: %d counters where %d are due", total, c.counters)
	}
	return err
}

// actions: what can be undone is in the history.
func (c *checker) actions() error {
	err := c.tx.Bucket([]byte(bucketUndoRows)).ForEach(func(key, at []byte) error {
		if len(key) != 12 || len(at) != idSize+8 {
			c.problem("undo: %x is no change of an action", key)
		} else if binary.BigEndian.Uint64(at[idSize:]) != 0 && get(c.tx, bucketHistory, at) == nil {
			c.problem("undo: a change of action %d is not in the history", binary.BigEndian.Uint64(key))
		}
		return c.ctx.Err()
	})
	if err != nil {
		return err
	}
	return c.tx.Bucket([]byte(bucketAction)).ForEach(func(id, seq []byte) error {
		if get(c.tx, bucketUndo, seq) == nil {
			c.problem("undo: action %x is not there", id)
		}
		return nil
	})
}
