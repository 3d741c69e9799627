package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Quarantined is a change that the server did not take.
type Quarantined struct {
	N      uint64        `json:"n" cbor:"1,keyasint"`
	Record model.ID      `json:"record" cbor:"2,keyasint"`
	Kind   model.Kind    `json:"kind" cbor:"3,keyasint"`
	Number number        `json:"-" cbor:"4,keyasint"`
	Seq    uint64        `json:"-" cbor:"5,keyasint"` // in the history
	Clock  uint64        `json:"-" cbor:"6,keyasint"`
	Code   string        `json:"code" cbor:"7,keyasint"`
	Reason string        `json:"reason" cbor:"8,keyasint"`
	At     value.Instant `json:"at" cbor:"9,keyasint"`
	Made   bool          `json:"makes" cbor:"10,keyasint,omitempty"` // it makes the record
	Set    model.Set     `json:"set,omitempty" cbor:"-"`
	Title  string        `json:"title,omitempty" cbor:"-"` // what the record is called
}

func readQuarantined(tx *transaction, n uint64) (Quarantined, error) {
	raw := get(tx, bucketQuarantine, seqKey(n))
	if raw == nil {
		return Quarantined{}, fmt.Errorf("change %d: %w in quarantine", n, ErrNotFound)
	}
	var q Quarantined
	if err := decode(raw, &q); err != nil {
		return q, fmt.Errorf("reading a change in quarantine: %w", err)
	}
	return q, nil
}

// Quarantine lists the changes that the server did not take behind a number, the oldest
// first, at most limit.
func (s *Store) Quarantine(ctx context.Context, behind uint64, limit int) ([]Quarantined, error) {
	var out []Quarantined
	err := s.read(ctx, func(tx *transaction) error {
		b := tx.Bucket([]byte(bucketQuarantine))
		if b == nil {
			return nil
		}
		c := b.Cursor()
		for key, raw := c.Seek(seqKey(behind + 1)); key != nil && len(out) < limit; key, raw = c.Next() {
			var q Quarantined
			if err := decode(raw, &q); err != nil {
				return err
			}
			p, ok, err := pastAt(tx, q.Number, q.Seq)
			if err != nil {
				return err
			}
			if ok {
				q.Set = p.Change.Set
			}
			is, err := readStored(tx, q.Number)
			if err != nil {
				return err
			}
			q.Title = model.Title(is.record)
			out = append(out, q)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("reading the quarantine: %w", err)
	}
	return out, nil
}

// confine puts an op that is out of the outbox into quarantine.
func (w *write) confine(r opRun, p past, code, reason string) error {
	q := Quarantined{
		N: r.n, Record: p.Change.Record, Kind: p.Change.Kind, Number: r.number, Seq: r.seq, Clock: r.clock,
		Code: code, Reason: reason, At: w.at, Made: p.Created,
	}
	data, err := encode(q)
	if err != nil {
		return err
	}
	w.counts.add(bucketQuarantine, nil, 1)
	return w.tx.Bucket([]byte(bucketQuarantine)).Put(seqKey(r.n), data)
}

// Drop gives a change in quarantine up, with those that wait for it: the record is
// shown without it. ErrNotFound when it is not there.
func (s *Store) Drop(ctx context.Context, n uint64) (News, error) {
	return s.release(ctx, n, func(*write, *touched, []past) error { return nil })
}

// Retry makes a change in quarantine, and those that wait for it, again as they were,
// to be sent anew.
func (s *Store) Retry(ctx context.Context, n uint64) (News, error) {
	return s.release(ctx, n, func(w *write, t *touched, changes []past) error {
		for _, p := range changes {
			c := p.Change
			c.ID, c.Base = w.s.ids.New(), w.base
			c.At = w.after(t.current)
			before := t.current
			if p.Created {
				before = nil
			}
			after, err := model.Apply(before, c)
			if err != nil {
				return err
			}
			if _, err := w.change(t, after, c, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// release takes a change out of quarantine, shows the record without it, and lets
// again do with the changes what it wants.
func (s *Store) release(ctx context.Context, n uint64, again func(*write, *touched, []past) error) (News, error) {
	var news News
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		f := s.newFolding(tx, l, now)
		changes, number, err := f.letOut(n)
		if err != nil {
			return err
		}
		is, err := readStored(tx, number)
		if err != nil {
			return err
		}
		r, err := f.record(is.record.Header().ID, is.record.Kind())
		if err != nil {
			return err
		}
		if err := f.showAll(); err != nil {
			return err
		}
		t, err := f.w.load("", r.id)
		if err != nil {
			return err
		}
		if err := again(f.w, t, changes); err != nil {
			return err
		}
		news, err = f.end()
		return err
	})
	if err != nil {
		return News{}, fmt.Errorf("taking a change out of quarantine: %w", err)
	}
	return news, nil
}

// letOut takes a change, and what waits for it, out of quarantine. They stay in the
// history as changes that are no longer in force.
func (f *folding) letOut(n uint64) ([]past, number, error) {
	first, err := readQuarantined(f.w.tx, n)
	if err != nil {
		return nil, 0, err
	}
	all := []Quarantined{first}
	if first.Made {
		waiting, err := waitingFor(f.w.tx, first)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, waiting...)
	}
	var changes []past
	for _, q := range all {
		p, ok, err := pastAt(f.w.tx, q.Number, q.Seq)
		if err != nil {
			return nil, 0, err
		}
		if ok {
			changes = append(changes, p)
			if err := f.disown(q, p); err != nil {
				return nil, 0, err
			}
		}
		if err := f.w.tx.Bucket([]byte(bucketQuarantine)).Delete(seqKey(q.N)); err != nil {
			return nil, 0, err
		}
		f.w.counts.add(bucketQuarantine, nil, -1)
	}
	return changes, first.Number, nil
}

// waitingFor gives the changes in quarantine that wait for the one that makes their record,
// in order.
func waitingFor(tx *transaction, made Quarantined) ([]Quarantined, error) {
	var all []Quarantined
	err := eachPast(tx, made.Number, func(p past) error {
		if p.N <= made.N {
			return nil
		}
		q, err := readQuarantined(tx, p.N)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err == nil && q.Code == CodeWaits {
			all = append(all, q)
		}
		return err
	})
	slices.SortFunc(all, func(a, b Quarantined) int { return cmp.Compare(a.N, b.N) })
	return all, err
}

// disown makes a change of the history one that is not to be sent.
func (f *folding) disown(q Quarantined, p past) error {
	if raw := get(f.w.tx, bucketHistory, historyKey(q.Number, q.Seq)); raw == nil {
		t, err := f.w.load("", q.Record)
		if err != nil {
			return err
		}
		if err := f.w.writeMade(t); err != nil {
			return err
		}
		raw = f.w.history[string(historyKey(q.Number, q.Seq))]
		if err := f.w.tx.Bucket([]byte(bucketHistory)).Put(historyKey(q.Number, q.Seq), raw); err != nil {
			return err
		}
	}
	key := historyKey(q.Number, q.Seq)
	var row past
	if err := decode(get(f.w.tx, bucketHistory, key), &row); err != nil {
		return err
	}
	row.N = 0
	data, err := encode(row)
	if err != nil {
		return err
	}
	delete(f.w.history, string(key))
	return f.w.tx.Bucket([]byte(bucketHistory)).Put(key, data)
}
