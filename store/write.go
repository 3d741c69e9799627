package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// maxReported bounds the records and lines that Done and News carry.
const maxReported = 1000

// Do commits an action: all of its edits, or none. An action id that was done
// before gives what it did then, with its records as they are now, and changes
// nothing. Errors wrap ErrInvalid, ErrConflict, ErrNotFound, ErrFull, ErrReadOnly.
func (s *Store) Do(ctx context.Context, a Action) (Done, News, error) {
	return s.perform(ctx, a, false)
}

// DoMore is Do for actions too big for one transaction: further calls with the
// same id add to the action, and one undo takes all of it back. It is not the same
// done twice: who calls again must know what is in. ErrConflict when the action
// was undone meanwhile.
func (s *Store) DoMore(ctx context.Context, a Action) (Done, News, error) {
	return s.perform(ctx, a, true)
}

// Try says what Do would do, and changes nothing.
func (s *Store) Try(ctx context.Context, a Action) (Done, error) {
	s = s.As(s.by)
	s.trial = true
	done, _, err := s.perform(ctx, a, true)
	return done, err
}

// errTrial ends a transaction that is only tried.
var errTrial = errors.New("only tried")

func (s *Store) perform(ctx context.Context, a Action, more bool) (Done, News, error) {
	if a.ID.IsZero() {
		a.ID = s.ids.New()
	}
	var done Done
	var news News
	now := s.now()
	drafts := s.draftAll(a.Edits, value.At(now))
	err := s.update(ctx, func(tx *bbolt.Tx) error {
		if err := dropDraft(tx, a.Draft); err != nil {
			return err
		}
		w := s.newWrite(tx, now)
		w.search = a.Duplicates
		before, found, err := findEntry(tx, a.ID)
		switch {
		case err != nil:
			return err
		case found && !more:
			done, err = before.result(tx)
			return err
		case found && before.Applied < before.Rows:
			return fmt.Errorf("%w: the action was undone", ErrConflict)
		case found:
			w.entry = before
		default:
			w.entry = entry{ID: a.ID, Label: a.Label, By: s.by, At: w.at}
		}
		for i, e := range a.Edits {
			if i%100 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if err := w.edit(e, drafts[i]); err != nil {
				return err
			}
		}
		if !found && len(w.undo) > 0 {
			if err := dropUndone(tx); err != nil {
				return err
			}
		}
		if done, err = w.commit(); err != nil {
			return err
		}
		news = w.news()
		if s.trial {
			return errTrial
		}
		return nil
	})
	if err != nil && !errors.Is(err, errTrial) {
		return Done{}, News{}, fmt.Errorf("%s: %w", nameOf(a.Label), err)
	}
	return done, news, nil
}

func nameOf(label string) string {
	if label == "" {
		return "changing records"
	}
	return label
}

// write is one write transaction: what was read, what is to be written.
type write struct {
	s     *Store
	tx    *bbolt.Tx
	now   time.Time
	at    value.Instant
	entry entry // of the action that the changes belong to
	base  uint64

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
	search     bool           // for duplicates of the records that are made
	duplicates int
	alike      []DuplicatePair
	lastID     *model.ID
	clock      uint64
	lastOp     uint64
	lastChange uint64
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
}

func (s *Store) newWrite(tx *bbolt.Tx, now time.Time) *write {
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

// change replaces a record by what a change makes of it, and writes down the
// change: in the history, in the outbox, and for undo.
func (w *write) change(t *touched, after model.Record, c model.Change, back model.Set) (seq uint64, err error) {
	if err := w.writeMade(t); err != nil {
		return 0, err
	}
	if !t.changed {
		t.changed = true
		w.order = append(w.order, t)
	}
	t.current, t.row = after, nil
	w.follows(t)
	data, err := encode(past{Change: c, Back: back, N: w.lastOp})
	if err != nil {
		return 0, fmt.Errorf("encoding the change of %s %s: %w", c.Kind, c.Record, err)
	}
	w.history[string(historyKey(t.number, w.lastChange))] = data
	return w.lastChange, nil
}

// follows gives the next change its numbers and puts it into the outbox.
func (w *write) follows(t *touched) {
	w.lastOp++
	w.lastChange++
	w.clock = nextClock(w.clock, w.now)
	if n := len(w.ops); n > 0 && w.ops[n-1].goesOn(w.lastOp, t.number, w.lastChange, w.clock) {
		w.ops[n-1].count++
	} else {
		w.ops = append(w.ops, opRun{w.lastOp, t.number, w.lastChange, w.clock, 1})
	}
	w.counts.add(bucketOutbox, nil, 1)
}

// wasMade notes that the last change made a record.
func (w *write) wasMade(t *touched) {
	t.changed = true
	w.order = append(w.order, t)
	w.addUndoRow(t.number, w.lastChange)
	if n := len(w.made); n > 0 {
		last := &w.made[n-1]
		i := uint64(last.count)
		if last.first+number(i) == t.number && last.seq+i == w.lastChange && last.n+i == w.lastOp {
			last.count++
			return
		}
	}
	w.made = append(w.made, made{first: t.number, count: 1, seq: w.lastChange, n: w.lastOp, base: w.base, id: w.s.ids.New()})
}

// writeMade writes down how a record was made, before it is changed for the first
// time.
func (w *write) writeMade(t *touched) error {
	if t.written {
		return nil
	}
	t.written = true
	var run made
	switch {
	case t.made:
		at, found := slices.BinarySearchFunc(w.made, t.number, func(m made, n number) int { return cmp.Compare(m.first, n) })
		if !found {
			at--
		}
		run = w.made[at]
	case hasHistory(w.tx, t.number):
		return nil
	default:
		var err error
		if run, err = madeAt(w.tx, t.number); err != nil {
			return err
		}
	}
	p := run.past(t.number, t.current)
	var err error
	if p.Body, err = model.EncodeCBOR(t.current); err != nil {
		return err
	}
	p.Change.Set, p.Back = nil, nil
	data, err := encode(p)
	if err != nil {
		return fmt.Errorf("encoding how %s %s was made: %w", t.kind, p.Change.Record, err)
	}
	w.history[string(historyKey(t.number, p.seq))] = data
	return nil
}

// nextClock gives the next hybrid logical clock: 48 bits of milliseconds, 16
// bits that count within one. It never goes back, whatever the wall clock does.
func nextClock(last uint64, now time.Time) uint64 {
	return max(last+1, uint64(max(now.UnixMilli(), 0))<<16)
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

// turnAll puts the keys of every changed record in the place of those it had, and
// writes the records.
func (w *write) turnAll() error {
	workers := 1
	if len(w.order) >= worthSharing {
		workers = runtime.GOMAXPROCS(0)
	}
	for _, t := range w.order {
		if t.made {
			w.newRecords = append(w.newRecords, t.current)
		}
	}
	scoring := w.scoring()
	collectors := make([]*collector, workers)
	rows := make([]numberedRow, len(w.order))
	errs := make([]error, workers)
	eachInParallel(workers, func(worker int) {
		c := newCollector()
		collectors[worker] = c
		from, to := len(w.order)*worker/workers, len(w.order)*(worker+1)/workers
		for i := from; i < to && errs[worker] == nil; i++ {
			rows[i], errs[worker] = w.order[i].turn(c, scoring)
		}
	})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b numberedRow) int { return cmp.Compare(a.number, b.number) })
	records := w.tx.Bucket([]byte(bucketRecord))
	records.FillPercent = fullPages
	if err := putRows(records, rows); err != nil {
		return err
	}
	all := batches(collectors)
	if w.search {
		var err error
		if w.duplicates, w.alike, err = w.duplicatesIn(all); err != nil {
			return err
		}
	}
	if err := writeBatches(w.tx, all, w.counts); err != nil {
		return err
	}
	for _, b := range all {
		switch b.set {
		case setDup:
			w.s.seen.wrote(b.sorted)
		case setIdentity:
			w.s.origins.wrote(b.sorted)
		}
	}
	for _, c := range collectors {
		c.free()
	}
	if len(w.order) >= worthSharing {
		w.s.file.unmapRead(w.tx)
	}
	return nil
}

// turn collects what changes in the sets by a record, and gives its row.
func (t *touched) turn(c *collector, scoring model.ScoreContext) (numberedRow, error) {
	is := stored{number: t.number, record: t.current, scored: t.scored}
	if t.row == nil {
		is.scored = scoreOf(t.current, scoring)
		var err error
		if t.row, err = encodeRow(t.current, is.scored); err != nil {
			return numberedRow{}, err
		}
	}
	if t.stored == nil {
		c.made(is)
	} else {
		c.turned(stored{number: t.number, record: t.stored, scored: t.before}, is)
	}
	return numberedRow{t.number, t.row}, nil
}

// worthSharing is how many pieces of work pay for goroutines.
const worthSharing = 64

// inParallel calls do with 0 to n-1, several at a time when there are many.
func inParallel(n int, do func(i int)) {
	if n < worthSharing {
		for i := range n {
			do(i)
		}
		return
	}
	eachInParallel(n, do)
}

// eachInParallel calls do with 0 to n-1, as many at a time as there are cores.
func eachInParallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
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
	news := News{By: w.s.by, Label: w.entry.Label, Action: w.entry.ID}
	kinds := map[model.Kind]bool{}
	for _, t := range w.order {
		if !kinds[t.kind] {
			kinds[t.kind] = true
			news.Kinds = append(news.Kinds, t.kind)
		}
		if len(news.Records) < maxReported {
			news.Records = append(news.Records, t.current.Header().ID)
		} else {
			news.All = true
		}
	}
	return news
}
