package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"sync"
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
		if !found && len(w.rows) > 0 {
			if err := dropUndone(tx); err != nil {
				return err
			}
		}
		if done, err = w.commit(); err != nil {
			return err
		}
		news = w.news()
		return nil
	})
	if err != nil {
		return Done{}, News{}, fmt.Errorf("%s: %w", nameOf(a.Label), err)
	}
	if a.Duplicates {
		// What is in is in: not knowing its duplicates must not say otherwise.
		done.Duplicates, _ = s.countDuplicates(ctx, drafts)
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
	rows    [][]byte   // of bucketUndoRows, not yet numbered
	puts    *puts

	clock, outbox, history uint64
	context                *model.ScoreContext
}

// touched is a record that the transaction reads or changes.
type touched struct {
	kind    model.Kind
	stored  model.Record // nil when it is not there yet
	current model.Record
	changed bool
}

func (s *Store) newWrite(tx *bbolt.Tx, now time.Time) *write {
	return &write{
		s: s, tx: tx, now: now, at: value.At(now), base: readNumber(tx, keyBase),
		records: map[model.ID]*touched{}, puts: newPuts(),
		clock: readNumber(tx, keyClock), outbox: readNumber(tx, keyOutbox), history: readNumber(tx, keyHistory),
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
	is := kindOf(w.tx, id)
	if is == "" || kind != "" && is != kind {
		return nil, fmt.Errorf("%s %s: %w", orRecord(kind), id, ErrNotFound)
	}
	r, err := readRecord(w.tx, is, id)
	if err != nil {
		return nil, err
	}
	t := &touched{kind: is, stored: r, current: r}
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
	if !t.changed {
		t.changed = true
		w.order = append(w.order, t)
	}
	created := t.current == nil
	t.current = after

	w.outbox++
	w.history++
	w.clock = nextClock(w.clock, w.now)
	data, err := encode(past{Change: c, Back: back, N: w.outbox, Created: created})
	if err != nil {
		return 0, fmt.Errorf("encoding the change of %s %s: %w", c.Kind, c.Record, err)
	}
	w.puts.set(bucketHistory, historyKey(c.Record, w.history), data)
	op := make([]byte, 0, outboxSize)
	op = append(op, c.Record[:]...)
	op = binary.BigEndian.AppendUint64(op, w.history)
	op = binary.BigEndian.AppendUint64(op, w.clock)
	w.puts.set(bucketOutbox, binary.BigEndian.AppendUint64(nil, w.outbox), op)
	w.puts.count(bucketOutbox, nil, 1)
	return w.history, nil
}

// outboxSize: record id, sequence number in the history, hybrid logical clock.
const outboxSize = idSize + 8 + 8

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
	done := Done{Action: w.entry.ID, Label: w.entry.Label, Changed: len(w.order)}
	for _, t := range w.order[:min(len(w.order), maxReported)] {
		done.Records = append(done.Records, t.current)
	}
	return done, nil
}

// turnAll puts the rows of every changed record in the place of those it had.
func (w *write) turnAll() error {
	turns := make([]turn, len(w.order))
	for i, t := range w.order {
		turns[i].touched = t
		if t.stored == nil {
			continue
		}
		var err error
		if turns[i].excerpt, err = readExcerpt(w.tx, t.stored.Header().ID); err != nil {
			return err
		}
	}
	scoring := w.scoring()
	inParallel(len(turns), func(i int) { turns[i].work(scoring) })
	for _, t := range turns {
		if t.err != nil {
			return t.err
		}
		w.puts.turn(t.before, t.after)
	}
	return nil
}

// turn is the work of one changed record.
type turn struct {
	*touched
	excerpt       model.Excerpt // as stored
	before, after []row
	err           error
}

func (t *turn) work(scoring model.ScoreContext) {
	if t.stored != nil {
		if t.before, t.err = rowsOf(t.stored, t.excerpt); t.err != nil {
			return
		}
	}
	t.after, t.err = rowsOf(t.current, model.ExcerptOf(t.current, scoring))
}

// worthSharing is how many pieces of work pay for goroutines.
const worthSharing = 64

// inParallel calls do with 0 to n-1, several at a time when there are many.
func inParallel(n int, do func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	if n < worthSharing || workers == 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := worker; i < n; i += workers {
				do(i)
			}
		})
	}
	wg.Wait()
}

// apply writes the rows and the counters of the file.
func (w *write) apply() error {
	if err := w.puts.apply(w.tx); err != nil {
		return err
	}
	meta := w.tx.Bucket([]byte(bucketMeta))
	for _, number := range []struct {
		key string
		n   uint64
	}{{keyClock, w.clock}, {keyOutbox, w.outbox}, {keyHistory, w.history}} {
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
