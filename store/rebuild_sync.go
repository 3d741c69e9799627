package store

import (
	"slices"
)

// What the file knows of a server's log names records by their number and belongs to
// them as they were. A file that is written anew as it was keeps all of it. Where
// something could not be read, the desk keeps the link alone, sends again what the
// server may not have, which takes nothing twice, and reads the records' states from
// the server again.

// inStep reports whether what is known of the log still belongs to the records.
func (b *rebuild) inStep() bool {
	return b.link != nil && !b.bent && !b.doubled && b.report.Lost == 0 && b.report.FromHistory == 0 && b.report.ChangesLost == 0
}

// readSync reads the link, and which own changes the server took.
func (b *rebuild) readSync() error {
	l, err := readLink(b.from)
	if err != nil {
		b.note("meta: %v; log in again", err)
		return nil
	}
	b.link = l
	return nil
}

// logged reports whether what is shown of a record follows from the log, so that its last
// change in the history need not be what it is as of: the log's order is not that in which
// changes came here, and a server that is restored may have lost the newest, of somebody
// else's. Check takes the same for no damage.
func (b *rebuild) logged(old number, pasts []writtenPast) bool {
	if b.link == nil {
		return false
	}
	last := len(pasts) - 1
	return get(b.from, bucketShadow, old.key()) != nil || last >= 0 && pasts[last].N == 0
}

// waits reports whether an own change is to be sent, again or for the first time, and
// gives its clock, 0 when nothing says it.
func (b *rebuild) waits(n uint64, old number, seq uint64) (clock uint64, waits bool) {
	is := func(r opRun) bool { return r.number == old && r.seq == seq }
	if op, ok, err := opAt(b.from, n); err == nil && ok && is(op) {
		return op.clock, true
	}
	if b.link == nil {
		return 0, true
	}
	if ack, ok, err := ackAt(b.from, n); err == nil && ok && is(ack.opRun) {
		return ack.clock, b.bent
	}
	if q, err := readQuarantined(b.from, n); err == nil && q.Number == old && q.Seq == seq {
		return q.Clock, b.bent
	}
	// What was folded and is kept nowhere, the server took long ago.
	return 0, n > b.link.Folded
}

// sync writes what the file knows of the server's log.
func (b *rebuild) sync() error {
	if b.link == nil {
		return nil
	}
	if !b.inStep() {
		if !b.bent {
			return errBent
		}
		return b.beginAgain()
	}
	return b.to.update(b.ctx, func(tx *transaction) error {
		counts := newCounts()
		for _, name := range syncBuckets {
			to, err := tx.CreateBucketIfNotExists([]byte(name))
			if err != nil {
				return err
			}
			rows, from := int64(0), b.from.Bucket([]byte(name))
			if from == nil {
				continue // it held nothing
			}
			err = from.ForEach(func(key, value []byte) error {
				rows++
				return to.Put(key, value)
			})
			if err != nil {
				return err
			}
			if name == bucketConflict || name == bucketQuarantine {
				counts.add(name, nil, rows)
			}
		}
		return counts.write(tx)
	})
}

// beginAgain keeps the link, and begins a snapshot.
func (b *rebuild) beginAgain() error {
	l := b.link
	for _, op := range b.ops {
		l.Sent, l.Folded = min(l.Sent, op.n-1), min(l.Folded, op.n-1)
	}
	l.Snapshot = &Snapshot{}
	b.note("what is known of the server's log does not belong to all records any more: they are read from it again")
	return b.to.update(b.ctx, func(tx *transaction) error { return writeLink(tx, l) })
}

// isSync reports whether a bucket is about the server's log.
func isSync(bucket string) bool { return slices.Contains(syncBuckets, bucket) }
