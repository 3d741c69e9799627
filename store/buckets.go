package store

import (
	"strings"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// The buckets; see ARCHITECTURE.md for what they hold. The last of them are
// packed: see packed.go.
const (
	bucketMeta     = "meta"
	bucketRecord   = "record"
	bucketCount    = "count"
	bucketHistory  = "history"
	bucketMade     = "made"
	bucketOutbox   = "outbox"
	bucketUndo     = "undo"
	bucketUndoRows = "undo-rows"
	bucketAction   = "action"
	bucketDraft    = "draft"
	bucketJournal  = "journal"

	bucketIDs      = "index/id"
	bucketSuffix   = "index/suffix"
	bucketIdentity = "index/origin"
	bucketDup      = "index/duplicate"
	bucketDue      = "index/due"
	bucketDeleted  = "index/deleted"
	bucketInbox    = "index/lead.inbox"
	bucketAsleep   = "index/lead.asleep"
	bucketRescore  = "index/lead.rescore"
	bucketPromised = "index/lead.promised"
	bucketThread   = "index/message.in-thread"
	bucketMerged   = "index/merged"

	prefixIndex = "index/"
	suffixAll   = ".all"
)

// plainBuckets are there from the first moment of a file; a packed one comes with
// its first key.
var plainBuckets = []string{
	bucketMeta, bucketRecord, bucketCount, bucketHistory, bucketMade, bucketOutbox, bucketUndo, bucketUndoRows, bucketAction,
}

func allBucket(k model.Kind) string                { return prefixIndex + string(k) + suffixAll }
func fieldBucket(k model.Kind, name string) string { return prefixIndex + string(k) + "." + name }

// fullPages: records, changes and blocks mostly come one after the other, and a
// block that is written into grows within the page it shares with another.
const fullPages = 1.0

// fillOf gives how full the pages of a bucket are made.
func fillOf(bucket string) float64 {
	if bucket == bucketRecord || strings.HasPrefix(bucket, prefixIndex) {
		return fullPages
	}
	return bbolt.DefaultFillPercent
}

// get reads one value; nil when the bucket or the key is missing. It is valid
// only within the transaction.
func get(tx *transaction, bucket string, key []byte) []byte {
	b := tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	return b.Get(key)
}
