package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// LogPage is a page of the log: the entries behind the desk's cursor, and the cursor
// behind them.
type LogPage struct {
	Entries []causal.Entry
	Cursor  causal.Cursor
	Head    uint64 // the end of the log
}

// ErrOutOfOrder is what Fold says of a page that does not go on from the desk's cursor.
var ErrOutOfOrder = errors.New("the page does not follow what was read of the log")

// Fold takes in a page of the log, and moves the cursor with it, in one transaction.
// Records become what the log says with the desk's own changes on top.
func (s *Store) Fold(ctx context.Context, page LogPage) (News, error) {
	news, err := s.folding(ctx, func(f *folding) error { return f.entries(ctx, page) })
	if err != nil {
		return News{}, fmt.Errorf("taking in entries of the log: %w", err)
	}
	return news, nil
}

// folding lets do take something in, shows the records that it is about, and writes all
// of it down, in one transaction. ErrOutOfOrder when the desk knows no server.
func (s *Store) folding(ctx context.Context, do func(*folding) error) (News, error) {
	var news News
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return errors.Join(err, ErrOutOfOrder)
		}
		f := s.newFolding(tx, l, now)
		if err := do(f); err != nil {
			return err
		}
		if err := f.showAll(); err != nil {
			return err
		}
		news, err = f.end()
		return err
	})
	return news, err
}

// folding is a page of the log, or of a snapshot, on its way into the file.
type folding struct {
	w       *write
	l       *Link
	forked  bool      // it was when this began
	snap    *Snapshot // that the page is of, also of the last one
	records map[model.ID]*foldedRecord
	order   []*foldedRecord
}

// foldedRecord is a record that a page says something of.
type foldedRecord struct {
	id      model.ID
	number  number
	there   bool // the file has it
	state   *causal.State
	changes []causal.Entry // by others
	lost    *causal.State  // what the server has no more of
	plain   bool           // nobody but this desk has written to it: it is shown as it was

	made    model.Record // what is shown of a record that the file does not have
	madeErr error
}

func (s *Store) newFolding(tx *transaction, l *Link, now time.Time) *folding {
	return &folding{w: s.newWrite(tx, now), l: l, forked: l.Forked, records: map[model.ID]*foldedRecord{}}
}

// record gives a record by its id, with its state as it was folded so far.
func (f *folding) record(id model.ID, kind model.Kind) (*foldedRecord, error) {
	if r, ok := f.records[id]; ok {
		return r, nil
	}
	r := &foldedRecord{id: id}
	var err error
	if r.number, r.there, err = numberOf(f.w.tx, id); err != nil {
		return nil, err
	}
	if r.there && kind == "" {
		is, err := readStored(f.w.tx, r.number)
		if err != nil {
			return nil, err
		}
		kind = is.record.Kind()
	}
	if r.there {
		r.state, err = readShadow(f.w.tx, r.number, kind, id)
	} else {
		r.state, err = readAnswered(f.w.tx, id)
	}
	if err != nil {
		return nil, err
	}
	f.records[id] = r
	f.order = append(f.order, r)
	return r, nil
}

func (f *folding) entries(ctx context.Context, page LogPage) error {
	seq := f.l.Cursor.Seq
	for _, e := range page.Entries {
		if seq++; e.Seq != seq {
			return fmt.Errorf("%w: entry %d where %d is due", ErrOutOfOrder, e.Seq, seq)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		own, err := f.own(e)
		if err == nil && !own && e.Device == f.l.Device && e.N > f.l.Folded {
			err = f.l.fork(f.w.tx) // a copy goes on as the same device
		}
		if err != nil {
			return err
		}
		if err := f.fold(e, own); err != nil {
			return err
		}
	}
	if seq != page.Cursor.Seq {
		return fmt.Errorf("%w: a cursor at %d behind entry %d", ErrOutOfOrder, page.Cursor.Seq, seq)
	}
	return f.moveTo(page)
}

func (f *folding) fold(e causal.Entry, own bool) error {
	r, err := f.record(e.Record, e.Kind)
	if err != nil {
		return err
	}
	f.before(r, e.Kind, own && e.Device == f.l.Device && !redated(e))
	causal.Fold(r.state, &causal.Stamp{At: e.At, By: e.By}, e.Seq, e.Effects)
	if !own {
		r.changes = append(r.changes, e)
	}
	for _, on := range e.On {
		answered, err := f.record(on.Record, "")
		if err != nil {
			return err
		}
		answered.plain = false
		causal.Fold(answered.state, nil, e.Seq, on.Effects)
	}
	return nil
}

// before prepares a record for an entry. One of this desk's alone is shown as it was, unless
// an earlier one is in quarantine: the record is then made by what lay over that. What a copy
// of the desk brought to the log is not the desk's alone: the server takes it to be unseen.
func (f *folding) before(r *foldedRecord, kind model.Kind, own bool) {
	r.plain = own && (r.plain || len(r.state.Registers) == 0)
	if !r.state.Made {
		r.state.Kind = kind
		r.plain = r.plain && isEmptyBucket(f.w.tx, bucketQuarantine)
	}
}

// mostRedated is how far the time of an entry may be behind its clock when it has the time
// that its author gave it.
const mostRedated = time.Hour

// redated reports whether the server may have given an entry another time than its author
// did, whose clock was far ahead.
func redated(e causal.Entry) bool {
	return value.Instant(e.Clock>>16) > value.At(e.At.Time().Add(mostRedated))
}

// own reports whether an entry is a change of this desk's. One whose reply was lost
// is known to be taken by that.
func (f *folding) own(e causal.Entry) (bool, error) {
	if op, waits, err := opAt(f.w.tx, e.N); err != nil {
		return false, err
	} else if waits && e.Device == f.l.Device {
		id, err := changeID(f.w.tx, op)
		if err != nil || id != e.ID {
			return false, err
		}
		f.l.Sent = max(f.l.Sent, e.N)
		return true, f.w.took([]Took{{N: e.N, Seq: e.Seq}})
	}
	ack, ok, err := f.ackOf(e.Seq)
	if err != nil || !ok {
		return false, err
	}
	id, err := changeID(f.w.tx, ack.opRun)
	return err == nil && id == e.ID, err
}

// ackOf gives the own change that the server said to be an entry, among those that
// are not folded yet. Entries come in the order of the counters, but for changes that
// another copy of this desk had sent.
func (f *folding) ackOf(seq uint64) (ackRun, bool, error) {
	c := f.w.tx.Bucket([]byte(bucketAcked)).Cursor()
	key, raw := floorKey(c, seqKey(f.l.Folded+1))
	if key == nil {
		key, raw = c.First()
	}
	for ; key != nil; key, raw = c.Next() {
		r, err := decodeAck(key, raw)
		if err != nil {
			return ackRun{}, false, err
		}
		if seq-r.taken < uint64(r.count) {
			return r.part(seq-r.taken, 1), true, nil
		}
		if r.taken > seq {
			return ackRun{}, false, nil
		}
	}
	return ackRun{}, false, nil
}

// moveTo puts the cursor behind the page. Own changes that the server said to be
// entries up to there, and are others, it has lost: they are sent again.
func (f *folding) moveTo(page LogPage) error {
	if err := f.findLost(page); err != nil {
		return err
	}
	f.l.Cursor, f.l.Head = page.Cursor, page.Head
	if err := f.w.advance(f.l); err != nil {
		return err
	}
	return f.w.point(page.Cursor)
}

func (f *folding) findLost(page LogPage) error {
	ids := make(map[uint64]model.ID, len(page.Entries))
	for _, e := range page.Entries {
		ids[e.Seq] = e.ID
	}
	for n := f.l.Folded + 1; n <= f.w.lastOp; n++ {
		ack, ok, err := ackAt(f.w.tx, n)
		if err != nil {
			return err
		}
		if !ok {
			if _, waits, err := opAt(f.w.tx, n); err != nil || waits {
				return err
			}
			continue
		}
		lost := ack.taken > page.Head
		if id, here := ids[ack.taken]; here {
			own, err := changeID(f.w.tx, ack.opRun)
			if err != nil {
				return err
			}
			lost = own != id
		}
		if lost {
			f.l.Sent = min(f.l.Sent, n-1)
			return errors.Join(f.w.giveBack(n), f.l.wroteUpTo(f.w.tx, n-1))
		}
	}
	return nil
}

// end writes down what was collected.
func (f *folding) end() (News, error) {
	if err := writeLink(f.w.tx, f.l); err != nil {
		return News{}, err
	}
	if err := f.w.turnAll(); err != nil {
		return News{}, err
	}
	if err := f.w.apply(); err != nil {
		return News{}, err
	}
	news := f.w.news()
	news.By, news.Label = "", labelSync
	for _, r := range f.order {
		if len(r.changes) > 0 {
			news.By = r.changes[len(r.changes)-1].By
		}
	}
	return news, nil
}

// labelSync is what News calls what came from the server.
const labelSync = "sync"
