package store

import (
	"strings"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// The buckets; see ARCHITECTURE.md for what they hold.
const (
	bucketMeta     = "meta"
	bucketExcerpt  = "excerpt"
	bucketCount    = "count"
	bucketHistory  = "history"
	bucketOutbox   = "outbox"
	bucketUndo     = "undo"
	bucketUndoRows = "undo-rows"
	bucketAction   = "action"
	bucketDraft    = "draft"
	bucketDup      = "dup"
	bucketIdentity = "identity"
	bucketSuffix   = "suffix"
	bucketMerged   = "merged"
	bucketDue      = "index/due"
	bucketDeleted  = "index/deleted"
	bucketInbox    = "index/lead.inbox"
	bucketAsleep   = "index/lead.asleep"
	bucketPromised = "index/lead.promised"
	bucketThread   = "index/message.in-thread"

	prefixView  = "view/"
	prefixIndex = "index/"
)

func viewBucket(k model.Kind) string               { return prefixView + string(k) }
func allBucket(k model.Kind) string                { return prefixIndex + string(k) + ".all" }
func fieldBucket(k model.Kind, name string) string { return prefixIndex + string(k) + "." + name }

// fill says how full pages are left: those that only grow at their end are
// packed, the others keep room for what comes between.
func fill(bucket string) float64 {
	switch {
	case bucket == bucketExcerpt, bucket == bucketHistory, bucket == bucketOutbox, bucket == bucketUndoRows,
		strings.HasPrefix(bucket, prefixView), strings.HasSuffix(bucket, ".all"):
		return 0.95
	}
	return bbolt.DefaultFillPercent
}

// get reads one value; nil when the bucket or the key is missing. It is valid
// only within the transaction.
func get(tx *bbolt.Tx, bucket string, key []byte) []byte {
	b := tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	return b.Get(key)
}
