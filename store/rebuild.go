package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"tradedesk/model"
)

// rebuild writes a desk file anew from the records and changes of another. Records
// are numbered again where some are lost, and everything that names them follows.
type rebuild struct {
	ctx      context.Context
	path     string
	options  Options
	scoring  func() model.ScoreContext
	progress func(done, total int64)

	scratch, target string // files
	from            *transaction
	to              *Store
	report          Repaired

	numbers []number        // of the new file, by those of the old one
	ops     []opRun         // of one change each
	taken   map[uint64]bool // counters of the outbox
	lastSeq uint64          // of the history
	lastN   uint64          // of the outbox

	link *Link // with a server, nil when there is none or it cannot be read
	bent bool  // what is known of the server's log is not to be trusted
	// doubled says that something was given another counter, or made up.
	doubled bool
}

// noNumber stands for a record that is lost.
const noNumber = number(maxRecords)

// rebuildBatch is how many records one transaction takes.
const rebuildBatch = 4000

// plain copies the buckets that name no records by their number.
func (b *rebuild) plain() error {
	err := b.to.update(b.ctx, func(tx *transaction) error {
		for _, name := range append([]string{bucketDraft}, plainBuckets...) {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return b.from.ForEach(func(name []byte, from *bucket) error {
			switch string(name) {
			case bucketRecord, bucketHistory, bucketMade, bucketOutbox, bucketUndoRows, bucketUndo, bucketAction:
				return nil
			}
			if isSync(string(name)) {
				return nil
			}
			to, err := tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			return from.ForEach(to.Put)
		})
	})
	if err != nil {
		return err
	}
	return b.to.update(b.ctx, func(tx *transaction) error {
		if err := tx.Bucket([]byte(bucketMeta)).Delete([]byte(keyRecords)); err != nil { // they are counted again
			return err
		}
		return putKnown(tx) // all indexes are made anew
	})
}

// readable refuses what this version cannot write anew.
func (b *rebuild) readable() error {
	want := schemaVersion(migrations)
	switch found := readNumber(b.from, keySchema); {
	case found > want:
		return newer(found, want)
	case found > 0 && found < want:
		return fmt.Errorf("%w: it is of an older version (schema %d), which can be read only when it is whole; restore a backup", ErrDamaged, found)
	case found == 0 && isEmpty(b.from.Bucket([]byte(bucketRecord))):
		return fmt.Errorf("%w: no record in it can be read; restore a backup", ErrDamaged)
	}
	return nil
}

func isEmpty(b *bucket) bool {
	key, _ := b.Cursor().First()
	return key == nil
}

// records goes through all numbers that were given.
func (b *rebuild) records() error {
	b.lastSeq, b.lastN = readNumber(b.from, keyHistory), readNumber(b.from, keyOutbox)
	given := b.given()
	groups, runs := newGroupWalk(b.from), newMadeWalk(b.from)
	for n := number(0); n < given; {
		err := b.to.update(b.ctx, func(tx *transaction) error {
			batch := &rebuildRecords{rebuild: b, tx: tx, c: newCollector(), next: number(readNumber(tx, keyRecords))}
			for ; n < given && len(batch.rows) < rebuildBatch; n++ {
				if err := batch.take(n, groups.find(n), runs); err != nil {
					return err
				}
			}
			return batch.write()
		})
		if err != nil {
			return err
		}
		b.progress(int64(n), int64(given))
	}
	return nil
}

// given gives the first number that no record ever had. The counter may be lost, or
// damaged: no more records were made than changes.
func (b *rebuild) given() number {
	most := b.lastSeq
	if most == 0 {
		most = maxRecords
	}
	given := uint64(0)
	claim := func(n uint64) {
		if n <= most {
			given = max(given, n)
		}
	}
	claim(readNumber(b.from, keyRecords))
	var g rowGroup
	if key, value := b.from.Bucket([]byte(bucketRecord)).Cursor().Last(); key != nil && readGroup(key, value, &g) == nil {
		claim(uint64(g.first) + uint64(len(g.rows)))
	}
	if key, raw := b.from.Bucket([]byte(bucketMade)).Cursor().Last(); key != nil {
		if m, err := decodeMade(key, raw); err == nil {
			claim(uint64(m.first) + uint64(m.count))
		}
	}
	return number(given)
}

// groupWalk finds the rows of records, for numbers in order; what cannot be read is
// left out.
type groupWalk struct {
	c          *cursor
	next, raw  []byte
	at, behind rowGroup
}

func newGroupWalk(tx *transaction) *groupWalk {
	w := &groupWalk{c: tx.Bucket([]byte(bucketRecord)).Cursor()}
	w.next, w.raw = w.c.First()
	return w
}

func (w *groupWalk) find(n number) []byte {
	for w.next != nil && (len(w.next) != numberSize || numberAt(w.next) <= n) {
		if readGroup(w.next, w.raw, &w.behind) == nil {
			w.at, w.behind = w.behind, w.at
		}
		w.next, w.raw = w.c.Next()
	}
	if i := int64(n) - int64(w.at.first); i >= 0 && i < int64(len(w.at.rows)) {
		return w.at.rows[i]
	}
	return nil
}

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
	if err := putRows(b.tx.Bucket([]byte(bucketRecord)), b.rows); err != nil {
		return err
	}
	counts := newCounts()
	if err := writeBatches(b.tx, batches([]*collector{b.c}), counts); err != nil {
		return err
	}
	if err := counts.write(b.tx); err != nil {
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
