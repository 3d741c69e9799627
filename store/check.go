package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"

	"tradedesk/model"
)

// maxProblems bounds the problems that are named one by one.
const maxProblems = 100

// Check proves the file: bbolt's own check, every key of every set from its record
// and every record from its keys, the counters, and history against outbox. It
// reads one state of the file and writes nothing; writers wait while it reads the
// pages. progress may be nil; total is about right.
func (s *Store) Check(ctx context.Context, progress func(done, total int64)) (CheckReport, error) {
	c := &checker{ctx: ctx, file: s.file, progress: progress, seed: maphash.MakeSeed(), due: map[string]*sum{}, named: map[string]bool{}}
	if err := s.checkPages(ctx, c); err != nil {
		return CheckReport{}, fmt.Errorf("checking: %w", explain(err))
	}
	pages := c.found
	err := s.read(ctx, func(tx *transaction) (err error) {
		c.tx = tx
		if c.link, err = readLink(tx); err != nil {
			c.problem("%v", err)
		}
		for _, part := range []func() error{c.records, c.sets, c.histories, c.synced, c.outbox, c.actions} {
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
	file     *boltFile
	tx       *transaction
	link     *Link // with a server; nil without
	progress func(done, total int64)
	seed     maphash.Seed

	done, total int64
	seen        int64           // records
	due         map[string]*sum // of the keys of each set that records stand for
	counters    int64           // counters that are due
	named       map[string]bool // SHA-256 of attached contents
	problems    []string
	found       int
}

// sum stands for a set of keys: two sets with one sum are the same, but for a
// chance of one in 2^64. The sum does not depend on the order, so that records are
// read in theirs and each set in its own.
type sum struct {
	keys int64
	hash uint64
}

func (c *checker) add(to *sum, key []byte) {
	to.keys++
	to.hash += maphash.Bytes(c.seed, key)
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
	if c.done%10_000 == 0 {
		c.file.unmapRead(c.tx)
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

// records adds up the keys of every record.
func (c *checker) records() error {
	given := number(readNumber(c.tx, keyRecords))
	c.total = 2 * int64(given)
	walk := newMadeWalk(c.tx)
	var g rowGroup
	next := number(0)
	err := c.tx.Bucket([]byte(bucketRecord)).ForEach(func(key, value []byte) error {
		if err := readGroup(key, value, &g); err != nil {
			c.problem("records from %x: %v", key, err)
			next = number(binary.BigEndian.Uint32(append(key, 0, 0, 0, 0)))
			return nil
		}
		if g.first != next {
			c.problem("records: %d to %d are missing", next, g.first)
		}
		for i, row := range g.rows {
			c.record(g.first+number(i), row, walk)
			if err := c.tick(); err != nil {
				return err
			}
		}
		next = g.first + number(len(g.rows))
		return nil
	})
	if next != given {
		c.problem("records: there are %d where %d numbers were given", next, given)
	}
	return err
}

func (c *checker) record(n number, row []byte, walk *madeWalk) {
	c.seen++
	is, err := decodeRow(n, row)
	if err != nil {
		c.problem("record %d: %v", n, err)
		return
	}
	eachKeyOf(is, func(of *keySet, key []byte) {
		due := c.due[of.bucket]
		if due == nil {
			due = &sum{}
			c.due[of.bucket] = due
		}
		c.add(due, key)
	})
	for _, file := range model.FilesOf(is.record) {
		if file.SHA256 != "" {
			c.named[file.SHA256] = true
		}
	}
	c.lastChange(is, walk)
}

// lastChange: a record was made in a run, and is as its newest change left it.
func (c *checker) lastChange(is stored, walk *madeWalk) {
	h := is.record.Header()
	run, ok := walk.find(is.number)
	if !ok {
		c.problem("%s: there is no change that made it", describe(is.record))
		return
	}
	if !hasHistory(c.tx, is.number) {
		return // it is as it was made
	}
	madeSeq, foundMade, newest := run.seq+uint64(is.number-run.first), false, true
	err := eachPast(c.tx, is.number, func(p past) error {
		// The log's order is not that in which its changes came here, and a server that is
		// restored may have lost the newest, of somebody else's.
		logged := get(c.tx, bucketShadow, is.number.key()) != nil || c.link != nil && p.N == 0
		if newest && p.Change.At != h.UpdatedAt && !logged {
			c.problem("%s: is of %s, its last change of %s", describe(is.record), h.UpdatedAt, p.Change.At)
		}
		newest = false
		foundMade = foundMade || p.Created && p.seq == madeSeq
		return nil
	})
	if err != nil {
		c.problem("%s: history: %v", describe(is.record), err)
	} else if !foundMade {
		c.problem("%s: its history does not say how it was made", describe(is.record))
	}
}
