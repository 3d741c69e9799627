package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
)

// Schema 1 had a bbolt row for every key of every index, records by id, and the
// score in a row of its own. A file of it is written anew in batches; its buckets
// that are not derived are these, beside meta, undo, action and draft.
const (
	v1Excerpt    = "excerpt" // record id → name of the kind behind its length, excerpt in CBOR
	v1ViewPrefix = "view/"   // and the kind: record id → record in CBOR
	v1History    = "history" // record id, seq → past
	v1Outbox     = "outbox"  // n → record id, seq, clock
	v1UndoRows   = "undo-rows"
)

// v1Batch is how many records one transaction takes over.
const v1Batch = 4000

// v1Reader takes a file of schema 1 over into a new one.
type v1Reader struct {
	ctx      context.Context
	from     *transaction
	to       *Store
	progress func(done, total int64)

	done, total int64
}

func (v *v1Reader) run() error {
	v.total = int64(readNumber(v.from, keyHistory))
	for _, part := range []func() error{v.plain, v.records, v.outbox, v.undoRows} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// plain copies the buckets that stay as they are.
func (v *v1Reader) plain() error {
	return v.to.update(v.ctx, func(tx *transaction) error {
		for _, name := range append(slices.Clone(plainBuckets), bucketDraft) {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		for _, name := range []string{bucketMeta, bucketUndo, bucketAction, bucketDraft} {
			from := v.from.Bucket([]byte(name))
			if from == nil {
				continue
			}
			if err := from.ForEach(tx.Bucket([]byte(name)).Put); err != nil {
				return err
			}
		}
		return nil
	})
}

// records gives every record its number in the order of the ids, which is that of
// creation.
func (v *v1Reader) records() error {
	c := v.from.Bucket([]byte(v1Excerpt)).Cursor()
	key, raw := c.First()
	for key != nil {
		err := v.to.update(v.ctx, func(tx *transaction) error {
			b := &v1RecordBatch{v1Reader: v, tx: tx, c: newCollector(), next: number(readNumber(tx, keyRecords)), history: map[string][]byte{}}
			for ; key != nil && len(b.rows) < v1Batch; key, raw = c.Next() {
				if err := b.take(key, raw); err != nil {
					return fmt.Errorf("record %x: %w", key, err)
				}
			}
			return b.write()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// v1RecordBatch is what one transaction takes over.
type v1RecordBatch struct {
	*v1Reader
	tx      *transaction
	c       *collector
	next    number
	rows    []numberedRow
	made    []made
	history map[string][]byte
}

func (b *v1RecordBatch) take(id, excerpt []byte) error {
	if len(excerpt) == 0 || len(excerpt) < 1+int(excerpt[0]) || len(id) != idSize {
		return errRecord
	}
	kind, rest := model.Kind(excerpt[1:1+excerpt[0]]), excerpt[1+excerpt[0]:]
	var e model.Excerpt
	if err := decode(rest, &e); err != nil {
		return err
	}
	r, err := model.DecodeCBOR(kind, get(b.from, v1ViewPrefix+string(kind), id))
	if err != nil {
		return err
	}
	is := stored{number: b.next, record: r}
	if lead, ok := r.(*model.Lead); ok {
		scoring := b.to.scoring()
		scoring.Now = e.ScoredAt.Time()
		is.scored = scored{e.Score, e.ScoredAt, model.NextScoreChange(lead, scoring)}
	}
	row, err := encodeRow(r, is.scored)
	if err != nil {
		return err
	}
	b.next++
	b.rows = append(b.rows, numberedRow{is.number, row})
	b.c.made(is)
	return b.takeHistory(is)
}

// takeHistory takes over the changes of a record.
func (b *v1RecordBatch) takeHistory(is stored) error {
	id := is.record.Header().ID
	var all []past
	c := b.from.Bucket([]byte(v1History)).Cursor()
	for key, raw := c.Seek(id[:]); len(key) == idSize+8 && bytes.Equal(key[:idSize], id[:]); key, raw = c.Next() {
		var p past
		if err := decode(raw, &p); err != nil {
			return err
		}
		p.seq = binary.BigEndian.Uint64(key[idSize:])
		all = append(all, p)
		b.done++
	}
	if len(all) == 0 || !all[0].Created {
		return fmt.Errorf("%w: its history does not begin with how it was made", errRecord)
	}
	first := all[0]
	b.made = append(b.made, made{first: is.number, count: 1, seq: first.seq, n: first.N, base: first.Change.Base, id: first.Change.ID})
	if len(all) == 1 && sameChange(first.Change, b.made[len(b.made)-1].past(is.number, is.record).Change) {
		return nil
	}
	for _, p := range all {
		raw, err := encode(p)
		if err != nil {
			return err
		}
		b.history[string(historyKey(is.number, p.seq))] = raw
	}
	return nil
}

func sameChange(a, b model.Change) bool {
	return a.ID == b.ID && a.At == b.At && a.By == b.By && a.Base == b.Base && maps.EqualFunc(a.Set, b.Set, sameJSON)
}

func (b *v1RecordBatch) write() error {
	if err := putRecords(b.tx, b.rows, b.c); err != nil {
		return err
	}
	for _, m := range b.made {
		if err := b.tx.Bucket([]byte(bucketMade)).Put(m.first.key(), m.encode()); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(b.history)) {
		if err := b.tx.Bucket([]byte(bucketHistory)).Put([]byte(key), b.history[key]); err != nil {
			return err
		}
	}
	if b.progress != nil {
		b.progress(b.done, max(b.total, b.done))
	}
	return putNumber(b.tx.Bucket([]byte(bucketMeta)), keyRecords, uint64(b.next))
}

// v1Run is a row that names a change of a record, and what goes with it.
type v1Run struct {
	key  []byte
	id   model.ID
	seq  uint64
	more uint64
}

// eachChange reads rows of a bucket whose values begin with a record's id and a
// place in its history, in batches.
func (v *v1Reader) eachChange(bucket string, yield func(tx *transaction, batch []v1Run) error) error {
	c := v.from.Bucket([]byte(bucket)).Cursor()
	key, raw := c.First()
	for key != nil {
		var batch []v1Run
		for ; key != nil && len(batch) < v1Batch; key, raw = c.Next() {
			if len(raw) < idSize+8 {
				return fmt.Errorf("%s: damaged at %x", bucket, key)
			}
			run := v1Run{key: key, id: model.ID(raw[:idSize]), seq: binary.BigEndian.Uint64(raw[idSize:])}
			if len(raw) >= idSize+16 {
				run.more = binary.BigEndian.Uint64(raw[idSize+8:])
			}
			batch = append(batch, run)
		}
		if err := v.to.update(v.ctx, func(tx *transaction) error { return yield(tx, batch) }); err != nil {
			return err
		}
	}
	return nil
}

func (v *v1Reader) outbox() error {
	return v.eachChange(v1Outbox, func(tx *transaction, batch []v1Run) error {
		numbers, err := numbersOf(tx, batch)
		if err != nil {
			return err
		}
		counts := newCounts()
		var runs []opRun
		for i, op := range batch {
			n := binary.BigEndian.Uint64(op.key)
			if last := len(runs) - 1; last >= 0 && runs[last].goesOn(n, numbers[i], op.seq, op.more) {
				runs[last].count++
			} else {
				runs = append(runs, opRun{n, numbers[i], op.seq, op.more, 1})
			}
			counts.add(bucketOutbox, nil, 1)
		}
		for _, r := range runs {
			if err := tx.Bucket([]byte(bucketOutbox)).Put(seqKey(r.n), r.encode()); err != nil {
				return err
			}
		}
		return counts.write(tx)
	})
}

func (v *v1Reader) undoRows() error {
	return v.eachChange(v1UndoRows, func(tx *transaction, batch []v1Run) error {
		numbers, err := numbersOf(tx, batch)
		if err != nil {
			return err
		}
		for i, row := range batch {
			run := undoRun{numbers[i], row.seq, 1}
			if err := tx.Bucket([]byte(bucketUndoRows)).Put(row.key, run.encode()); err != nil {
				return err
			}
		}
		return nil
	})
}

// numbersOf finds the numbers of the records that rows name.
func numbersOf(tx *transaction, batch []v1Run) ([]number, error) {
	order := make([]int, len(batch))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(string(batch[a].id[:]), string(batch[b].id[:])) })
	numbers := make([]number, len(batch))
	finder := newFinder(tx.Bucket([]byte(bucketIDs)))
	for _, i := range order {
		key, err := finder.firstWith(batch[i].id[:])
		if err != nil {
			return nil, err
		}
		if len(key) != idSize+numberSize {
			return nil, fmt.Errorf("%w: record %s", errOdd, batch[i].id)
		}
		numbers[i] = numberAt(key)
	}
	return numbers, nil
}
