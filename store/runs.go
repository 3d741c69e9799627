package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// opRun is a run of ops in the outbox: the i-th is the change seq+i of the record
// number+i, and its hybrid logical clock is clock+i. Its key is the counter of the
// first op.
type opRun struct {
	n      uint64
	number number
	seq    uint64
	clock  uint64
	count  uint32
}

const opSize = numberSize + 8 + 8 + 4

func (r opRun) encode() []byte {
	out := r.number.append(make([]byte, 0, opSize))
	out = binary.BigEndian.AppendUint64(out, r.seq)
	out = binary.BigEndian.AppendUint64(out, r.clock)
	return binary.BigEndian.AppendUint32(out, r.count)
}

func decodeOps(key, raw []byte) (opRun, error) {
	if len(key) != 8 || len(raw) != opSize {
		return opRun{}, fmt.Errorf("damaged: %x is no op of the outbox", key)
	}
	return opRun{
		n: binary.BigEndian.Uint64(key), number: numberAt(raw[:numberSize]), seq: binary.BigEndian.Uint64(raw[4:]),
		clock: binary.BigEndian.Uint64(raw[12:]), count: binary.BigEndian.Uint32(raw[20:]),
	}, nil
}

// goesOn reports whether another op goes on with the run.
func (r opRun) goesOn(n uint64, of number, seq, clock uint64) bool {
	i := uint64(r.count)
	return r.n+i == n && uint64(r.number)+i == uint64(of) && r.seq+i == seq && r.clock+i == clock
}

// opAt finds the op with a counter; count is 1.
func opAt(tx *transaction, n uint64) (opRun, bool, error) {
	key, raw := floorKey(tx.Bucket([]byte(bucketOutbox)).Cursor(), seqKey(n))
	if key == nil {
		return opRun{}, false, nil
	}
	r, err := decodeOps(key, raw)
	if err != nil || n-r.n >= uint64(r.count) {
		return opRun{}, false, err
	}
	i := n - r.n
	return opRun{n, r.number + number(i), r.seq + i, r.clock + i, 1}, true, nil
}

// floorKey gives the last key that is not above key.
func floorKey(c *cursor, key []byte) (at, value []byte) {
	at, value = c.Seek(key)
	if at != nil && bytes.Equal(at, key) {
		return at, value
	}
	if at == nil {
		return c.Last()
	}
	return c.Prev()
}

// undoRun is a run of changes of an action: the i-th is the change seq+i of the
// record number+i; seq 0 is of nothing. Its key is the action's and the place of
// the first. A row within a run stands before it.
type undoRun struct {
	number number
	seq    uint64
	count  uint32
}

const undoSize = numberSize + 8 + 4

func (r undoRun) encode() []byte {
	out := r.number.append(make([]byte, 0, undoSize))
	out = binary.BigEndian.AppendUint64(out, r.seq)
	return binary.BigEndian.AppendUint32(out, r.count)
}

func decodeUndo(key, raw []byte) (undoRun, error) {
	if len(key) != 12 || len(raw) != undoSize {
		return undoRun{}, fmt.Errorf("damaged: %x is no change of an action", key)
	}
	return undoRun{numberAt(raw[:numberSize]), binary.BigEndian.Uint64(raw[4:]), binary.BigEndian.Uint32(raw[12:])}, nil
}

func (r undoRun) goesOn(of number, seq uint64) bool {
	return r.seq > 0 && uint64(r.number)+uint64(r.count) == uint64(of) && r.seq+uint64(r.count) == seq
}

// undoAt gives the n-th change of an action; false when there is none.
func undoAt(tx *transaction, action uint64, n uint32) (of number, seq uint64, ok bool, err error) {
	key, raw := floorKey(tx.Bucket([]byte(bucketUndoRows)).Cursor(), undoRowKey(action, n))
	if key == nil {
		return 0, 0, false, nil
	}
	r, err := decodeUndo(key, raw)
	if err != nil {
		return 0, 0, false, err
	}
	i := n - binary.BigEndian.Uint32(key[8:])
	if binary.BigEndian.Uint64(key) != action || i >= r.count || r.seq == 0 {
		return 0, 0, false, nil
	}
	return r.number + number(i), r.seq + uint64(i), true, nil
}
