package store

import (
	"context"
	"fmt"

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
