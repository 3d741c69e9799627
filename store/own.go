package store

import (
	"context"
	"errors"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// LastOp gives the last counter of the desk's own changes.
func (s *Store) LastOp(ctx context.Context) (uint64, error) {
	n := uint64(0)
	err := s.read(ctx, func(tx *transaction) error {
		n = readNumber(tx, keyOutbox)
		return nil
	})
	return n, err
}

// OwnAfter gives the desk's own changes above a counter, as they travel.
func (s *Store) OwnAfter(ctx context.Context, above uint64) ([]causal.Op, error) {
	var ops []causal.Op
	err := s.read(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		for n := above + 1; n <= readNumber(tx, keyOutbox); n++ {
			r, ok, err := opAt(tx, n)
			if err != nil || !ok {
				return err
			}
			p, err := pastOf(tx, r)
			if err != nil {
				return err
			}
			ops = append(ops, l.op(p, r.clock))
		}
		return nil
	})
	return ops, err
}

// Shown gives the state of a record as it is shown: that of the log, with the desk's
// own changes on top. ErrNotFound when there is no such record.
func (s *Store) Shown(ctx context.Context, id model.ID) (*causal.State, error) {
	var shown *causal.State
	err := s.read(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return errors.Join(err, ErrNotFound)
		}
		is, err := readID(tx, id)
		if err != nil {
			return err
		}
		shown, err = l.shown(tx, is.number, is.record)
		return err
	})
	return shown, err
}

// OwnOp gives the id of the desk's own change with a counter; ErrNotFound when it is
// neither waiting, taken nor in quarantine.
func (s *Store) OwnOp(ctx context.Context, n uint64) (model.ID, error) {
	var id model.ID
	err := s.read(ctx, func(tx *transaction) error {
		op, ok, err := opAt(tx, n)
		if err != nil {
			return err
		}
		if !ok {
			var ack ackRun
			if ack, ok, err = ackAt(tx, n); err != nil {
				return err
			}
			op = ack.opRun
		}
		if !ok {
			q, err := readQuarantined(tx, n)
			if err != nil {
				return err
			}
			op = opRun{n, q.Number, q.Seq, q.Clock, 1}
		}
		id, err = changeID(tx, op)
		return err
	})
	return id, err
}

// OwnKept gives the ids of the desk's own changes that it could send again: those that
// wait, that the server took not long ago, and in quarantine.
func (s *Store) OwnKept(ctx context.Context) ([]model.ID, error) {
	var ids []model.ID
	err := s.read(ctx, func(tx *transaction) error {
		for n := uint64(1); n <= readNumber(tx, keyOutbox); n++ {
			op, ok, err := opAt(tx, n)
			if err != nil {
				return err
			}
			if !ok {
				ack, taken, err := ackAt(tx, n)
				if err != nil {
					return err
				}
				op, ok = ack.opRun, taken
			}
			if q, err := readQuarantined(tx, n); !ok && err == nil {
				op, ok = opRun{n, q.Number, q.Seq, q.Clock, 1}, true
			}
			if !ok {
				continue
			}
			id, err := changeID(tx, op)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return ctx.Err()
	})
	return ids, err
}
