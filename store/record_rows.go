package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// The bucket of records holds groups of rows with consecutive numbers: the key is
// the first number, the value how many there are, 1 byte, the length of each as a
// uvarint, and the rows one after the other.
//
// A row is the name of the kind behind its length, 1 byte; a byte that says
// whether a score follows: the score, 1 byte, when it was worked out and when it
// changes next, 8 bytes each; and the record in CBOR.

const (
	maxGroup     = 250
	maxKind      = 255 // bytes of a kind's name
	groupBytes   = maxBlock - numberSize
	scoredMark   = 1
	scoreSize    = 1 + 8 + 8
	maxRowsBytes = 64 << 20 // of one record, so that damage is seen
)

var errRecord = errors.New("damaged: a record cannot be read; restore a backup, or run check")

// scored is what the desk works out of a lead beside its fields.
type scored struct {
	score int
	at    value.Instant // when it was worked out
	next  value.Instant // when it changes by the passing of time, 0 when it does not
}

func (s scored) isZero() bool { return s == scored{} }

// encodeRow writes down a record as the file has it.
func encodeRow(r model.Record, s scored) ([]byte, error) {
	var room [512]byte
	data, err := model.AppendCBOR(room[:0], r)
	if err != nil {
		return nil, err
	}
	return joinRow(r.Kind(), s, data), nil
}

func joinRow(kind model.Kind, s scored, data []byte) []byte {
	row := make([]byte, 0, 2+len(kind)+scoreSize+len(data))
	row = append(append(row, byte(len(kind))), kind...)
	if s.isZero() {
		row = append(row, 0)
	} else {
		row = append(row, scoredMark, byte(s.score))
		row = binary.BigEndian.AppendUint64(row, uint64(s.at))
		row = binary.BigEndian.AppendUint64(row, uint64(s.next))
	}
	return append(row, data...)
}

// splitRow takes a row apart; data is the record in CBOR.
func splitRow(row []byte) (kind model.Kind, s scored, data []byte, err error) {
	if len(row) == 0 || len(row) < 2+int(row[0]) {
		return "", s, nil, errRecord
	}
	n := 1 + int(row[0])
	kind, row = model.Kind(row[1:n]), row[n:]
	switch {
	case row[0] == 0:
		return kind, s, row[1:], nil
	case row[0] != scoredMark || len(row) < 1+scoreSize:
		return "", s, nil, errRecord
	}
	s.score = int(row[1])
	s.at = value.Instant(binary.BigEndian.Uint64(row[2:]))
	s.next = value.Instant(binary.BigEndian.Uint64(row[10:]))
	return kind, s, row[1+scoreSize:], nil
}

// stored is a record as it stands in the file.
type stored struct {
	number number
	record model.Record
	scored scored
	size   int // bytes of its row in the file, when it was read
}

func decodeRow(n number, row []byte) (stored, error) {
	kind, s, data, err := splitRow(row)
	if err != nil {
		return stored{}, err
	}
	r, err := model.DecodeCBOR(kind, data)
	return stored{n, r, s, len(row)}, err
}

// excerpt gives what a list shows of the record.
func (s stored) excerpt() model.Excerpt {
	return model.ExcerptScored(s.record, s.scored.score, s.scored.at)
}

// rowGroup is a value of the bucket of records.
type rowGroup struct {
	first number
	rows  [][]byte
}

// readGroup takes a group apart; the rows lie in value.
func readGroup(key, value []byte, into *rowGroup) error {
	if len(key) != numberSize || len(value) == 0 {
		return errRecord
	}
	into.first, into.rows = numberAt(key), into.rows[:0]
	n := int(value[0])
	var sizes [maxGroup]int
	if value = value[1:]; n > maxGroup {
		return errRecord
	}
	for i := range n {
		size, used := binary.Uvarint(value)
		if used <= 0 || size > maxRowsBytes {
			return errRecord
		}
		sizes[i], value = int(size), value[used:]
	}
	for _, size := range sizes[:n] {
		if size > len(value) {
			return errRecord
		}
		into.rows = append(into.rows, value[:size:size])
		value = value[size:]
	}
	if len(value) > 0 {
		return errRecord
	}
	return nil
}

// groupAt finds the group that a number belongs to: the last that begins no later.
func groupAt(c *cursor, n number) (key, value []byte) {
	want := n.key()
	key, value = c.Seek(want)
	if bytes.Equal(key, want) {
		return key, value
	}
	if key == nil {
		return c.Last()
	}
	return c.Prev()
}

// readRow gives the row of a number, nil when there is none; it is valid within
// the transaction.
func readRow(tx *transaction, n number) ([]byte, error) {
	key, value := groupAt(tx.Bucket([]byte(bucketRecord)).Cursor(), n)
	if key == nil {
		return nil, nil
	}
	return rowOf(key, value, n)
}

// rowOf gives the row of a number out of a group, nil when it is not in it.
func rowOf(key, value []byte, n number) ([]byte, error) {
	if len(key) != numberSize || len(value) == 0 {
		return nil, errRecord
	}
	rows, at := int(value[0]), int64(n)-int64(numberAt(key))
	if at < 0 || at >= int64(rows) {
		return nil, nil
	}
	value = value[1:]
	var before, own uint64
	for i := range rows {
		size, used := binary.Uvarint(value)
		if used <= 0 || size > maxRowsBytes {
			return nil, errRecord
		}
		value = value[used:]
		if int64(i) < at {
			before += size
		} else if int64(i) == at {
			own = size
		}
	}
	if before+own > uint64(len(value)) {
		return nil, errRecord
	}
	return value[before : before+own : before+own], nil
}

// readStored gives the record with a number; errOdd when there is none.
func readStored(tx *transaction, n number) (stored, error) {
	row, err := readRow(tx, n)
	if err != nil {
		return stored{}, err
	}
	if row == nil {
		return stored{}, errOdd
	}
	return decodeRow(n, row)
}

// readID gives the record with an id; ErrNotFound when there is none.
func readID(tx *transaction, id model.ID) (stored, error) {
	n, ok, err := numberOf(tx, id)
	if err != nil {
		return stored{}, err
	}
	if !ok {
		return stored{}, fmt.Errorf("record %s: %w", id, ErrNotFound)
	}
	return readStored(tx, n)
}

// eachStored calls yield with the records from a number on, about as many as most,
// until it fails; it gives the number to go on from, and whether there are more.
func eachStored(tx *transaction, from number, most int, yield func(stored) error) (next number, more bool, err error) {
	c := tx.Bucket([]byte(bucketRecord)).Cursor()
	key, value := groupAt(c, from)
	if key == nil {
		key, value = c.First()
	}
	var g rowGroup
	for ; key != nil; key, value = c.Next() {
		if err := readGroup(key, value, &g); err != nil {
			return 0, false, err
		}
		for i, row := range g.rows {
			n := g.first + number(i)
			if n < from {
				continue
			}
			if most <= 0 {
				return n, true, nil
			}
			is, err := decodeRow(n, row)
			if err == nil {
				err = yield(is)
			}
			if err != nil {
				return 0, false, err
			}
			most--
		}
	}
	return 0, false, nil
}

// numberedRow is a row that is to be written.
type numberedRow struct {
	number number
	row    []byte
}

// putRows writes rows, in order of their numbers: those that are there already are
// replaced, the others are the next numbers.
func putRows(b *bucket, rows []numberedRow) error {
	for len(rows) > 0 {
		key, value := groupAt(b.Cursor(), rows[0].number)
		var g rowGroup
		if key != nil {
			if err := readGroup(key, value, &g); err != nil {
				return err
			}
		} else {
			g.first = rows[0].number
		}
		g.rows = append(make([][]byte, 0, len(g.rows)+len(rows)), g.rows...)
		// Behind the last group there is room for all that is new.
		behind, _ := b.Cursor().Seek((g.first + number(len(g.rows))).key())
		done := 0
		for _, r := range rows {
			at := int(r.number) - int(g.first)
			if at > len(g.rows) || at == len(g.rows) && behind != nil {
				break
			}
			if at == len(g.rows) {
				g.rows = append(g.rows, nil)
			}
			g.rows[at] = r.row
			done++
		}
		if done == 0 {
			return errRecord // a number was left out
		}
		rows = rows[done:]
		if err := g.put(b); err != nil {
			return err
		}
	}
	return nil
}

// put writes a group, as several when it has grown.
func (g *rowGroup) put(b *bucket) error {
	for from := 0; from < len(g.rows); {
		to, size := from, 1
		for to < len(g.rows) && to-from < maxGroup && (to == from || size+len(g.rows[to])+2 <= groupBytes) {
			size += len(g.rows[to]) + 2
			to++
		}
		value := make([]byte, 1, size)
		value[0] = byte(to - from)
		for _, row := range g.rows[from:to] {
			value = binary.AppendUvarint(value, uint64(len(row)))
		}
		for _, row := range g.rows[from:to] {
			value = append(value, row...)
		}
		if err := b.Put((g.first + number(from)).key(), value); err != nil {
			return err
		}
		from = to
	}
	return nil
}
