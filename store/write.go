package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// write is one write transaction: what was read, what is to be written.
type write struct {
	s     *Store
	tx    *transaction
	now   time.Time
	at    value.Instant
	entry entry // of the action that the changes belong to
	base  uint64

	prepared *Prepared // the action, nil when it was not worked out before

	records map[model.ID]*touched
	order   []*touched // those that changed, in the order of their first change
	undo    []undoRun  // of the action, not yet numbered
	made    []made
	ops     []opRun
	history map[string][]byte // rows by their keys
	counts  *counts

	next       number // of the next record
	firstNew   number
	newRecords []model.Record // as they are now, from firstNew on
	quiet      bool           // undo and redo do not know of it
	steps      bool           // it is an undo or a redo, which looks at its own changes again
	search     bool           // for duplicates of the records that are made
	duplicates int
	alike      []DuplicatePair
	lastID     *model.ID
	clock      uint64
	lastOp     uint64
	lastChange uint64
	link       *Link // nil without a server
	asked      bool  // link is known
	context    *model.ScoreContext
}

// touched is a record that the transaction reads or changes.
type touched struct {
	kind    model.Kind
	number  number
	stored  model.Record // nil when it is not there yet
	current model.Record
	before  scored // as stored
	scored  scored // of a record that is made
	row     []byte // of a record that is made and not changed since
	made    bool   // it was made in this transaction
	written bool   // the change that made it is written down, or will be
	changed bool
	own     []ownChange // of this transaction, kept when the record has conflicts
	late    bool        // one of them had not seen all that was folded
}

func (s *Store) newWrite(tx *transaction, now time.Time) *write {
	return &write{
		s: s, tx: tx, now: now, at: value.At(now), base: readNumber(tx, keyBase),
		records: map[model.ID]*touched{}, history: map[string][]byte{}, counts: newCounts(),
		next: number(readNumber(tx, keyRecords)), clock: readNumber(tx, keyClock), lastOp: readNumber(tx, keyOutbox),
		lastChange: readNumber(tx, keyHistory), firstNew: number(readNumber(tx, keyRecords)),
	}
}

// scoring is asked once a transaction.
func (w *write) scoring() model.ScoreContext {
	if w.context == nil {
		c := w.s.scoring()
		w.context = &c
	}
	return *w.context
}

// load gives a record as this transaction sees it; kind "" means any.
func (w *write) load(kind model.Kind, id model.ID) (*touched, error) {
	if t, ok := w.records[id]; ok {
		if kind != "" && t.kind != kind {
			return nil, fmt.Errorf("%s %s: %w: it is a %s", kind, id, ErrNotFound, t.kind)
		}
		return t, nil
	}
	s, err := readID(w.tx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if err != nil || kind != "" && s.record.Kind() != kind {
		return nil, fmt.Errorf("%s %s: %w", orRecord(kind), id, ErrNotFound)
	}
	t := &touched{kind: s.record.Kind(), number: s.number, stored: s.record, current: s.record, before: s.scored}
	w.records[id] = t
	return t, nil
}

func orRecord(kind model.Kind) string {
	if kind == "" {
		return "record"
	}
	return string(kind)
}

// commit writes down what was collected. An action that changed nothing is kept
// too, so that doing it again is known.
func (w *write) commit() (Done, error) {
	if err := w.turnAll(); err != nil {
		return Done{}, err
	}
	w.entry.Changed += len(w.order)
	if err := w.saveEntry(&w.entry); err != nil {
		return Done{}, err
	}
	if err := w.apply(); err != nil {
		return Done{}, err
	}
	done := Done{Action: w.entry.ID, Label: w.entry.Label, Changed: len(w.order), Duplicates: w.duplicates, Alike: w.alike}
	for _, t := range w.order[:min(len(w.order), maxReported)] {
		done.Records = append(done.Records, t.current)
	}
	return done, nil
}

// apply writes the history, the outbox and the counters of the file.
func (w *write) apply() error {
	history := w.tx.Bucket([]byte(bucketHistory))
	for _, key := range slices.Sorted(maps.Keys(w.history)) {
		if err := history.Put([]byte(key), w.history[key]); err != nil {
			return err
		}
	}
	runs, ops := w.tx.Bucket([]byte(bucketMade)), w.tx.Bucket([]byte(bucketOutbox))
	for _, m := range w.made {
		if err := runs.Put(m.first.key(), m.encode()); err != nil {
			return err
		}
	}
	for _, r := range w.ops {
		if err := ops.Put(seqKey(r.n), r.encode()); err != nil {
			return err
		}
	}
	if err := w.counts.write(w.tx); err != nil {
		return err
	}
	meta := w.tx.Bucket([]byte(bucketMeta))
	for _, number := range []struct {
		key string
		n   uint64
	}{{keyClock, w.clock}, {keyOutbox, w.lastOp}, {keyHistory, w.lastChange}, {keyRecords, uint64(w.next)}} {
		if err := putNumber(meta, number.key, number.n); err != nil {
			return err
		}
	}
	return nil
}

// news says what the transaction changed.
func (w *write) news() News {
	news := News{By: w.s.by, Label: w.entry.Label, Action: w.entry.ID, Changed: make([]model.ID, 0, len(w.order))}
	kinds := map[model.Kind]bool{}
	for _, t := range w.order {
		news.Changed = append(news.Changed, t.current.Header().ID)
		if !kinds[t.kind] {
			kinds[t.kind] = true
			news.Kinds = append(news.Kinds, t.kind)
		}
		if len(news.Records) < maxReported {
			news.Records = append(news.Records, t.current.Header().ID)
		} else {
			news.All = true
		}
		news.Files = append(news.Files, model.FilesOf(t.current)...)
	}
	return news
}
