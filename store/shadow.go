package store

import (
	"encoding/binary"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// Buckets that a desk with a server has.
const (
	bucketShadow     = "shadow"     // number → the record's state in the log, as far as it was folded
	bucketAnswered   = "answered"   // record → the state of one that was answered and is not made yet
	bucketAcked      = "acked"      // counter → a run of changes that the server took
	bucketQuarantine = "quarantine" // counter → a change that it did not take, and why
	bucketConflict   = "conflict"   // number → nothing, of records with conflicts
	bucketPoint      = "point"      // entry → the hash of the log up to it
)

var syncBuckets = []string{bucketShadow, bucketAnswered, bucketAcked, bucketQuarantine, bucketConflict, bucketPoint}

// readShadow gives the state of a record in the log, an empty one when the log has
// nothing of it.
func readShadow(tx *transaction, n number, kind model.Kind, id model.ID) (*causal.State, error) {
	raw := get(tx, bucketShadow, n.key())
	if raw == nil {
		return readAnswered(tx, id)
	}
	// What is decoded lies in the row, and goes on after the transaction.
	return causal.DecodeRow(kind, id, append([]byte(nil), raw...))
}

// readAnswered gives the state of a record that is not made yet.
func readAnswered(tx *transaction, id model.ID) (*causal.State, error) {
	raw := get(tx, bucketAnswered, id[:])
	if raw == nil {
		return causal.NewState("", id), nil
	}
	return causal.DecodeRow("", id, append([]byte(nil), raw...))
}

// putShadow writes the state of a record; n is of no account while it is not made.
func putShadow(tx *transaction, n number, s *causal.State) error {
	row := causal.EncodeRow(s)
	if !s.Made {
		return tx.Bucket([]byte(bucketAnswered)).Put(s.Record[:], row)
	}
	if err := tx.Bucket([]byte(bucketAnswered)).Delete(s.Record[:]); err != nil {
		return err
	}
	return tx.Bucket([]byte(bucketShadow)).Put(n.key(), row)
}

// ackRun is a run of changes that the server took: the i-th is the op as of opRun,
// and entry taken+i of the log.
type ackRun struct {
	opRun
	taken uint64
	at    uint64 // when the server said so, in milliseconds since 1970
}

const ackSize = opSize + 8 + 8

func (r ackRun) encode() []byte {
	out := binary.BigEndian.AppendUint64(r.opRun.encode(), r.taken)
	return binary.BigEndian.AppendUint64(out, r.at)
}

func decodeAck(key, raw []byte) (ackRun, error) {
	if len(raw) != ackSize {
		return ackRun{}, fmt.Errorf("damaged: %x is no change that the server took", key)
	}
	ops, err := decodeOps(key, raw[:opSize])
	return ackRun{ops, binary.BigEndian.Uint64(raw[opSize:]), binary.BigEndian.Uint64(raw[opSize+8:])}, err
}

// ackAt finds the change with a counter among those that the server took; count is 1.
func ackAt(tx *transaction, n uint64) (ackRun, bool, error) {
	b := tx.Bucket([]byte(bucketAcked))
	if b == nil {
		return ackRun{}, false, nil
	}
	key, raw := floorKey(b.Cursor(), seqKey(n))
	if key == nil {
		return ackRun{}, false, nil
	}
	r, err := decodeAck(key, raw)
	if err != nil || n-r.n >= uint64(r.count) {
		return ackRun{}, false, err
	}
	return r.part(n-r.n, 1), true, nil
}

// part gives some of a run.
func (r opRun) part(from, count uint64) opRun {
	return opRun{r.n + from, r.number + number(from), r.seq + from, r.clock + from, uint32(count)}
}

func (r ackRun) part(from, count uint64) ackRun {
	return ackRun{r.opRun.part(from, count), r.taken + from, r.at}
}

// putAck adds a run behind the last, as one with it when it goes on with it.
func putAck(tx *transaction, r ackRun) error {
	b := tx.Bucket([]byte(bucketAcked))
	if key, raw := floorKey(b.Cursor(), seqKey(r.n)); key != nil {
		last, err := decodeAck(key, raw)
		if err != nil {
			return err
		}
		together := last.opRun.goesOn(r.n, r.number, r.seq, r.clock) && last.taken+uint64(last.count) == r.taken
		if together && r.at-last.at < ackTogether {
			last.count += r.count
			return b.Put(key, last.encode())
		}
	}
	return b.Put(seqKey(r.n), r.encode())
}

// ackTogether is how far apart, in milliseconds, changes of one run may have been
// taken: they are forgotten together.
const ackTogether = 3_600_000

// splitRun takes the ops from..to, both of the run, out of a run of the bucket and
// leaves the rest; row writes a part.
func splitRun(b *bucket, first, count, from, to uint64, row func(from, count uint64) []byte) error {
	if err := b.Delete(seqKey(first)); err != nil {
		return err
	}
	if from > first {
		if err := b.Put(seqKey(first), row(0, from-first)); err != nil {
			return err
		}
	}
	if last := first + count - 1; to < last {
		return b.Put(seqKey(to+1), row(to+1-first, last-to))
	}
	return nil
}

// takeOps takes the ops from..to out of the outbox and gives them, run by run.
func (w *write) takeOps(from, to uint64) ([]opRun, error) {
	b := w.tx.Bucket([]byte(bucketOutbox))
	var out []opRun
	for from <= to {
		key, raw := floorKey(b.Cursor(), seqKey(from))
		if key == nil {
			return out, nil
		}
		r, err := decodeOps(key, raw)
		if err != nil {
			return nil, err
		}
		if from-r.n >= uint64(r.count) {
			return out, nil
		}
		end := min(to, r.n+uint64(r.count)-1)
		if err := splitRun(b, r.n, uint64(r.count), from, end, func(i, n uint64) []byte { return r.part(i, n).encode() }); err != nil {
			return nil, err
		}
		out = append(out, r.part(from-r.n, end-from+1))
		w.counts.add(bucketOutbox, nil, -int64(end-from+1))
		from = end + 1
	}
	return out, nil
}

// giveBack puts what the server took, from a counter on, into the outbox again.
func (w *write) giveBack(from uint64) error {
	acked, outbox := w.tx.Bucket([]byte(bucketAcked)), w.tx.Bucket([]byte(bucketOutbox))
	c := acked.Cursor()
	for key, raw := c.Last(); key != nil; key, raw = c.Prev() {
		r, err := decodeAck(key, raw)
		if err != nil {
			return err
		}
		last := r.n + uint64(r.count) - 1
		if last < from {
			return nil
		}
		begin := max(from, r.n)
		if err := splitRun(acked, r.n, uint64(r.count), begin, last, func(i, n uint64) []byte { return r.part(i, n).encode() }); err != nil {
			return err
		}
		if err := outbox.Put(seqKey(begin), r.opRun.part(begin-r.n, last-begin+1).encode()); err != nil {
			return err
		}
		w.counts.add(bucketOutbox, nil, int64(last-begin+1))
	}
	return nil
}
