package exchange

import "tradedesk/model"

// recentMost is how many keys a generation of a recent holds.
const recentMost = 100_000

// recent remembers the records of keys that were seen lately: at least the last
// recentMost of them, at most twice as many.
type recent struct {
	young, old map[recentKey]model.ID
}

// recentKey is a hash of a key: what is remembered has one size.
type recentKey [16]byte

// The kinds of keys that a filer remembers.
const (
	keyMessage = "message"
	keySubject = "subject"
	keyAddress = "address"
)

func newRecent() *recent { return &recent{young: map[recentKey]model.ID{}} }

func (r *recent) put(kind, key string, id model.ID) {
	if len(r.young) >= recentMost {
		r.old, r.young = r.young, make(map[recentKey]model.ID, recentMost)
	}
	r.young[hashed(kind, key)] = id
}

func (r *recent) get(kind, key string) (model.ID, bool) {
	at := recentKey(hashed(kind, key))
	id, ok := r.young[at]
	if !ok {
		if id, ok = r.old[at]; ok {
			r.put(kind, key, id)
		}
	}
	return id, ok
}

func (r *recent) has(kind, key string) bool {
	_, ok := r.get(kind, key)
	return ok
}
