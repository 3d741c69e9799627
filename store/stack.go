package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// sweepRows bounds what one action clears away of forgotten ones.
const sweepRows = 2000

// entry is an action, or an undo or redo (a step), as it is remembered.
//
// The changes of an action are rows 0 to Rows-1; those below Applied are in
// force. Undo goes down to 0 and redo up to Rows, in transactions of bounded
// size, so what a crash leaves half way is a state like any other.
type entry struct {
	ID      model.ID      `cbor:"1,keyasint"`
	Label   string        `cbor:"2,keyasint,omitempty"`
	By      string        `cbor:"3,keyasint,omitempty"`
	At      value.Instant `cbor:"4,keyasint,omitempty"`
	Changed int           `cbor:"5,keyasint,omitempty"` // records
	Rows    uint32        `cbor:"6,keyasint,omitempty"`
	Applied uint32        `cbor:"7,keyasint,omitempty"`
	Dropped bool          `cbor:"8,keyasint,omitempty"` // undone and replaced: no redo
	// Of a step: the sequence number of the action it undoes or redoes, whether
	// it is through, and what it left alone.
	Step    uint64   `cbor:"9,keyasint,omitempty"`
	Through bool     `cbor:"10,keyasint,omitempty"`
	Skipped []string `cbor:"11,keyasint,omitempty"`
	// InConflict is how many of what is left are values that stand beside others', and Left
	// how many there are, of which Skipped has the first.
	InConflict int `cbor:"12,keyasint,omitempty"`
	Left       int `cbor:"13,keyasint,omitempty"`

	seq uint64
}

// live reports whether undo and redo look at the entry.
func (e entry) live() bool { return e.Rows > 0 && !e.Dropped && e.Step == 0 }

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

func undoRowKey(seq uint64, n uint32) []byte {
	return binary.BigEndian.AppendUint32(seqKey(seq), n)
}

func readEntry(key, raw []byte) (entry, error) {
	var e entry
	if err := decode(raw, &e); err != nil {
		return entry{}, fmt.Errorf("decoding an action: %w", err)
	}
	e.seq = binary.BigEndian.Uint64(key)
	return e, nil
}

// findEntry finds what an action id stands for.
func findEntry(tx *transaction, id model.ID) (entry, bool, error) {
	seq := get(tx, bucketAction, id[:])
	if seq == nil {
		return entry{}, false, nil
	}
	raw := get(tx, bucketUndo, seq)
	if raw == nil {
		return entry{}, false, nil
	}
	e, err := readEntry(seq, raw)
	return e, err == nil, err
}

// saveEntry gives a new entry its place in the order of actions, or puts a known
// one back.
func (w *write) saveEntry(e *entry) error {
	if e.seq == 0 {
		e.seq = readNumber(w.tx, keyUndo) + 1
		if err := putNumber(w.tx.Bucket([]byte(bucketMeta)), keyUndo, e.seq); err != nil {
			return err
		}
		if err := w.tx.Bucket([]byte(bucketAction)).Put(e.ID[:], seqKey(e.seq)); err != nil {
			return err
		}
		if err := w.sweep(e.seq); err != nil {
			return err
		}
	}
	if err := w.saveUndo(e); err != nil {
		return err
	}
	raw, err := encode(e)
	if err != nil {
		return fmt.Errorf("encoding an action: %w", err)
	}
	return w.tx.Bucket([]byte(bucketUndo)).Put(seqKey(e.seq), raw)
}

// saveUndo adds the changes that were made before the entry had its number.
func (w *write) saveUndo(e *entry) error {
	if len(w.undo) == 0 {
		return nil
	}
	rows := w.tx.Bucket([]byte(bucketUndoRows))
	// What was undone and dropped must not stand before what comes in its place.
	c := rows.Cursor()
	for key, _ := c.Seek(undoRowKey(e.seq, e.Rows)); key != nil && binary.BigEndian.Uint64(key) == e.seq; key, _ = c.Seek(undoRowKey(e.seq, e.Rows)) {
		if err := rows.Delete(key); err != nil {
			return err
		}
	}
	for _, run := range w.undo {
		if err := rows.Put(undoRowKey(e.seq, e.Rows), run.encode()); err != nil {
			return err
		}
		e.Rows += run.count
		e.Applied += run.count
	}
	w.undo = nil
	return nil
}

// addUndoRow remembers a change of the action.
func (w *write) addUndoRow(of number, seq uint64) {
	if w.quiet {
		return
	}
	if n := len(w.undo); n > 0 && w.undo[n-1].goesOn(of, seq) {
		w.undo[n-1].count++
		return
	}
	w.undo = append(w.undo, undoRun{of, seq, 1})
}

// dropUndone forgets what could be redone, as a new action is made.
func dropUndone(tx *transaction) error {
	bucket := tx.Bucket([]byte(bucketUndo))
	c := bucket.Cursor()
	var undone []entry
	for key, raw := c.Last(); key != nil; key, raw = c.Prev() {
		e, err := readEntry(key, raw)
		if err != nil {
			return err
		}
		if !e.live() {
			continue
		}
		if e.Applied == e.Rows {
			break
		}
		undone = append(undone, e)
	}
	for _, e := range undone {
		// Of a half-undone one the part in force can still be taken back.
		e.Dropped, e.Rows = e.Applied == 0, e.Applied
		raw, err := encode(e)
		if err != nil {
			return fmt.Errorf("encoding an action: %w", err)
		}
		if err := bucket.Put(seqKey(e.seq), raw); err != nil {
			return err
		}
	}
	return nil
}

// sweep clears away a bounded number of rows of actions that are too old to be
// taken back.
func (w *write) sweep(newest uint64) error {
	if newest <= w.s.limits.undo {
		return nil
	}
	oldest := newest - w.s.limits.undo
	c := w.tx.Bucket([]byte(bucketUndoRows)).Cursor()
	var old []place
	for key, _ := c.First(); key != nil && binary.BigEndian.Uint64(key) <= oldest; key, _ = c.Next() {
		old = append(old, place{bucketUndoRows, bytes.Clone(key)})
		if len(old) == sweepRows {
			return drop(w.tx, old)
		}
	}
	c = w.tx.Bucket([]byte(bucketUndo)).Cursor()
	for key, raw := c.First(); key != nil && binary.BigEndian.Uint64(key) <= oldest; key, raw = c.Next() {
		e, err := readEntry(key, raw)
		if err != nil {
			return err
		}
		old = append(old, place{bucketUndo, seqKey(e.seq)}, place{bucketAction, bytes.Clone(e.ID[:])})
	}
	return drop(w.tx, old)
}

// place is a key in a bucket.
type place struct {
	bucket string
	key    []byte
}

func drop(tx *transaction, all []place) error {
	for _, p := range all {
		if err := tx.Bucket([]byte(p.bucket)).Delete(p.key); err != nil {
			return err
		}
	}
	return nil
}

// result gives what an action or a step did, its records as they are now.
func (e entry) result(tx *transaction) (Done, error) {
	done := Done{Action: e.ID, Label: e.Label, Changed: e.Changed, Skipped: e.Skipped, InConflict: e.InConflict, Left: max(e.Left, len(e.Skipped))}
	of := e
	if e.Step != 0 {
		raw := get(tx, bucketUndo, seqKey(e.Step))
		if raw == nil {
			return done, nil
		}
		var err error
		if of, err = readEntry(seqKey(e.Step), raw); err != nil {
			return Done{}, err
		}
		done.Action = of.ID
	}
	seen := map[number]bool{}
	for i := uint32(0); i < of.Rows && len(done.Records) < maxReported; i++ {
		n, _, ok, err := undoAt(tx, of.seq, i)
		if err != nil {
			return Done{}, err
		}
		if !ok || seen[n] {
			continue
		}
		seen[n] = true
		s, err := readStored(tx, n)
		if err != nil {
			return Done{}, err
		}
		done.Records = append(done.Records, s.record)
	}
	return done, nil
}
