package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// The journal takes up what small transactions do: a row for each, with what it
// put into the buckets and took out of them. An edit touches some ten buckets, each
// a tree whose pages from the root down would be written again; a row of the journal
// is one page at the end of one tree. What the journal holds lies over the buckets
// in memory, so that whoever reads sees one state; when it is full, or a
// transaction does much, all of it goes into the buckets in one transaction and the
// journal is empty. A transaction is in the file whole or not at all as ever: its
// row is committed by bbolt.
//
// The key of a row is its place, 4 bytes. The value is, for each bucket, its name
// behind its length and how many keys follow; and for each key, behind its length,
//
//	tookOut
//	put     the value as it differs from the one before it: its first bytes behind
//	        their length, as blocks and groups begin with counts; how many bytes
//	        both begin and end with behind these; the bytes between behind their
//	        length; and a CRC-32 (Castagnoli) of the whole
//
// Lengths and numbers of bytes are uvarints.
const (
	tookOut = 0
	put     = 1

	wholeBytes = 16 // at the beginning of a value
)

// journalSize is how much the journal holds.
type journalSize struct {
	rows  uint32
	bytes int
}

const (
	// maxRows and maxBytes are what the journal holds before it goes into the buckets.
	maxRows  = 128
	maxBytes = 1 << 20
	// maxRow is what one row takes, in bytes.
	maxRow = 64 << 10
	// keptRows is how many rows stay when the file is closed: reading them costs
	// opening less than writing them through costs closing.
	keptRows = 24
)

var (
	errJournal = errors.New("the last changes cannot be read; run check --repair")
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
)

func journalKey(row uint32) []byte { return binary.BigEndian.AppendUint32(nil, row) }

// end prepares a writing transaction for its commit, and gives what lies over the
// buckets after it.
func (t *transaction) end() (*overlay, error) {
	if !t.through && len(t.owned) > 0 {
		row := t.encode()
		if len(row) > maxRow || t.journal.rows+1 >= maxRows || t.journal.bytes+len(row) > maxBytes {
			if err := t.writeThrough(); err != nil {
				return nil, err
			}
		} else if err := t.writeRow(row); err != nil {
			return nil, err
		}
	}
	return &overlay{t.ID(), t.layers, t.journal}, nil
}

func (t *transaction) writeRow(row []byte) error {
	if len(row) == 0 {
		return nil
	}
	b, err := t.bolt.CreateBucketIfNotExists([]byte(bucketJournal))
	if err != nil {
		return err
	}
	t.journal.rows++
	t.journal.bytes += len(row)
	return b.Put(journalKey(t.journal.rows), row)
}

// writeThrough puts into the buckets what lies over them, and from then on whatever
// is put.
func (t *transaction) writeThrough() error {
	if t.through {
		return nil
	}
	t.through = true
	t.version++
	for _, name := range slices.Sorted(maps.Keys(t.layers)) {
		b, err := t.bolt.CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		b.FillPercent = fillOf(name)
		for _, row := range t.layers[name].rows {
			if row.value == nil {
				err = b.Delete(row.key)
			} else {
				err = b.Put(row.key, row.value)
			}
			if err != nil {
				return fmt.Errorf("writing the journal into %s: %w", name, err)
			}
		}
	}
	t.layers = map[string]*layer{}
	if t.journal.rows == 0 {
		return nil
	}
	t.journal = journalSize{}
	return t.bolt.DeleteBucket([]byte(bucketJournal))
}

// encode gives the row of what the transaction did; none when it did nothing.
func (t *transaction) encode() []byte {
	var out []byte
	for _, name := range slices.Sorted(maps.Keys(t.owned)) {
		of, before := t.bolt.Bucket([]byte(name)), t.before.layers[name]
		n := 0
		var rows []byte
		for _, row := range t.layers[name].rows {
			if row.at != t.journal.rows+1 {
				continue
			}
			was := valueBefore(of, before, row.key)
			switch {
			case row.value == nil && was == nil:
				continue // it came and went
			case row.value == nil:
				rows = append(appendBytes(rows, row.key), tookOut)
			default:
				rows = append(appendBytes(rows, row.key), put)
				rows = appendDifference(rows, was, row.value)
			}
			n++
		}
		if n > 0 {
			out = binary.AppendUvarint(appendBytes(out, []byte(name)), uint64(n))
			out = append(out, rows...)
		}
	}
	return out
}

func valueBefore(of *bbolt.Bucket, over *layer, key []byte) []byte {
	if over != nil {
		if at, found := over.find(key); found {
			return over.rows[at].value
		}
	}
	return of.Get(key)
}

func appendBytes(out, data []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(data))), data...)
}

func appendDifference(out, was, is []byte) []byte {
	sum := crc32.Checksum(is, castagnoli)
	was = was[min(len(was), wholeBytes):]
	out = appendBytes(out, is[:min(len(is), wholeBytes)])
	is = is[min(len(is), wholeBytes):]
	most := min(len(was), len(is))
	begin := 0
	for begin < most && was[begin] == is[begin] {
		begin++
	}
	end := 0
	for end < most-begin && was[len(was)-1-end] == is[len(is)-1-end] {
		end++
	}
	out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(begin)), uint64(end))
	out = appendBytes(out, is[begin:len(is)-end])
	return binary.BigEndian.AppendUint32(out, sum)
}

// rowReader takes a row of the journal apart.
type rowReader struct {
	left []byte
	odd  bool
}

func (r *rowReader) number() int {
	n, used := binary.Uvarint(r.left)
	if used <= 0 || n > maxRowsBytes {
		r.odd, r.left = true, nil
		return 0
	}
	r.left = r.left[used:]
	return int(n)
}

func (r *rowReader) take(n int) []byte {
	if n > len(r.left) {
		r.odd, r.left = true, nil
		return nil
	}
	data := r.left[:n:n]
	r.left = r.left[n:]
	return data
}

// difference reads the value that follows from the one before it; false when the
// value is another one than was put.
func (r *rowReader) difference(was []byte) ([]byte, bool) {
	first := r.take(r.number())
	begin, end := r.number(), r.number()
	between, sum := r.take(r.number()), r.take(4)
	was = was[min(len(was), wholeBytes):]
	if r.odd || begin+end > len(was) {
		return nil, false
	}
	is := append(make([]byte, 0, len(first)+begin+len(between)+end), first...)
	is = append(append(append(is, was[:begin]...), between...), was[len(was)-end:]...)
	return is, binary.BigEndian.Uint32(sum) == crc32.Checksum(is, castagnoli)
}

// replay does what a row of the journal says: get gives what a bucket has, set
// takes what it has then, nil being nothing. What cannot be made out goes to lost;
// an error means that the row cannot be read on.
func replay(row []byte, get func(bucket string, key []byte) []byte, set func(bucket string, key, value []byte), lost func(bucket string, key []byte)) error {
	r := rowReader{left: row}
	for len(r.left) > 0 {
		name := string(r.take(r.number()))
		for n := r.number(); n > 0 && !r.odd; n-- {
			key := r.take(r.number())
			switch how := r.take(1); {
			case r.odd:
			case how[0] == tookOut:
				set(name, key, nil)
			case how[0] == put:
				if value, ok := r.difference(get(name, key)); ok {
					set(name, key, value)
				} else if !r.odd {
					lost(name, key)
				}
			default:
				r.odd = true
			}
		}
		if r.odd {
			return errJournal
		}
	}
	return nil
}

func newerThanThis(tx *bbolt.Tx) bool {
	return readNumber(newTransaction(tx, &overlay{}), keySchema) > schemaVersion(migrations)
}

// readJournal gives what lies over the buckets of a file.
func readJournal(tx *bbolt.Tx) (*overlay, error) {
	o := &overlay{tx: tx.ID(), layers: map[string]*layer{}}
	journal := tx.Bucket([]byte(bucketJournal))
	if journal == nil {
		return o, nil
	}
	get := func(name string, key []byte) []byte {
		if of := tx.Bucket([]byte(name)); of != nil {
			return valueBefore(of, o.layers[name], key)
		}
		return nil
	}
	set := func(name string, key, value []byte) {
		if o.layers[name] == nil {
			o.layers[name] = &layer{}
		}
		o.layers[name].set(key, value, o.journal.rows)
	}
	var lost error
	err := journal.ForEach(func(key, row []byte) error {
		o.journal.rows++
		if !bytes.Equal(key, journalKey(o.journal.rows)) {
			return errJournal
		}
		o.journal.bytes += len(row)
		return replay(row, get, set, func(string, []byte) { lost = errJournal })
	})
	if err == nil {
		err = lost
	}
	if err != nil && newerThanThis(tx) {
		return &overlay{tx: tx.ID()}, nil // nothing else is read of such a file
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return o, nil
}
