package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Deed is what a change does to its record, in a word.
type Deed string

// The deeds. A record that was merged into another is deleted with it.
const (
	DeedCreate  Deed = "create"
	DeedEdit    Deed = "edit"
	DeedDelete  Deed = "delete"
	DeedRestore Deed = "restore"
	DeedMerge   Deed = "merge"
)

// Queued is a change that waits to be sent.
type Queued struct {
	N      uint64        `json:"n"` // its counter
	Record model.ID      `json:"record"`
	Kind   model.Kind    `json:"kind"`
	Title  string        `json:"title"` // what the record is called now
	Does   Deed          `json:"does"`
	Fields []string      `json:"fields"` // that it sets, in the order of the alphabet
	At     value.Instant `json:"at"`
	By     string        `json:"by"`
}

// QueueQuery asks for changes behind the one with the counter From, the oldest first: 0 is
// before the first. With Back it asks for those before From, of which 0 is behind the last.
type QueueQuery struct {
	From  uint64 `json:"from"`
	Back  bool   `json:"back"`
	Limit int    `json:"limit"`
}

// QueuePage is part of what waits, the oldest first.
type QueuePage struct {
	Changes []Queued `json:"changes"`
	More    bool     `json:"more"`  // there are others in the direction that was asked for
	Total   int      `json:"total"` // all that wait
}

// Queue gives a page of the changes that wait to be sent, also of a desk that knows no server
// yet. It costs what the page holds, however many wait.
func (s *Store) Queue(ctx context.Context, q QueueQuery) (QueuePage, error) {
	page := QueuePage{Changes: []Queued{}}
	err := s.read(ctx, func(tx *transaction) error {
		page.Total = int(readCount(tx, countKey(bucketOutbox, nil)))
		err := eachWaiting(tx, q.From, q.Back, func(op opRun) (bool, error) {
			if len(page.Changes) == q.Limit {
				page.More = true
				return false, nil
			}
			c, err := queued(tx, op)
			page.Changes = append(page.Changes, c)
			return err == nil, err
		})
		if err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return QueuePage{}, fmt.Errorf("reading what waits to be sent: %w", err)
	}
	if q.Back {
		slices.Reverse(page.Changes)
	}
	return page, nil
}

// eachWaiting calls yield with the ops of the outbox behind a counter, or with back those
// before it, the nearest first, until it gives false.
func eachWaiting(tx *transaction, from uint64, back bool, yield func(opRun) (bool, error)) error {
	c := tx.Bucket([]byte(bucketOutbox)).Cursor()
	for key, raw := firstWaiting(c, from, back); key != nil; key, raw = nextWaiting(c, back) {
		r, err := decodeOps(key, raw)
		if err != nil {
			return err
		}
		first, end := uint64(0), uint64(r.count)
		switch {
		case from != 0 && back:
			end = min(end, from-r.n)
		case from >= r.n:
			first = min(from+1-r.n, end)
		}
		for at := range end - first {
			i := first + at
			if back {
				i = end - 1 - at
			}
			if on, err := yield(r.part(i, 1)); err != nil || !on {
				return err
			}
		}
	}
	return nil
}

func firstWaiting(c *cursor, from uint64, back bool) (key, raw []byte) {
	switch {
	case back && from == 0:
		return c.Last()
	case back:
		if key, raw = floorKey(c, seqKey(from-1)); key == nil {
			return nil, nil
		}
		return key, raw
	}
	if key, raw = floorKey(c, seqKey(from+1)); key == nil {
		return c.First()
	}
	return key, raw
}

func nextWaiting(c *cursor, back bool) (key, raw []byte) {
	if back {
		return c.Prev()
	}
	return c.Next()
}

// queued says of an op what it does and to what.
func queued(tx *transaction, op opRun) (Queued, error) {
	p, err := pastOf(tx, op)
	if err != nil {
		return Queued{}, err
	}
	is, err := readStored(tx, op.number)
	if err != nil {
		return Queued{}, fmt.Errorf("change %d of the outbox: %w", op.n, err)
	}
	c := p.Change
	return Queued{
		N: op.n, Record: c.Record, Kind: c.Kind, Title: model.Title(is.record), Does: deedOf(p),
		Fields: slices.Sorted(maps.Keys(c.Set)), At: c.At, By: c.By,
	}, nil
}

func deedOf(p past) Deed {
	deleted, sets := p.Change.Set[model.FieldDeleted]
	into := p.Change.Set[model.FieldMergedInto]
	switch {
	case p.Created:
		return DeedCreate
	case !sets:
		return DeedEdit
	case string(deleted) != "true":
		return DeedRestore
	case len(into) > 0 && string(into) != "null":
		return DeedMerge
	}
	return DeedDelete
}
