package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"tradedesk/model"
)

// past is a change that was made here, and what takes it back.
//
// The change that makes a record has no row of its own as long as the record is as
// it was made: the bucket "made" says that it was, and the record says how. The
// first change after it writes it down: Body is then the record as it was made.
type past struct {
	Change  model.Change `cbor:"1,keyasint"`
	Back    model.Set    `cbor:"2,keyasint,omitempty"`
	N       uint64       `cbor:"3,keyasint,omitempty"` // counter of its op in the outbox
	Created bool         `cbor:"4,keyasint,omitempty"` // it made the record
	Body    []byte       `cbor:"5,keyasint,omitempty"` // CBOR
	Seen    model.Set    `cbor:"6,keyasint,omitempty"` // of lists, as of causal.Op

	seq uint64
}

func historyKey(n number, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(n.append(make([]byte, 0, numberSize+8)), seq)
}

func decodePast(key, raw []byte) (past, error) {
	var p past
	if len(key) != numberSize+8 {
		return past{}, fmt.Errorf("%x is no key of the history", key)
	}
	if err := decode(raw, &p); err != nil {
		return past{}, fmt.Errorf("decoding a change of the history: %w", err)
	}
	p.seq = binary.BigEndian.Uint64(key[numberSize:])
	if p.Body == nil {
		return p, nil
	}
	r, err := model.DecodeCBOR(p.Change.Kind, p.Body)
	if err != nil {
		return past{}, fmt.Errorf("decoding how a record was made: %w", err)
	}
	p.makes(r)
	return p, nil
}

// makes fills in what follows from the record that a change made.
func (p *past) makes(r model.Record) {
	h := r.Header()
	p.Change.Record, p.Change.Kind, p.Change.At, p.Change.By = h.ID, r.Kind(), h.UpdatedAt, h.UpdatedBy
	p.Change.Set = model.Diff(nil, r)
	if h.CreatedAt != h.UpdatedAt {
		p.Change.Set[model.FieldCreatedAt] = quote(h.CreatedAt.String())
	}
	p.Back = model.Inverse(nil, p.Change.Set)
	p.Created = true
}

// made is a run of records that were made one after the other. The i-th has the
// number of the key plus i, and so on for the other numbers.
type made struct {
	first number
	count uint32
	seq   uint64   // in the history
	n     uint64   // in the outbox; 0 when nothing is to be sent
	base  uint64   // as of model.Change
	id    model.ID // of the first change; the others count up its last four bytes
}

const madeSize = 4 + 8 + 8 + 8 + idSize

func (m made) encode() []byte {
	out := make([]byte, 0, madeSize)
	out = binary.BigEndian.AppendUint32(out, m.count)
	out = binary.BigEndian.AppendUint64(out, m.seq)
	out = binary.BigEndian.AppendUint64(out, m.n)
	out = binary.BigEndian.AppendUint64(out, m.base)
	return append(out, m.id[:]...)
}

func decodeMade(key, raw []byte) (made, error) {
	if len(key) != numberSize || len(raw) != madeSize {
		return made{}, fmt.Errorf("damaged: %x is no run of made records", key)
	}
	return made{
		first: numberAt(key), count: binary.BigEndian.Uint32(raw), seq: binary.BigEndian.Uint64(raw[4:]),
		n: binary.BigEndian.Uint64(raw[12:]), base: binary.BigEndian.Uint64(raw[20:]), id: model.ID(raw[28:]),
	}, nil
}

// madeAt finds the run that a record was made in.
func madeAt(tx *transaction, n number) (made, error) {
	key, raw := groupAt(tx.Bucket([]byte(bucketMade)).Cursor(), n)
	if key == nil {
		return made{}, errOdd
	}
	m, err := decodeMade(key, raw)
	if err == nil && (n < m.first || uint64(n)-uint64(m.first) >= uint64(m.count)) {
		err = errOdd
	}
	return m, err
}

// changeID gives the id of the change that made a record of the run.
func (m made) changeID(n number) model.ID {
	id := m.id
	tail := id[idSize-4:]
	binary.BigEndian.PutUint32(tail, binary.BigEndian.Uint32(tail)+uint32(n-m.first))
	return id
}

// past gives the change that made a record of the run, as r was made.
func (m made) past(n number, r model.Record) past {
	p := m.named(n, r)
	p.makes(r)
	return p
}

// named is past without what the change set.
func (m made) named(n number, r model.Record) past {
	i, h := uint64(n-m.first), r.Header()
	p := past{
		Change: model.Change{ID: m.changeID(n), Base: m.base, Record: h.ID, Kind: r.Kind(), At: h.UpdatedAt, By: h.UpdatedBy},
		seq:    m.seq + i, Created: true,
	}
	if m.n > 0 {
		p.N = m.n + i
	}
	return p
}

// errEnough ends a walk without an error.
var errEnough = errors.New("enough")

// eachPast calls yield with the changes of a record, newest first, until it gives
// errEnough or fails.
func eachPast(tx *transaction, n number, yield func(past) error) error {
	err := eachWritten(tx, n, yield)
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

func eachWritten(tx *transaction, n number, yield func(past) error) error {
	prefix := n.key()
	c := tx.Bucket([]byte(bucketHistory)).Cursor()
	key, raw := seekLast(c, prefix)
	written := false
	for ; len(key) > numberSize && numberAt(key[:numberSize]) == n; key, raw = c.Prev() {
		p, err := decodePast(key, raw)
		if err != nil {
			return err
		}
		written = true
		if err := yield(p); err != nil {
			return err
		}
	}
	if written {
		return nil
	}
	p, err := asMade(tx, n)
	if err != nil {
		return err
	}
	return yield(p)
}

// asMade gives the change that made a record which is as it was made.
func asMade(tx *transaction, n number) (past, error) {
	m, err := madeAt(tx, n)
	if err != nil {
		return past{}, err
	}
	s, err := readStored(tx, n)
	if err != nil {
		return past{}, err
	}
	return m.past(n, s.record), nil
}

// pastAt gives one change of a record; false when it is not there.
func pastAt(tx *transaction, n number, seq uint64) (past, bool, error) {
	key := historyKey(n, seq)
	if raw := get(tx, bucketHistory, key); raw != nil {
		p, err := decodePast(key, raw)
		return p, err == nil, err
	}
	m, err := madeAt(tx, n)
	if errors.Is(err, errOdd) || err == nil && m.seq+uint64(n-m.first) != seq {
		return past{}, false, nil
	}
	if err != nil {
		return past{}, false, err
	}
	p, err := asMade(tx, n)
	return p, err == nil, err
}

// hasHistory reports whether a change of a record is written down.
func hasHistory(tx *transaction, n number) bool {
	key, _ := tx.Bucket([]byte(bucketHistory)).Cursor().Seek(n.key())
	return len(key) > numberSize && numberAt(key[:numberSize]) == n
}

// seekLast puts a cursor on the last key that begins with prefix, or before it.
func seekLast(c *cursor, prefix []byte) (key, value []byte) {
	next := successor(prefix)
	if next == nil {
		return c.Last()
	}
	if key, _ := c.Seek(next); key == nil {
		return c.Last()
	}
	return c.Prev()
}

// successor gives the first key after all that begin with prefix, nil when there
// is none.
func successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			next := append([]byte(nil), prefix[:i+1]...)
			next[i]++
			return next
		}
	}
	return nil
}

// History gives the changes of a record, newest first, at most limit when that is
// more than 0. ErrNotFound when there is no such record.
func (s *Store) History(ctx context.Context, id model.ID, limit int) ([]model.Change, error) {
	var changes []model.Change
	err := s.read(ctx, func(tx *transaction) error {
		n, ok, err := numberOf(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNotFound
		}
		return eachPast(tx, n, func(p past) error {
			changes = append(changes, p.Change)
			if len(changes) == limit {
				return errEnough
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return nil, fmt.Errorf("reading the history of %s: %w", id, err)
	}
	return changes, nil
}

// quote writes a plain text as JSON.
func quote(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }
