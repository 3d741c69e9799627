package store

import (
	"encoding/binary"
	"slices"

	"tradedesk/model"
)

// rebuildRecords is what one transaction writes.
type rebuildRecords struct {
	*rebuild
	tx   *transaction
	c    *collector
	next number
	rows []numberedRow
	runs []made
}

// writtenPast is a change with its bytes.
type writtenPast struct {
	past
	raw []byte
}

// take takes over the record that had a number, from its row or from its changes.
func (b *rebuildRecords) take(old number, row []byte, runs *madeWalk) error {
	is, rowErr := decodeRow(old, row)
	pasts := b.pasts(old)
	folded := fold(pasts)
	switch {
	case rowErr == nil && (folded == nil || b.logged(old, pasts) || folded.Header().UpdatedAt <= is.record.Header().UpdatedAt):
	case folded != nil:
		is = stored{record: folded, scored: scoreOf(folded, b.scoring())}
		b.report.FromHistory++
	default:
		b.report.Lost++
		b.report.ChangesLost += len(pasts)
		b.note("record %d: neither its row nor how it was made can be read", old)
		b.numbers = append(b.numbers, noNumber)
		return nil
	}
	is.number = b.next
	b.next++
	b.numbers = append(b.numbers, is.number)
	if err := b.changes(old, is, pasts, folded, runs); err != nil {
		return err
	}
	encoded, err := encodeRow(is.record, is.scored)
	if err != nil {
		return err
	}
	b.rows = append(b.rows, numberedRow{is.number, encoded})
	b.c.made(is)
	return nil
}

// pasts reads the changes of a record, oldest first.
func (b *rebuild) pasts(old number) []writtenPast {
	var all []writtenPast
	c := b.from.Bucket([]byte(bucketHistory)).Cursor()
	for key, raw := c.Seek(old.key()); len(key) >= numberSize && numberAt(key[:numberSize]) == old; key, raw = c.Next() {
		p, err := decodePast(key, raw)
		if err != nil {
			b.report.ChangesLost++
			b.note("history of record %d: %v", old, err)
			continue
		}
		all = append(all, writtenPast{p, raw})
	}
	return all
}

// fold gives the record that changes make, nil when they do not begin with how it
// was made.
func fold(pasts []writtenPast) model.Record {
	if len(pasts) == 0 || !pasts[0].Created {
		return nil
	}
	var r model.Record
	for i, p := range pasts {
		var err error
		if i == 0 && p.Body != nil {
			r, err = model.DecodeCBOR(p.Change.Kind, p.Body)
		} else {
			r, err = model.Apply(r, p.Change)
		}
		if err != nil {
			return nil
		}
	}
	return r
}

// changes writes the changes of a record, and how it was made.
func (b *rebuildRecords) changes(old number, is stored, pasts []writtenPast, folded model.Record, runs *madeWalk) error {
	run, ok := runs.find(old)
	if ok {
		run = run.one(old)
	}
	switch {
	case folded != nil:
		first := pasts[0].past
		run = made{count: 1, seq: first.seq, n: first.N, base: first.Change.Base, id: first.Change.ID}
		if folded.Header().UpdatedAt < is.record.Header().UpdatedAt && !b.logged(old, pasts) {
			late, err := b.lateChange(folded, is.record)
			if err != nil {
				return err
			}
			pasts = append(pasts, late)
		}
	case len(pasts) > 0 || !ok:
		// How it was made is not known: it was made as it is.
		b.report.ChangesLost += len(pasts)
		b.doubled = true
		b.note("%s: its history does not say how it was made, and begins with what it is now", describe(is.record))
		pasts = nil
		if !ok {
			b.lastSeq++
			b.lastN++
			run = made{count: 1, seq: b.lastSeq, n: b.lastN, id: b.to.ids.New()}
		}
	}
	if len(pasts) == 0 {
		run.n = b.op(old, is.number, run.seq, run.n)
	}
	for i, p := range pasts {
		if n := b.op(old, is.number, p.seq, p.N); n != p.N {
			p.N = n
			var err error
			if p.raw, err = encode(p.past); err != nil {
				return err
			}
		}
		if i == 0 {
			run.n = p.N
		}
		if err := b.tx.Bucket([]byte(bucketHistory)).Put(historyKey(is.number, p.seq), p.raw); err != nil {
			return err
		}
	}
	run.first = is.number
	b.runs = append(b.runs, run)
	return nil
}

// lateChange is for a record whose last change cannot be read: one that leads from
// what its history makes to what it is.
func (b *rebuild) lateChange(before, after model.Record) (writtenPast, error) {
	h := after.Header()
	set := model.Diff(before, after)
	b.lastSeq++
	b.lastN++
	p := past{
		Change: model.Change{ID: b.to.ids.New(), Record: h.ID, Kind: after.Kind(), At: h.UpdatedAt, By: h.UpdatedBy, Set: set},
		Back:   model.Inverse(before, set), N: b.lastN, seq: b.lastSeq,
	}
	raw, err := encode(p)
	b.doubled = true
	b.note("%s: its last change was made again from what it is", describe(after))
	return writtenPast{p, raw}, err
}

// op remembers that a change stands in the outbox, with the clock that it has there,
// and gives its counter: another one when two changes claim the same.
func (b *rebuild) op(old, is number, seq, n uint64) uint64 {
	if n == 0 {
		return 0
	}
	op := opRun{number: is, seq: seq, count: 1}
	clock, waits := b.waits(n, old, seq)
	op.clock = clock
	if b.taken[n] {
		n, waits, b.doubled = b.lastN+1, true, true
	}
	op.n = n
	b.taken[n] = true
	if waits {
		b.ops = append(b.ops, op)
	}
	b.lastSeq, b.lastN = max(b.lastSeq, seq), max(b.lastN, n)
	return n
}

// one gives a run of the one record with a number.
func (m made) one(n number) made {
	i := uint64(n - m.first)
	tail := m.id[idSize-4:]
	binary.BigEndian.PutUint32(tail, binary.BigEndian.Uint32(tail)+uint32(i))
	if m.n > 0 {
		m.n += i
	}
	return made{first: n, count: 1, seq: m.seq + i, n: m.n, base: m.base, id: m.id}
}

// goesOn reports whether another run goes on with this one.
func (m made) goesOn(next made) bool {
	after := m.one(m.first + number(m.count))
	after.count = next.count
	return after == next
}

func (b *rebuildRecords) write() error {
	if err := putRecords(b.tx, b.rows, b.c); err != nil {
		return err
	}
	for _, run := range joinRuns(b.runs) {
		if err := b.tx.Bucket([]byte(bucketMade)).Put(run.first.key(), run.encode()); err != nil {
			return err
		}
	}
	return putNumber(b.tx.Bucket([]byte(bucketMeta)), keyRecords, uint64(b.next))
}

func joinRuns(runs []made) []made {
	var joined []made
	for _, run := range runs {
		if last := len(joined) - 1; last >= 0 && joined[last].goesOn(run) {
			joined[last].count += run.count
		} else {
			joined = append(joined, run)
		}
	}
	return slices.Clip(joined)
}

// putRecords writes rows of records that are made anew, with what the indexes have of them.
func putRecords(tx *transaction, rows []numberedRow, c *collector) error {
	if err := putRows(tx.Bucket([]byte(bucketRecord)), rows); err != nil {
		return err
	}
	counts := newCounts()
	if err := writeBatches(tx, batches([]*collector{c}), counts); err != nil {
		return err
	}
	return counts.write(tx)
}
