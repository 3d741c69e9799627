package store

import (
	"context"
	"errors"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// Took is what became of an op at the server: its entry, or why there is none.
type Took struct {
	N      uint64
	Seq    uint64 // 0 when it was not taken
	Code   string
	Reason string
}

// CodeWaits says of a change in quarantine that it waits for the one that makes its
// record.
const CodeWaits = "waits"

// Took notes what became of ops: each goes from the outbox to those that the server
// took, or into quarantine. What is no longer in the outbox is left as it is. sent is
// the last counter that the server has, end is where its log ends, zero when it did not say.
func (s *Store) Took(ctx context.Context, took []Took, sent uint64, end causal.Cursor) (News, error) {
	var news News
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		f := s.newFolding(tx, l, now)
		if err := f.took(took); err != nil {
			return err
		}
		l.Sent, l.Head = max(l.Sent, sent), max(l.Head, end.Seq)
		if end.Seq > l.Known.Seq && !end.Epoch.IsZero() {
			l.Known = end
		}
		if err := f.w.advance(l); err != nil {
			return err
		}
		if err := f.showAll(); err != nil {
			return err
		}
		news, err = f.end()
		return err
	})
	if err != nil {
		return News{}, fmt.Errorf("noting what the server took: %w", err)
	}
	return news, nil
}

// errOtherLog says that the server's log is another one than was worked out here.
var errOtherLog = errors.New("the log is another one")

// TookNext is Took of ops that are the next entries of the log behind the desk's
// cursor: what the server made of them is worked out here, and need not be read back.
// line writes an entry as the log has it. False, and nothing is done, when that does
// not lead to the cursor that the server gives.
func (s *Store) TookNext(ctx context.Context, ops []causal.Op, took []Took, to causal.Cursor, line func(causal.Entry) []byte) (News, bool, error) {
	var news News
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		if l.Forked || !l.whole() || len(ops) == 0 || len(took) != len(ops) || to.Seq != l.Cursor.Seq+uint64(len(ops)) {
			return errOtherLog
		}
		f := s.newFolding(tx, l, now)
		if err := f.next(ops, took, to, line); err != nil {
			return err
		}
		l.Sent = max(l.Sent, ops[len(ops)-1].N)
		if err := f.moveTo(LogPage{Cursor: to, Head: max(l.Head, to.Seq)}); err != nil {
			return err
		}
		if err := f.showAll(); err != nil {
			return err
		}
		news, err = f.end()
		return err
	})
	if errors.Is(err, errOtherLog) {
		return News{}, false, nil
	}
	if err != nil {
		return News{}, false, fmt.Errorf("noting what the server took: %w", err)
	}
	return news, true, nil
}

// next does to the states what the server did to them.
func (f *folding) next(ops []causal.Op, took []Took, to causal.Cursor, line func(causal.Entry) []byte) error {
	hash := f.l.Cursor.Hash
	for i, op := range ops {
		seq := f.l.Cursor.Seq + 1 + uint64(i)
		if took[i].N != op.N || took[i].Seq != seq {
			return errOtherLog
		}
		r, err := f.record(op.Record, op.Kind)
		if err != nil {
			return err
		}
		f.before(r, op.Kind, true)
		e := causal.Entry{
			Seq: seq, ID: op.ID, Device: op.Device, N: op.N, Clock: op.Clock, At: op.At, By: op.By, Kind: op.Kind, Record: op.Record,
			Effects: causal.Apply(r.state, op, seq, f.l.Lineage),
		}
		for _, id := range op.Threads {
			if id == op.Record {
				continue
			}
			answered, err := f.record(id, "")
			if err != nil {
				return err
			}
			answered.plain = false
			e.On = append(e.On, causal.On{Record: id, Effects: causal.Answer(answered.state, op, seq, f.l.Lineage)})
		}
		hash = hash.Next(line(e))
	}
	if hash != to.Hash {
		return errOtherLog
	}
	return f.w.took(took)
}

// took notes what became of ops. One that was folded before its reply came, as
// somebody else's, is not laid on top any more.
func (f *folding) took(took []Took) error {
	for _, t := range took {
		if t.Seq == 0 || t.Seq > f.l.Cursor.Seq {
			continue
		}
		op, waits, err := opAt(f.w.tx, t.N)
		if err != nil {
			return err
		}
		if !waits {
			continue
		}
		is, err := readStored(f.w.tx, op.number)
		if err != nil {
			return err
		}
		if _, err := f.record(is.record.Header().ID, is.record.Kind()); err != nil {
			return err
		}
	}
	return f.w.took(took)
}

func (w *write) took(took []Took) error {
	for i := 0; i < len(took); {
		// What lies together in the log is one run.
		j := i + 1
		for j < len(took) && took[i].Seq > 0 && took[j].N == took[j-1].N+1 && took[j].Seq == took[j-1].Seq+1 {
			j++
		}
		runs, err := w.takeOps(took[i].N, took[j-1].N)
		if err != nil {
			return err
		}
		for _, r := range runs {
			if took[i].Seq == 0 {
				err = w.confineAll(r, took[i])
			} else {
				err = putAck(w.tx, ackRun{r, took[i].Seq + r.n - took[i].N, uint64(w.at)})
			}
			if err != nil {
				return err
			}
		}
		i = j
	}
	return nil
}

// confineAll puts an op into quarantine and, when it makes its record, all that waits
// of the record.
func (w *write) confineAll(r opRun, why Took) error {
	p, err := pastOf(w.tx, r)
	if err != nil {
		return err
	}
	if err := w.confine(r, p, why.Code, why.Reason); err != nil || !p.Created {
		return err
	}
	var waits []uint64
	err = eachPast(w.tx, r.number, func(p past) error {
		if p.N > r.n {
			waits = append(waits, p.N)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range waits {
		runs, err := w.takeOps(n, n)
		if err != nil {
			return err
		}
		for _, r := range runs {
			p, err := pastOf(w.tx, r)
			if err != nil {
				return err
			}
			if err := w.confine(r, p, CodeWaits, "it waits for the change that makes the record"); err != nil {
				return err
			}
		}
	}
	return nil
}

// advance moves the mark up to which own changes are in what was folded.
func (w *write) advance(l *Link) error {
	for n := l.Folded + 1; n <= w.lastOp; n++ {
		if _, waits, err := opAt(w.tx, n); err != nil || waits {
			return err
		}
		ack, ok, err := ackAt(w.tx, n)
		if err != nil {
			return err
		}
		if ok && ack.taken > l.Cursor.Seq {
			return nil
		}
		l.Folded = n
	}
	return nil
}

// ForgetTaken drops what the server took before a moment, and gives how much. A
// server that is restored from a backup older than that does not get it again.
func (s *Store) ForgetTaken(ctx context.Context, before value.Instant) (int, error) {
	all := 0
	for {
		n, more, err := s.forgetSome(ctx, before)
		if all += n; err != nil {
			return all, fmt.Errorf("forgetting what the server took: %w", err)
		}
		if !more {
			return all, nil
		}
	}
}

// forgetRows bounds the rows that are dropped in one go, so that others' changes get in
// between.
const forgetRows = 5000

func (s *Store) forgetSome(ctx context.Context, before value.Instant) (n int, more bool, err error) {
	err = s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		b, rows := tx.Bucket([]byte(bucketAcked)), 0
		c := b.Cursor()
		for key, raw := c.First(); key != nil; key, raw = c.Next() {
			r, err := decodeAck(key, raw)
			if err != nil {
				return err
			}
			if r.at >= uint64(before) || r.n+uint64(r.count)-1 > l.Folded {
				return nil
			}
			if rows++; rows > forgetRows {
				more = true
				return nil
			}
			if err := b.Delete(key); err != nil {
				return err
			}
			n += int(r.count)
		}
		return nil
	})
	return n, more, err
}

// changeID gives the id of a change without reading the record that it made.
func changeID(tx *transaction, r opRun) (model.ID, error) {
	if m, err := madeAt(tx, r.number); err == nil && m.seq+uint64(r.number-m.first) == r.seq {
		return m.changeID(r.number), nil
	}
	p, err := pastOf(tx, r)
	return p.Change.ID, err
}
