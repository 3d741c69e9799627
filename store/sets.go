package store

import (
	"strings"
	"sync"

	"tradedesk/model"
)

// keySet is a packed bucket whose keys all follow from records: see eachKeyOf.
type keySet struct {
	bucket string
	place  int // in the table of sets; -1 for that of a kind of a newer version
	// order is how many bytes of a key are its order, when a note on the record
	// follows; 0 when all of them are.
	order int
	group func(key []byte) []byte // what a key is counted under; nil when keys are not counted
}

// cut splits a key into its order, which ends with the record's number, and the
// note behind it.
func (s *keySet) cut(key []byte) (order, note []byte) {
	if s.order == 0 || len(key) <= s.order {
		return key, nil
	}
	return key[:s.order], key[s.order:]
}

// Ways of counting.
func countTogether([]byte) []byte      { return nil }
func countByThread(key []byte) []byte  { return key[:min(idSize, len(key))] }
func countByDueKind(key []byte) []byte { return key[min(timeOrder, len(key)):] }
func countByValue(key []byte) []byte   { return key[:max(len(key)-numberSize, 0)] }

const (
	timeOrder  = 8 + numberSize     // of a time
	inboxOrder = 1 + 8 + numberSize // of a score and a time
)

// The sets that are of no single field.
var (
	setIDs      = &keySet{bucket: bucketIDs}
	setSuffix   = &keySet{bucket: bucketSuffix}
	setIdentity = &keySet{bucket: bucketIdentity}
	setDup      = &keySet{bucket: bucketDup}
	setDue      = &keySet{bucket: bucketDue, order: timeOrder, group: countByDueKind}
	setDeleted  = &keySet{bucket: bucketDeleted, order: timeOrder, group: countByDueKind}
	setInbox    = &keySet{bucket: bucketInbox, order: inboxOrder, group: countTogether}
	setAsleep   = &keySet{bucket: bucketAsleep}
	setRescore  = &keySet{bucket: bucketRescore}
	setPromised = &keySet{bucket: bucketPromised, group: countTogether}
	setThread   = &keySet{bucket: bucketThread, group: countByThread}
	setMerged   = &keySet{bucket: bucketMerged, order: idSize + numberSize}
)

// setTable is every set that this version knows.
type setTable struct {
	list   []*keySet
	byName map[string]*keySet
	all    map[model.Kind]*keySet
}

var sets = sync.OnceValue(func() *setTable {
	t := &setTable{byName: map[string]*keySet{}, all: map[model.Kind]*keySet{}}
	add := func(s *keySet) *keySet {
		s.place = len(t.list)
		t.list = append(t.list, s)
		t.byName[s.bucket] = s
		return s
	}
	for _, s := range []*keySet{setIDs, setSuffix, setIdentity, setDup, setDue, setDeleted, setInbox, setAsleep, setRescore, setPromised, setThread, setMerged} {
		add(s)
	}
	for _, kind := range model.Kinds() {
		t.all[kind] = add(&keySet{bucket: allBucket(kind), group: countByValue})
		for _, ix := range indexesOf(kind) {
			add(ix.keySet)
		}
	}
	return t
})

// allOf gives the set of all records of a kind.
func allOf(kind model.Kind) *keySet {
	if s := sets().all[kind]; s != nil {
		return s
	}
	return &keySet{bucket: allBucket(kind), place: -1, group: countByValue}
}

// setOf gives the set that a bucket holds, nil when it holds none.
func setOf(bucket string) *keySet {
	if s := sets().byName[bucket]; s != nil {
		return s
	}
	kind, ok := strings.CutSuffix(strings.TrimPrefix(bucket, prefixIndex), suffixAll)
	if !ok || !strings.HasPrefix(bucket, prefixIndex) {
		return nil
	}
	return allOf(model.Kind(kind))
}
