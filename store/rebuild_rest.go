package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// outbox writes the ops of all changes that are there, in order of their counters,
// with clocks that only grow.
func (b *rebuild) outbox() error {
	slices.SortStableFunc(b.ops, func(x, y opRun) int { return cmp.Compare(x.n, y.n) })
	var runs []opRun
	var clock uint64
	for _, op := range b.ops {
		clock = max(op.clock, clock+1)
		op.clock = clock
		if last := len(runs) - 1; last >= 0 && runs[last].goesOn(op.n, op.number, op.seq, op.clock) {
			runs[last].count++
		} else {
			runs = append(runs, op)
		}
	}
	for len(runs) > 0 {
		batch := runs[:min(len(runs), rebuildBatch)]
		runs = runs[len(batch):]
		err := b.to.update(b.ctx, func(tx *transaction) error {
			counts := newCounts()
			for _, r := range batch {
				counts.add(bucketOutbox, nil, int64(r.count))
				if err := tx.Bucket([]byte(bucketOutbox)).Put(seqKey(r.n), r.encode()); err != nil {
					return err
				}
			}
			return counts.write(tx)
		})
		if err != nil {
			return err
		}
	}
	return b.to.update(b.ctx, func(tx *transaction) error {
		meta := tx.Bucket([]byte(bucketMeta))
		return putNumber(meta, keyClock, max(readNumber(tx, keyClock), clock))
	})
}

// undo writes what can be taken back: the changes of actions that are both there.
func (b *rebuild) undo() error {
	return b.to.update(b.ctx, func(tx *transaction) error {
		entries, actions := tx.Bucket([]byte(bucketUndo)), tx.Bucket([]byte(bucketAction))
		last := readNumber(b.from, keyUndo)
		err := b.from.Bucket([]byte(bucketUndo)).ForEach(func(key, raw []byte) error {
			if len(key) != 8 {
				return nil
			}
			e, err := readEntry(key, raw)
			if err != nil {
				b.note("undo: action %d cannot be read", binary.BigEndian.Uint64(key))
				return nil
			}
			last = max(last, e.seq)
			if err := entries.Put(key, raw); err != nil {
				return err
			}
			return actions.Put(e.ID[:], key)
		})
		if err != nil {
			return err
		}
		if err := putNumber(tx.Bucket([]byte(bucketMeta)), keyUndo, last); err != nil {
			return err
		}
		return b.undoRows(tx)
	})
}

func (b *rebuild) undoRows(tx *transaction) error {
	c := b.from.Bucket([]byte(bucketUndoRows)).Cursor()
	out := &undoWriter{to: tx.Bucket([]byte(bucketUndoRows))}
	key, raw := c.First()
	for key != nil {
		next, nextRaw := c.Next()
		r, err := decodeUndo(key, raw)
		if err == nil && get(tx, bucketUndo, key[:8]) != nil {
			action, place := binary.BigEndian.Uint64(key), binary.BigEndian.Uint32(key[8:])
			count := uint32(min(uint64(r.count), max(b.lastSeq+1, r.seq+1)-r.seq))
			if len(next) == 12 && bytes.Equal(next[:8], key[:8]) {
				count = min(count, binary.BigEndian.Uint32(next[8:])-place)
			}
			for i := range count {
				of, seq := b.undone(tx, r, i)
				if err := out.add(action, place+i, of, seq); err != nil {
					return err
				}
			}
		}
		key, raw = next, nextRaw
	}
	return out.flush()
}

// undone gives the change that a row names, as the new file has it; 0 for one that
// is lost.
func (b *rebuild) undone(tx *transaction, r undoRun, i uint32) (of number, seq uint64) {
	old := uint64(r.number) + uint64(i)
	if seq = r.seq + uint64(i); r.seq == 0 || old >= uint64(len(b.numbers)) || b.numbers[old] == noNumber {
		return 0, 0
	}
	of = b.numbers[old]
	if m, err := madeAt(tx, of); err == nil && m.seq+uint64(of-m.first) == seq {
		return of, seq
	}
	if get(tx, bucketHistory, historyKey(of, seq)) != nil {
		return of, seq
	}
	return 0, 0
}

// undoWriter joins rows to runs.
type undoWriter struct {
	to     *bucket
	action uint64
	place  uint32
	run    undoRun
}

func (w *undoWriter) add(action uint64, place uint32, of number, seq uint64) error {
	if w.run.count > 0 && w.action == action && w.place+w.run.count == place && w.run.goesOn(of, seq) {
		w.run.count++
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	w.action, w.place, w.run = action, place, undoRun{of, seq, 1}
	return nil
}

func (w *undoWriter) flush() error {
	if w.run.count == 0 {
		return nil
	}
	return w.to.Put(undoRowKey(w.action, w.place), w.run.encode())
}

// meta writes the counters of the file, and what a desk must have.
func (b *rebuild) meta() error {
	return b.to.update(b.ctx, func(tx *transaction) error {
		meta := tx.Bucket([]byte(bucketMeta))
		if len(meta.Get([]byte(settingPrefix+SettingDevice))) == 0 {
			b.note("meta: the id of this device is lost; it has a new one")
			if err := meta.Put([]byte(settingPrefix+SettingDevice), []byte(b.to.ids.New().String())); err != nil {
				return err
			}
		}
		for key, n := range map[string]uint64{
			keySchema: schemaVersion(migrations), keyHistory: b.lastSeq, keyOutbox: b.lastN,
		} {
			if err := putNumber(meta, key, max(readNumber(tx, key), n)); err != nil {
				return err
			}
		}
		return nil
	})
}
