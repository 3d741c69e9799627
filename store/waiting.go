package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// Waiting gives the ops that wait to be sent behind a counter, in order, at most limit
// and about as many bytes of values; more says that there are others.
func (s *Store) Waiting(ctx context.Context, behind uint64, limit, bytes int) (ops []causal.Op, more bool, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		ops, more, err = waiting(ctx, tx, l, behind, limit, bytes)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("reading what waits to be sent: %w", err)
	}
	return ops, more, nil
}

func waiting(ctx context.Context, tx *transaction, l *Link, behind uint64, limit, bytes int) (ops []causal.Op, more bool, err error) {
	c := tx.Bucket([]byte(bucketOutbox)).Cursor()
	key, raw := floorKey(c, seqKey(behind+1))
	if key == nil {
		key, raw = c.First()
	}
	for ; key != nil; key, raw = c.Next() {
		r, err := decodeOps(key, raw)
		if err != nil {
			return nil, false, err
		}
		first := uint64(0)
		if r.n <= behind {
			first = behind + 1 - r.n
		}
		for i := first; i < uint64(r.count); i++ {
			if len(ops) >= limit || bytes <= 0 {
				return ops, true, ctx.Err()
			}
			p, err := pastOf(tx, r.part(i, 1))
			if err != nil {
				return nil, false, err
			}
			op := l.op(p, r.clock+i)
			for register, value := range op.Set {
				bytes -= len(register) + len(value)
			}
			bytes -= opOverhead
			ops = append(ops, op)
		}
	}
	return ops, false, ctx.Err()
}

// opOverhead is about what an op takes beside its values when it travels, in bytes.
const opOverhead = 300

// pastOf gives the change that an op of the outbox stands for.
func pastOf(tx *transaction, r opRun) (past, error) {
	p, ok, err := pastAt(tx, r.number, r.seq)
	if err == nil && !ok {
		err = errOdd
	}
	if err != nil {
		return past{}, fmt.Errorf("change %d of the outbox: %w", r.n, err)
	}
	return p, nil
}

// op gives a change of this desk as it travels.
func (l *Link) op(p past, clock uint64) causal.Op {
	c := p.Change
	device, _ := l.self()
	op := causal.Op{
		ID: c.ID, Device: device, N: p.N, Clock: clock, Base: l.base(p.N, c.Base), At: c.At, By: c.By,
		Kind: c.Kind, Record: c.Record, Set: causal.Registers(c.Kind, c.Set),
	}
	if op.Base == c.Base {
		op.Seen = p.Seen // the log may have gone on in another way from a lower base
	}
	op.Threads = threadsOf(c)
	return op
}

// maxThreads is how many records a change answers.
const maxThreads = 8

// threadsOf gives the records that a change answers: the RFQ that it makes a quote of,
// or brings one back to, what a task is about.
func threadsOf(c model.Change) []model.ID {
	switch c.Kind {
	case model.KindMessage, model.KindQuote, model.KindSample, model.KindTask, model.KindDeal, model.KindRFQ, model.KindContact, model.KindOffer:
	default:
		return nil
	}
	r, err := model.Apply(nil, c)
	if err != nil {
		return nil
	}
	refs := model.Refs(r)
	return refs[:min(len(refs), maxThreads)]
}

// ownAbove gives the desk's own changes of a record that what was folded does not
// have, oldest first: what the server took later, what waits, what is in quarantine.
func (l *Link) ownAbove(tx *transaction, n number) ([]causal.Op, error) {
	var ops []causal.Op
	err := eachPast(tx, n, func(p past) error {
		if p.N == 0 {
			return nil
		}
		above := p.N > l.Folded
		clock, taken, err := clockOf(tx, p.N)
		if err != nil {
			return err
		}
		if above && clock != 0 && (taken == 0 || taken > l.upTo(p.Change.Record)) || taken == inQuarantine {
			op := l.op(p, clock)
			ops = append(ops, op)
			return nil
		}
		if !above && isEmptyBucket(tx, bucketQuarantine) {
			return errEnough
		}
		return nil
	})
	for i, j := 0, len(ops)-1; i < j; i, j = i+1, j-1 {
		ops[i], ops[j] = ops[j], ops[i]
	}
	return ops, err
}

func isEmptyBucket(tx *transaction, name string) bool {
	b := tx.Bucket([]byte(name))
	return b == nil || isEmpty(b)
}

// inQuarantine is what clockOf gives for the entry of a change that the server did
// not take.
const inQuarantine = ^uint64(0)

// clockOf gives the clock of an own change, and its entry in the log, 0 while it
// waits. The clock is 0 when the change was dropped or is forgotten.
func clockOf(tx *transaction, n uint64) (clock, taken uint64, err error) {
	if op, ok, err := opAt(tx, n); err != nil || ok {
		return op.clock, 0, err
	}
	if ack, ok, err := ackAt(tx, n); err != nil || ok {
		return ack.clock, ack.taken, err
	}
	q, err := readQuarantined(tx, n)
	if errors.Is(err, ErrNotFound) {
		return 0, 0, nil
	}
	return q.Clock, inQuarantine, err
}

// overlaid gives what is shown of a record: its state in the log with the desk's own
// changes on top.
func (l *Link) overlaid(tx *transaction, n number, shadow *causal.State) (*causal.State, error) {
	ops, err := l.ownAbove(tx, n)
	if err != nil {
		return nil, err
	}
	s := shadow.Clone()
	_, lineage := l.self()
	for _, op := range ops {
		if !s.Made {
			s.Kind = op.Kind
		}
		// What was written here later, and is in the log before it, stands over it.
		seen := append(slices.Clone(lineage), causal.Ancestor{Device: op.Device, Upto: math.MaxUint64})
		layOn(s, notWrittenOver(op, shadow, lineage), seen)
	}
	return s, nil
}

// layOn lays a change of this desk's on what it shows of a record. Each is later than what it
// was made on; the state may hold a later one of somebody else's.
func layOn(s *causal.State, op causal.Op, lineage causal.Lineage) {
	last := s.Updated
	causal.Apply(s, op, 0, lineage)
	if op.At < last.At {
		s.Updated = last
	}
}

// notWrittenOver leaves out of a change that the server did not take, or not yet, the
// fields that this desk wrote again since, as the device that it is or as one that it goes
// on from, and which the server took.
func notWrittenOver(op causal.Op, shadow *causal.State, lineage causal.Lineage) causal.Op {
	again := func(d causal.Dot) bool {
		return d.N > op.N && (d.Device == op.Device ||
			slices.ContainsFunc(lineage, func(a causal.Ancestor) bool { return d.Device == a.Device && d.N <= a.Upto }))
	}
	for field := range op.Set {
		if slices.ContainsFunc(shadow.Registers[field], again) {
			op.Set = maps.Clone(op.Set)
			delete(op.Set, field)
		}
	}
	return op
}

// LastTaken gives the counter before the first change that waits to be sent.
func (s *Store) LastTaken(ctx context.Context) (uint64, error) {
	last := uint64(0)
	err := s.read(ctx, func(tx *transaction) (err error) {
		last, err = lastTaken(tx)
		return err
	})
	return last, err
}

func lastTaken(tx *transaction) (uint64, error) {
	key, raw := tx.Bucket([]byte(bucketOutbox)).Cursor().First()
	if key == nil {
		return readNumber(tx, keyOutbox), nil
	}
	r, err := decodeOps(key, raw)
	return r.n - 1, err
}
