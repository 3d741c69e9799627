package store

import (
	"bytes"
	"cmp"
	"slices"
	"sync"
)

// keyList is keys one behind the other in one piece of memory.
type keyList struct {
	buf  []byte
	ends []uint32
}

func (l *keyList) add(key []byte) {
	l.buf = append(l.buf, key...)
	l.ends = append(l.ends, uint32(len(l.buf)))
}

// collector collects what a transaction does to the sets.
type collector struct {
	adds, removes []keyList // by the place of the set
	others        map[string]*[2]keyList
	keys          keyBuilder // of the records that are made
}

// collectors are used again, as a big one has grown to many megabytes.
var collectors = sync.Pool{New: func() any {
	n := len(sets().list)
	c := &collector{adds: make([]keyList, n), removes: make([]keyList, n), others: map[string]*[2]keyList{}}
	c.keys.emit = func(of *keySet, key []byte) {
		adds, _ := c.lists(of)
		adds.add(key)
	}
	return c
}}

func newCollector() *collector { return collectors.Get().(*collector) }

// free gives the collector back; nothing may hold one of its keys any more.
func (c *collector) free() {
	for i := range c.adds {
		c.adds[i].clear()
		c.removes[i].clear()
	}
	clear(c.others)
	collectors.Put(c)
}

// has looks through a short list.
func (l *keyList) has(key []byte) bool {
	from := uint32(0)
	for _, end := range l.ends {
		if bytes.Equal(l.buf[from:end], key) {
			return true
		}
		from = end
	}
	return false
}

func (l *keyList) clear() { l.buf, l.ends = l.buf[:0], l.ends[:0] }

func (c *collector) lists(s *keySet) (adds, removes *keyList) {
	if s.place >= 0 {
		return &c.adds[s.place], &c.removes[s.place]
	}
	lists := c.others[s.bucket]
	if lists == nil {
		lists = new([2]keyList)
		c.others[s.bucket] = lists
	}
	return &lists[0], &lists[1]
}

// made adds the keys of a record that was not there.
func (c *collector) made(s stored) { c.keys.all(s) }

// turned replaces the keys of a record by those it has now.
func (c *collector) turned(before, after stored) {
	was, is := ownKeys(before, &after), ownKeys(after, &before)
	for len(was) > 0 || len(is) > 0 {
		order := -1
		switch {
		case len(was) == 0:
			order = 1
		case len(is) > 0:
			order = cmp.Or(cmp.Compare(was[0].set.bucket, is[0].set.bucket), bytes.Compare(was[0].key, is[0].key))
		}
		if order < 0 {
			_, removes := c.lists(was[0].set)
			removes.add(was[0].key)
		}
		if order > 0 {
			adds, _ := c.lists(is[0].set)
			adds.add(is[0].key)
		}
		if order <= 0 {
			was = was[1:]
		}
		if order >= 0 {
			is = is[1:]
		}
	}
}

// ownKey is a key of a record with its set.
type ownKey struct {
	set *keySet
	key []byte
}

// ownKeys gives every key of a record, in order, but for some of those that it has at
// another time as well; nil gives all.
func ownKeys(s stored, against *stored) []ownKey {
	keys := make([]ownKey, 0, 48)
	memory := make([]byte, 0, 2048)
	b := keyBuilder{against: against, emit: func(of *keySet, key []byte) {
		from := len(memory)
		memory = append(memory, key...)
		keys = append(keys, ownKey{of, memory[from:len(memory):len(memory)]})
	}}
	b.all(s)
	slices.SortFunc(keys, func(a, b ownKey) int {
		return cmp.Or(cmp.Compare(a.set.bucket, b.set.bucket), bytes.Compare(a.key, b.key))
	})
	return keys
}

// setBatch is a batch of one set with what it does to the counters.
type setBatch struct {
	set *keySet
	batch
	counts map[string]int64 // by group
	sorted [][]byte         // the adds, of the sets of duplicates and of origins
}

// batches sorts what collectors have, several sets at a time when there is much, and
// gives a batch for each set that changes, in order of their buckets.
func batches(collectors []*collector) []*setBatch {
	seen := map[string]bool{}
	var out []*setBatch
	add := func(s *keySet) {
		if !seen[s.bucket] {
			seen[s.bucket] = true
			out = append(out, &setBatch{set: s})
		}
	}
	for _, c := range collectors {
		for _, s := range sets().list {
			if len(c.adds[s.place].ends)+len(c.removes[s.place].ends) > 0 {
				add(s)
			}
		}
		for bucket := range c.others {
			add(setOf(bucket))
		}
	}
	slices.SortFunc(out, func(a, b *setBatch) int { return cmp.Compare(a.set.bucket, b.set.bucket) })
	if len(collectors) == 1 {
		for _, b := range out {
			b.sort(collectors)
		}
		return out
	}
	eachInParallel(len(out), func(i int) { out[i].sort(collectors) })
	return out
}

func (b *setBatch) sort(collectors []*collector) {
	memory := sortMemory.Get().(*[]keyRef)
	adds, removes := sortedKeys{refs: (*memory)[:0]}, sortedKeys{}
	defer func() {
		*memory = adds.refs
		sortMemory.Put(memory)
	}()
	for _, c := range collectors {
		a, r := c.lists(b.set)
		adds.gather(a)
		removes.gather(r)
	}
	adds.sort()
	removes.sort()
	if b.set.group != nil {
		b.counts = map[string]int64{}
		b.count(&adds, 1)
		b.count(&removes, -1)
	}
	b.removes = removes.all()
	if b.set == setDup || b.set == setIdentity {
		b.sorted = adds.all()
	}
	if adds.len() <= inPlace {
		b.adds = adds.all()
		return
	}
	b.first, b.size = adds.key(0), adds.len()
	p := packer{limit: maxBlock, data: make([]byte, 0, 8*adds.len())}
	for i := range adds.refs {
		p.add(adds.key(i))
	}
	p.seal()
	b.packed = p.done
}

// count adds up sorted keys by their group.
func (b *setBatch) count(keys *sortedKeys, by int64) {
	var group []byte
	var n int64
	for i := range keys.refs {
		g := b.set.group(keys.key(i))
		if n != 0 && !bytes.Equal(g, group) {
			b.counts[string(group)] += n
			n = 0
		}
		group = g
		n += by
	}
	if n != 0 {
		b.counts[string(group)] += n
	}
}

// writeBatches writes batches and counts what they did.
func writeBatches(tx *transaction, all []*setBatch, counts *counts) error {
	budget := mergeBudget
	for _, b := range all {
		bucket, err := tx.CreateBucketIfNotExists([]byte(b.set.bucket))
		if err != nil {
			return err
		}
		if err := applyBatch(bucket, b.batch, &budget); err != nil {
			return err
		}
		for group, n := range b.counts {
			counts.add(b.set.bucket, []byte(group), n)
		}
		if b.packed != nil { // others may have been merged with it
			unmapRead(tx.DB(), tx.Size(), mappedInBulk)
		}
	}
	return nil
}
