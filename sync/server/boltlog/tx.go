package boltlog

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// Keys of the meta bucket.
var (
	keyWorkspace = []byte("workspace")
	keyLog       = []byte("log")     // how far the log goes, as JSON
	keyRecords   = []byte("records") // how many records there are, 8 bytes
)

// boltTx is one workspace in one transaction.
type boltTx struct {
	tx   *bbolt.Tx
	b    *bbolt.Bucket
	grew bool
}

var _ storage.Tx = (*boltTx)(nil)

func newTx(tx *bbolt.Tx, b *bbolt.Bucket) *boltTx { return &boltTx{tx: tx, b: b} }

func (t *boltTx) get(bucket, key []byte) []byte { return t.b.Bucket(bucket).Get(key) }

func (t *boltTx) getJSON(bucket, key []byte, into any) error {
	raw := t.get(bucket, key)
	if raw == nil {
		return storage.ErrNotFound
	}
	return decodeJSON(raw, string(bucket), into)
}

func (t *boltTx) putJSON(bucket, key []byte, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.b.Bucket(bucket).Put(key, raw)
}

func (t *boltTx) Workspace() (w storage.Workspace, err error) {
	err = t.getJSON(bucketMeta, keyWorkspace, &w)
	return w, err
}

func (t *boltTx) Log() (l storage.Log, err error) {
	err = t.getJSON(bucketMeta, keyLog, &l)
	return l, err
}

func (t *boltTx) putLog(l storage.Log) error { return t.putJSON(bucketMeta, keyLog, l) }

func (t *boltTx) SetEpoch(epoch model.ID) error {
	l, err := t.Log()
	if err != nil {
		return err
	}
	l.Epoch = epoch
	return t.putLog(l)
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

const lineHead = 8 + len(causal.Hash{})

func decodeLine(key, raw []byte) (storage.Line, error) {
	if len(key) != 8 || len(raw) < lineHead {
		return storage.Line{}, fmt.Errorf("damaged: %x is no entry of the log", key)
	}
	l := storage.Line{Seq: binary.BigEndian.Uint64(key), At: value.Instant(binary.BigEndian.Uint64(raw)), JSON: bytes.Clone(raw[lineHead:])}
	copy(l.Hash[:], raw[8:])
	return l, nil
}

func (t *boltTx) Entries(after uint64, limit int, size int64) ([]storage.Line, error) {
	var out []storage.Line
	c := t.b.Bucket(bucketLog).Cursor()
	for key, raw := c.Seek(number(after + 1)); key != nil && len(out) < limit && size > 0; key, raw = c.Next() {
		l, err := decodeLine(key, raw)
		if err != nil {
			return nil, err
		}
		size -= int64(len(l.JSON))
		out = append(out, l)
	}
	return out, nil
}

func (t *boltTx) HashAt(seq uint64) (h causal.Hash, ok bool, err error) {
	if seq == 0 {
		return h, true, nil
	}
	l, err := t.Log()
	if err != nil {
		return h, false, err
	}
	if seq == l.Head {
		return l.Hash, true, nil
	}
	raw := t.get(bucketLog, number(seq))
	if raw == nil {
		return h, false, nil
	}
	line, err := decodeLine(number(seq), raw)
	return line.Hash, err == nil, err
}

func (t *boltTx) Append(lines []storage.Line) error {
	if len(lines) == 0 {
		return nil
	}
	l, err := t.Log()
	if err != nil {
		return err
	}
	b := t.b.Bucket(bucketLog)
	b.FillPercent = 1 // numbers only grow
	for _, line := range lines {
		if line.Seq != l.Head+1 {
			return fmt.Errorf("appending entry %d behind %d", line.Seq, l.Head)
		}
		raw := make([]byte, 0, lineHead+len(line.JSON))
		raw = binary.BigEndian.AppendUint64(raw, uint64(line.At))
		raw = append(append(raw, line.Hash[:]...), line.JSON...)
		if err := b.Put(number(line.Seq), raw); err != nil {
			return err
		}
		l.Head, l.Hash = line.Seq, line.Hash
	}
	t.grew = true
	return t.putLog(l)
}

func encodeState(s *causal.State) ([]byte, error) {
	if len(s.Kind) > protocol.MaxName {
		return nil, fmt.Errorf("the kind %.40q has too long a name", s.Kind)
	}
	return append(append([]byte{byte(len(s.Kind))}, s.Kind...), causal.EncodeRow(s)...), nil
}

func decodeState(key, raw []byte) (*causal.State, error) {
	if len(key) != len(model.ID{}) || len(raw) == 0 || len(raw) < 1+int(raw[0]) {
		return nil, fmt.Errorf("damaged: %x is no state of a record", key)
	}
	n := 1 + int(raw[0])
	// Values of the row lie in what is decoded.
	return causal.DecodeRow(model.Kind(raw[1:n]), model.ID(key), bytes.Clone(raw[n:]))
}

func (t *boltTx) States(records []model.ID) ([]*causal.State, error) {
	out := make([]*causal.State, len(records))
	b := t.b.Bucket(bucketState)
	for i, id := range records {
		raw := b.Get(id[:])
		if raw == nil {
			continue
		}
		var err error
		if out[i], err = decodeState(id[:], raw); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t *boltTx) StatesAfter(after model.ID, limit int, size int64) ([]*causal.State, error) {
	var out []*causal.State
	c := t.b.Bucket(bucketState).Cursor()
	key, raw := c.Seek(after[:])
	if bytes.Equal(key, after[:]) {
		key, raw = c.Next()
	}
	for ; key != nil && len(out) < limit && size > 0; key, raw = c.Next() {
		s, err := decodeState(key, raw)
		if err != nil {
			return nil, err
		}
		size -= int64(len(raw))
		out = append(out, s)
	}
	return out, nil
}

func (t *boltTx) Records() (uint64, error) {
	raw := t.get(bucketMeta, keyRecords)
	if len(raw) != 8 {
		return 0, nil
	}
	return binary.BigEndian.Uint64(raw), nil
}

func (t *boltTx) PutStates(states []*causal.State) error {
	b := t.b.Bucket(bucketState)
	count, err := t.Records()
	if err != nil {
		return err
	}
	sorted := slices.SortedFunc(slices.Values(states), func(a, b *causal.State) int { return slices.Compare(a.Record[:], b.Record[:]) })
	for _, s := range sorted {
		raw, err := encodeState(s)
		if err != nil {
			return err
		}
		if b.Get(s.Record[:]) == nil {
			count++
		}
		if err := b.Put(s.Record[:], raw); err != nil {
			return err
		}
	}
	return t.b.Bucket(bucketMeta).Put(keyRecords, number(count))
}

// An op's row is the number of its entry and when it was taken, or zero and the
// problem as JSON.
func (t *boltTx) Ops(ids []model.ID) ([]storage.Taken, []bool, error) {
	taken, known := make([]storage.Taken, len(ids)), make([]bool, len(ids))
	b := t.b.Bucket(bucketOp)
	for i, id := range ids {
		raw := b.Get(id[:])
		if raw == nil {
			continue
		}
		if len(raw) < 8 {
			return nil, nil, fmt.Errorf("damaged: %x is no op", id)
		}
		known[i], taken[i].Seq = true, binary.BigEndian.Uint64(raw)
		if taken[i].Seq == 0 {
			if err := decodeJSON(raw[8:], "a problem", &taken[i].Problem); err != nil {
				return nil, nil, err
			}
		}
	}
	return taken, known, nil
}

func (t *boltTx) PutOps(ids []model.ID, taken []storage.Taken) error {
	b := t.b.Bucket(bucketOp)
	places := make([]int, len(ids))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(a, b int) int { return slices.Compare(ids[a][:], ids[b][:]) })
	for _, i := range places {
		raw := number(taken[i].Seq)
		if taken[i].Seq == 0 {
			problem, err := json.Marshal(taken[i].Problem)
			if err != nil {
				return err
			}
			raw = append(raw, problem...)
			refused, err := t.b.CreateBucketIfNotExists(bucketRefused)
			if err != nil {
				return err
			}
			if err := refused.Put(append(number(uint64(taken[i].Refused)), ids[i][:]...), nil); err != nil {
				return err
			}
		}
		if err := b.Put(ids[i][:], raw); err != nil {
			return err
		}
	}
	return nil
}

// forgetBytes bounds what one call of Forget reads.
const forgetBytes = 4 << 20

// Forget walks the log from its floor on, and then what was refused.
func (t *boltTx) Forget(before value.Instant, limit int) (int, error) {
	n, err := t.forgetEntries(before, limit)
	if err != nil || n == limit {
		return n, err
	}
	refused, err := t.forgetRefused(before, limit-n)
	return n + refused, err
}

func (t *boltTx) forgetRefused(before value.Instant, limit int) (int, error) {
	b := t.b.Bucket(bucketRefused)
	if b == nil {
		return 0, nil
	}
	var old [][]byte
	c := b.Cursor()
	for key, _ := c.First(); len(key) > 8 && len(old) < limit && value.Instant(binary.BigEndian.Uint64(key)) < before; key, _ = c.Next() {
		old = append(old, bytes.Clone(key))
	}
	for _, key := range old {
		// An op that was refused and is in the log now is forgotten with its entry.
		if raw := t.get(bucketOp, key[8:]); len(raw) >= 8 && binary.BigEndian.Uint64(raw) == 0 {
			if err := t.b.Bucket(bucketOp).Delete(key[8:]); err != nil {
				return 0, err
			}
		}
		if err := b.Delete(key); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

func (t *boltTx) forgetEntries(before value.Instant, limit int) (int, error) {
	l, err := t.Log()
	if err != nil {
		return 0, err
	}
	lines, err := t.Entries(l.Floor, limit, forgetBytes)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, line := range lines {
		if line.At >= before || line.Seq == l.Head {
			break // the head's hash is asked for
		}
		entry, err := protocol.ParseEntry(line.JSON)
		if err != nil {
			return n, err
		}
		if err := t.b.Bucket(bucketOp).Delete(entry.ID[:]); err != nil {
			return n, err
		}
		if err := t.b.Bucket(bucketLog).Delete(number(line.Seq)); err != nil {
			return n, err
		}
		l.Floor = line.Seq
		n++
	}
	if n == 0 {
		return 0, nil
	}
	return n, t.putLog(l)
}
