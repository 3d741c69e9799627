package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"tradedesk/model"
)

// row is one key of one bucket that is there because of a record.
type row struct {
	bucket string
	key    []byte
	value  []byte
	// group, when not nil, is what the row is counted under.
	group []byte
}

func compareRows(a, b row) int {
	if c := cmp.Compare(a.bucket, b.bucket); c != 0 {
		return c
	}
	return bytes.Compare(a.key, b.key)
}

// rowsOf gives every row that a record and its excerpt stand for. It is a pure
// function: what is in the file can be proved and made again with it.
func rowsOf(r model.Record, e model.Excerpt) ([]row, error) {
	record, err := model.EncodeCBOR(r)
	if err != nil {
		return nil, err
	}
	excerpt, err := encodeExcerpt(e)
	if err != nil {
		return nil, err
	}
	b := rowBuilder{rows: make([]row, 0, 48), keys: make([]byte, 0, 2048)}
	h, kind := r.Header(), r.Kind()
	b.id = h.ID
	b.part = partLive
	if h.Deleted {
		b.part = partDeleted
	}
	b.add(viewBucket(kind), b.withID(nil), record, nil)
	b.add(bucketExcerpt, b.withID(nil), excerpt, nil)
	b.add(allBucket(kind), b.withID([]byte{b.part}), nil, []byte{b.part})
	suffix := suffixKey(h.ID)
	b.add(bucketSuffix, b.withID(suffix[:]), nil, nil)
	if h.Origin != "" {
		b.add(bucketIdentity, b.withID(originKey(kind, h.Origin)), nil, nil)
	}
	for _, ix := range indexesOf(kind) {
		b.addIndex(ix, r, e)
	}
	if into, ok := model.Survivor(r); ok {
		b.add(bucketMerged, b.withID(nil), into[:], nil)
	}
	if h.Deleted {
		b.add(bucketDeleted, b.withID(appendInt(nil, int64(h.UpdatedAt))), []byte(kind), []byte(kind))
		return b.distinct(), nil
	}
	b.addViews(r, e)
	for _, key := range model.DuplicateKeys(r) {
		b.add(bucketDup, b.withID(duplicateKey(kind, key.Key)), nil, nil)
	}
	return b.distinct(), nil
}

// rowBuilder collects the rows of one record.
type rowBuilder struct {
	id   model.ID
	part byte
	rows []row
	keys []byte // what the keys are cut from
}

func (b *rowBuilder) add(bucket string, key, value, group []byte) {
	b.rows = append(b.rows, row{bucket, key, value, group})
}

// withID gives a key that ends with the record's id.
func (b *rowBuilder) withID(key []byte) []byte {
	from := len(b.keys)
	b.keys = append(append(b.keys, key...), b.id[:]...)
	return b.keys[from:len(b.keys):len(b.keys)]
}

func (b *rowBuilder) addIndex(ix *index, r model.Record, e model.Excerpt) {
	if ix.list {
		for _, value := range fieldKeys(ix.field, r, maxIndexed) {
			b.addKey(ix, append(append(b.keys, b.part), value...))
		}
		return
	}
	b.addKey(ix, ix.appendKey(append(b.keys, b.part), r, e))
}

// addKey adds the row whose key, but for the id, was put behind the others.
func (b *rowBuilder) addKey(ix *index, keys []byte) {
	from := len(b.keys)
	b.keys = append(keys, b.id[:]...)
	key := b.keys[from:len(b.keys):len(b.keys)]
	var group []byte
	if ix.counted {
		group = key[:len(key)-idSize]
	}
	b.add(ix.bucket, key, nil, group)
}

// addViews adds the rows of the ready-made selections that the record is in.
func (b *rowBuilder) addViews(r model.Record, e model.Excerpt) {
	kind := []byte(r.Kind())
	switch r := r.(type) {
	case *model.Lead:
		if r.Stage == model.LeadNew {
			b.addInbox(r, e)
		}
		if at := model.ReplyDue(e); !at.IsZero() {
			b.add(bucketPromised, b.withID(appendInt(nil, int64(at))), nil, []byte{})
		}
	case *model.Message:
		if !r.Thread.IsZero() {
			b.add(bucketThread, b.withID(appendInt(slices.Clone(r.Thread[:]), int64(e.At))), nil, r.Thread[:])
		}
	}
	if due, _ := model.Due(e); !due.IsZero() {
		b.add(bucketDue, b.withID(appendInt(nil, int64(due))), kind, kind)
	}
}

// addInbox: the best score first, then who waits longest. The row carries until
// when the lead is put off.
func (b *rowBuilder) addInbox(l *model.Lead, e model.Excerpt) {
	var until []byte
	if !l.SnoozedUntil.IsZero() {
		until = appendInt(nil, int64(l.SnoozedUntil))
		b.add(bucketAsleep, b.withID(until), nil, nil)
	}
	order := appendInt([]byte{byte(255 - min(max(e.Score, 0), 255))}, int64(e.At))
	b.add(bucketInbox, b.withID(order), until, []byte{})
}

// distinct drops rows that stand there twice, such as those of a tag that is
// given twice. Rows of one bucket stand together.
func (b *rowBuilder) distinct() []row {
	out := b.rows[:0]
	for _, r := range b.rows {
		twice := false
		for j := len(out) - 1; j >= 0 && out[j].bucket == r.bucket && !twice; j-- {
			twice = bytes.Equal(out[j].key, r.key)
		}
		if !twice {
			out = append(out, r)
		}
	}
	return out
}

// Bounds of keys in bytes; a longer origin is told apart by its digest.
const (
	maxDupKey = 256
	maxOrigin = 512
)

func duplicateKey(kind model.Kind, key string) []byte {
	return appendText(appendText(nil, string(kind)), key[:min(len(key), maxDupKey)])
}

func originKey(kind model.Kind, origin string) []byte {
	key := appendText(nil, string(kind))
	if len(origin) <= maxOrigin {
		return appendText(key, origin)
	}
	sum := sha256.Sum256([]byte(origin))
	return append(appendText(key, origin[:maxOrigin]), sum[:]...)
}
