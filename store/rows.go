package store

import (
	"crypto/sha256"
	"reflect"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

// eachKeyOf calls emit with every key of every set that a record stands for, each
// once; a key is valid during the call. It is a pure function of what the file
// has of the record: what is in the sets can be proved and made again with it.
func eachKeyOf(s stored, emit func(*keySet, []byte)) {
	b := keyBuilder{emit: emit}
	b.all(s)
}

// keyBuilder makes the keys of records, one after the other in the same memory.
type keyBuilder struct {
	number     number
	emit       func(*keySet, []byte)
	key        []byte
	listed     keyList // of the list field at hand
	duplicates duplicate.KeyMaker
	// against is the record at another time: keys that both have are left out where
	// that is seen from a field.
	against *stored
}

// end emits a key with the record's number at the end of its order, and a note on
// the record behind it.
func (b *keyBuilder) end(s *keySet, order []byte, note ...byte) {
	b.key = append(b.number.append(order), note...)
	b.emit(s, b.key)
}

func (b *keyBuilder) all(s stored) {
	b.number = s.number
	r := s.record
	h, kind := r.Header(), r.Kind()
	part := byte(partLive)
	if h.Deleted {
		part = partDeleted
	}
	same := b.against != nil && b.against.record.Header().Deleted == h.Deleted
	if !same {
		b.end(setIDs, append(b.key[:0], h.ID[:]...))
		suffix := suffixKey(h.ID)
		b.end(setSuffix, append(b.key[:0], suffix[:]...))
		b.end(allOf(kind), append(b.key[:0], part))
	}
	if h.Origin != "" {
		b.end(setIdentity, appendOrigin(b.key[:0], kind, h.Origin))
	}
	record := reflect.ValueOf(r).Elem()
	var other reflect.Value
	if same {
		other = reflect.ValueOf(b.against.record).Elem()
	}
	for _, ix := range indexesOf(kind) {
		if same && ix.same(record, other, s.scored, b.against.scored) {
			continue
		}
		if ix.field.Name == "" {
			b.end(ix.keySet, append(append(b.key[:0], part), scoreKey(s.scored.score)...))
			continue
		}
		b.index(ix, part, ix.field.Of(record))
	}
	if into, ok := duplicate.Survivor(r); ok {
		b.end(setMerged, append(b.key[:0], h.ID[:]...), into[:]...)
	}
	if h.Deleted {
		b.end(setDeleted, appendInt(b.key[:0], int64(h.UpdatedAt)), []byte(kind)...)
		return
	}
	b.views(s)
	if same && duplicate.SameIdentity(r, b.against.record) {
		return
	}
	b.listed.clear()
	b.duplicates.Each(r, func(_ duplicate.Level, key []byte) {
		b.once(setDup, appendDuplicate(b.key[:0], kind, key))
	})
}

// same reports whether a record has the same keys of the index at two times.
func (ix *index) same(a, b reflect.Value, scoredA, scoredB scored) bool {
	if ix.field.Name == "" {
		return scoredA.score == scoredB.score
	}
	v, w := ix.field.Of(a), ix.field.Of(b)
	switch v.Kind() {
	case reflect.String:
		return v.String() == w.String()
	case reflect.Int, reflect.Int64:
		return v.Int() == w.Int()
	}
	return reflect.DeepEqual(v.Interface(), w.Interface())
}

// index emits the keys of a field.
func (b *keyBuilder) index(ix *index, part byte, v reflect.Value) {
	key := append(b.key[:0], part)
	switch {
	case ix.list:
		b.listed.clear()
		for i := range v.Len() {
			b.once(ix.keySet, appendValue(append(b.key[:0], part, tagValue), ix.field.Type, v.Index(i), maxIndexed))
		}
	case v.IsZero():
		b.end(ix.keySet, append(key, tagNone))
	default:
		b.end(ix.keySet, appendValue(append(key, tagValue), ix.field.Type, v, maxIndexed))
	}
}

// once emits a key unless it was listed before, as a tag that is given twice.
func (b *keyBuilder) once(s *keySet, key []byte) {
	b.key = key
	if !b.listed.has(key) {
		b.listed.add(key)
		b.end(s, key)
	}
}

// views emits the keys of the ready-made selections that the record is in.
func (b *keyBuilder) views(s stored) {
	timing := model.Timing(s.record)
	switch r := s.record.(type) {
	case *model.Lead:
		if r.Stage == model.LeadNew {
			b.inbox(r, s.scored)
		}
		if at := model.ReplyDue(timing); !at.IsZero() {
			b.end(setPromised, appendInt(b.key[:0], int64(at)))
		}
	case *model.Message:
		if !r.Thread.IsZero() {
			b.end(setThread, appendInt(append(b.key[:0], r.Thread[:]...), int64(messageAt(r))))
		}
	}
	if due, _ := model.Due(timing); !due.IsZero() {
		b.end(setDue, appendInt(b.key[:0], int64(due)), []byte(s.record.Kind())...)
	}
}

func messageAt(m *model.Message) value.Instant {
	if m.At.IsZero() {
		return m.CreatedAt
	}
	return m.At
}

// inbox: the best score first, then who waits longest. The key carries until when
// the lead is put off.
func (b *keyBuilder) inbox(l *model.Lead, s scored) {
	at := l.ReceivedAt
	if at.IsZero() {
		at = l.CreatedAt
	}
	order := appendInt(append(b.key[:0], byte(255-min(max(s.score, 0), 255))), int64(at))
	if l.SnoozedUntil.IsZero() {
		b.end(setInbox, order)
	} else {
		b.end(setInbox, order, appendInt(nil, int64(l.SnoozedUntil))...)
		b.end(setAsleep, appendInt(b.key[:0], int64(l.SnoozedUntil)))
	}
	if !s.next.IsZero() {
		b.end(setRescore, appendInt(b.key[:0], int64(s.next)))
	}
}

// Bounds of keys in bytes; a longer origin is told apart by its digest.
const (
	maxDupKey = 256
	maxOrigin = 512
)

func appendDuplicate[T string | []byte](key []byte, kind model.Kind, duplicate T) []byte {
	return appendText(appendText(key, string(kind)), atMost(duplicate, maxDupKey))
}

func appendOrigin(key []byte, kind model.Kind, origin string) []byte {
	key = appendText(key, string(kind))
	if len(origin) <= maxOrigin {
		return appendText(key, origin)
	}
	sum := sha256.Sum256([]byte(origin))
	return append(appendText(key, origin[:maxOrigin]), sum[:]...)
}
