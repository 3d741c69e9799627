package store

import (
	"encoding/binary"
	"fmt"
)

// madeWalk finds the runs that records were made in, for records in order.
type madeWalk struct {
	c    *cursor
	at   made
	next []byte
	raw  []byte
}

func newMadeWalk(tx *transaction) *madeWalk {
	w := &madeWalk{c: tx.Bucket([]byte(bucketMade)).Cursor()}
	w.next, w.raw = w.c.First()
	return w
}

func (w *madeWalk) find(n number) (made, bool) {
	for len(w.next) == numberSize && numberAt(w.next) <= n {
		if m, err := decodeMade(w.next, w.raw); err == nil {
			w.at = m
		}
		w.next, w.raw = w.c.Next()
	}
	return w.at, w.at.count > 0 && n >= w.at.first && uint64(n-w.at.first) < uint64(w.at.count)
}

// histories: every change is of a record, and stands in the outbox.
func (c *checker) histories() error {
	last := readNumber(c.tx, keyHistory)
	given := number(readNumber(c.tx, keyRecords))
	err := c.tx.Bucket([]byte(bucketHistory)).ForEach(func(key, raw []byte) error {
		p, err := decodePast(key, raw)
		if err != nil {
			c.problem("history %x: %v", key, err)
			return c.tick()
		}
		n := numberAt(key[:numberSize])
		switch {
		case n >= given:
			c.problem("history of record %d: there is no such record", n)
		case p.seq > last:
			c.problem("history of %s: %d is above the counter %d", c.nameOf(n), p.seq, last)
		default:
			c.inOutbox(n, p.seq, p.N)
		}
		return c.tick()
	})
	if err != nil {
		return err
	}
	return c.tx.Bucket([]byte(bucketMade)).ForEach(func(key, raw []byte) error {
		m, err := decodeMade(key, raw)
		switch {
		case err != nil:
			c.problem("%v", err)
			return nil
		case m.count == 0 || uint64(m.first)+uint64(m.count) > uint64(given):
			c.problem("records made from %d: %d of them where there are %d", m.first, m.count, given)
			return nil
		case m.seq+uint64(m.count)-1 > last:
			c.problem("records made from %d: %d is above the counter %d", m.first, m.seq+uint64(m.count)-1, last)
		}
		// The ends of a run stand for it, as the outbox is checked run by run.
		c.inOutbox(m.first, m.seq, m.n)
		i := m.count - 1
		if m.n > 0 {
			c.inOutbox(m.first+number(i), m.seq+uint64(i), m.n+uint64(i))
		}
		return c.ctx.Err()
	})
}

// inOutbox: a change stands in the outbox under its counter or, with a server, among
// those that it took or did not take; only those that it took are forgotten one day.
func (c *checker) inOutbox(n number, seq, counter uint64) {
	if counter == 0 {
		return
	}
	places := 0
	if op, ok, err := opAt(c.tx, counter); err == nil && ok && op.number == n && op.seq == seq {
		places++
	}
	if ack, ok, err := ackAt(c.tx, counter); err == nil && ok && ack.number == n && ack.seq == seq {
		places++
	}
	if q, err := readQuarantined(c.tx, counter); err == nil && q.Number == n && q.Seq == seq {
		places++
	}
	switch {
	case places > 1:
		c.problem("history of %s: change %d waits to be sent, and was sent", c.nameOf(n), seq)
	case places == 0 && (c.link == nil || counter > c.link.Folded):
		c.problem("history of %s: change %d does not stand in the outbox", c.nameOf(n), seq)
	}
}

// outbox: every op is a change of the history, counters and clocks only grow, and
// the counter of ops is right.
func (c *checker) outbox() error {
	last, clockNow := readNumber(c.tx, keyOutbox), readNumber(c.tx, keyClock)
	var clock, before uint64
	var n int64
	err := c.tx.Bucket([]byte(bucketOutbox)).ForEach(func(key, raw []byte) error {
		r, err := decodeOps(key, raw)
		if err != nil || r.count == 0 {
			c.problem("outbox: %x is no op", key)
			return nil
		}
		n += int64(r.count)
		i := uint64(r.count - 1)
		switch {
		case r.n <= before && n > int64(r.count):
			c.problem("outbox: op %d is there twice", r.n)
		case r.n+i > last:
			c.problem("outbox: op %d is above the counter %d", r.n+i, last)
			return nil // its length is no number of ops to look at
		case r.clock <= clock || r.clock+i > clockNow:
			c.problem("outbox: the clock of op %d is out of order", r.n)
		}
		before, clock = r.n+i, r.clock+i
		return c.opRun(r)
	})
	c.counter(bucketOutbox, nil, n)
	if total := keysIn(c.tx, bucketCount); total != c.counters {
		c.problem("count: %d counters where %d are due", total, c.counters)
	}
	return err
}

// opRun: the ops of a run are changes of the history. Records that were made one
// after the other need not be looked at one by one.
func (c *checker) opRun(r opRun) error {
	for i := uint64(0); i < uint64(r.count); {
		n, seq, counter := r.number+number(i), r.seq+i, r.n+i
		m, err := madeAt(c.tx, n)
		if j := uint64(n - m.first); err == nil && m.seq+j == seq && m.n+j == counter {
			i += min(uint64(m.count)-j, uint64(r.count)-i)
			continue
		}
		raw := get(c.tx, bucketHistory, historyKey(n, seq))
		if p, err := decodePast(historyKey(n, seq), raw); raw == nil || err != nil || p.N != counter {
			c.problem("outbox: op %d is no change of the history", counter)
		}
		i++
	}
	return c.ctx.Err()
}

// actions: what can be undone is in the history.
func (c *checker) actions() error {
	last := readNumber(c.tx, keyHistory)
	err := c.tx.Bucket([]byte(bucketUndoRows)).ForEach(func(key, raw []byte) error {
		r, err := decodeUndo(key, raw)
		if err == nil && r.seq+uint64(r.count) > last+1 {
			err = fmt.Errorf("undo: changes %d to %d of the history are not there", r.seq, r.seq+uint64(r.count)-1)
		}
		if err != nil {
			c.problem("%v", err)
			return nil
		}
		for i := uint32(0); i < r.count && r.seq != 0; {
			n, seq := r.number+number(i), r.seq+uint64(i)
			if m, err := madeAt(c.tx, n); err == nil && m.seq+uint64(n-m.first) == seq {
				i += min(m.count-uint32(n-m.first), r.count-i)
				continue
			}
			if get(c.tx, bucketHistory, historyKey(n, seq)) == nil {
				c.problem("undo: a change of action %d is not in the history", binary.BigEndian.Uint64(key))
			}
			i++
		}
		return c.ctx.Err()
	})
	if err != nil {
		return err
	}
	return c.tx.Bucket([]byte(bucketAction)).ForEach(func(id, seq []byte) error {
		if get(c.tx, bucketUndo, seq) == nil {
			c.problem("undo: action %x is not there", id)
		}
		return nil
	})
}

// nameOf names a record for a problem.
func (c *checker) nameOf(n number) string {
	is, err := readStored(c.tx, n)
	if err != nil {
		return fmt.Sprintf("record %d", n)
	}
	return describe(is.record)
}
