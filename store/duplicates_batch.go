package store

import (
	"bytes"
	"slices"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// duplicateSearch counts which of the records that a transaction makes may be the
// same as one before them: their keys, which are sorted anyway, are looked up in
// one go.
type duplicateSearch struct {
	w      *write
	finder *finder
	found  map[number]bool // of the new records
	alike  []DuplicatePair // the first of them
	others map[number]model.Record
}

// maxAlike bounds the pairs that one action tells of.
const maxAlike = 100

// unmapLookups is how many keys are looked up between two looks at the memory: each
// may map in a page and those around it.
const unmapLookups = 512

// duplicatesIn gives how many of the records whose keys are in a batch may be
// duplicates, and the first of them. The batch must not be written yet.
func (w *write) duplicatesIn(all []*setBatch) (int, []DuplicatePair, error) {
	at := slices.IndexFunc(all, func(b *setBatch) bool { return b.set == setDup })
	if at < 0 {
		return 0, nil, nil
	}
	d := duplicateSearch{
		w: w, finder: newFinder(w.tx.Bucket([]byte(bucketDup))), found: map[number]bool{}, others: map[number]model.Record{},
	}
	keys := all[at].sorted
	if err := w.s.seen.prepare(w.tx, len(keys)); err != nil {
		return 0, nil, err
	}
	for i := 0; len(keys) > 0; i++ {
		if i%unmapLookups == 0 {
			unmapRead(w.tx.DB(), w.tx.Size(), mappedInBulk)
		}
		key := valueOf(keys[0])
		n := 1
		for n < len(keys) && bytes.Equal(valueOf(keys[n]), key) {
			n++
		}
		if err := d.compare(key, keys[:n]); err != nil {
			return 0, nil, err
		}
		keys = keys[n:]
	}
	return len(d.found), d.alike, nil
}

func valueOf(key []byte) []byte { return key[:max(len(key)-numberSize, 0)] }

// compare looks at the records that share a key.
func (d *duplicateSearch) compare(key []byte, sharing [][]byte) error {
	if len(sharing) == 1 && !d.w.s.seen.maybe(key) {
		return nil
	}
	var before []number // in the file
	err := d.finder.eachWith(key, func(at []byte) bool {
		before = append(before, numberAt(at))
		return len(before) < maxSameKey
	})
	if err != nil || len(before) == 0 && len(sharing) == 1 {
		return err
	}
	for i, k := range sharing {
		n := numberAt(k)
		if n < d.w.firstNew {
			continue // it was there, and is only changed
		}
		r, err := d.record(n)
		if err != nil {
			return err
		}
		for _, other := range slices.Backward(before) {
			if err := d.compareTwo(n, r, other); err != nil {
				return err
			}
		}
		for j := max(0, i-maxSameKey); j < i && !d.found[n]; j++ {
			if err := d.compareTwo(n, r, numberAt(sharing[j])); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *duplicateSearch) compareTwo(n number, r model.Record, with number) error {
	if with == n || d.found[n] {
		return nil
	}
	other, err := d.record(with)
	if err != nil {
		return err
	}
	why, same := duplicate.Compare(r, other)
	if !same {
		return nil
	}
	d.found[n] = true
	if len(d.alike) < maxAlike {
		d.alike = append(d.alike, DuplicatePair{
			First: titled(other), Second: titled(r), Level: why.Level, Code: why.Code, Shared: why.Detail, Why: why.String(),
		})
	}
	return nil
}

// titled gives what names a record.
func titled(r model.Record) model.Excerpt {
	return model.Excerpt{ID: r.Header().ID, Kind: r.Kind(), Title: model.Title(r)}
}

// record gives a record as the transaction has it.
func (d *duplicateSearch) record(n number) (model.Record, error) {
	if n >= d.w.firstNew {
		return d.w.newRecords[n-d.w.firstNew], nil
	}
	if r := d.others[n]; r != nil {
		return r, nil
	}
	is, err := readStored(d.w.tx, n)
	if err != nil {
		return nil, err
	}
	if len(d.others) >= maxSameKey {
		clear(d.others)
	}
	d.others[n] = is.record
	return is.record, nil
}

// eachWith calls yield with the keys that begin with prefix, until it gives false.
func (f *finder) eachWith(prefix []byte, yield func(key []byte) bool) error {
	for _, r := range f.runs {
		for key := r.seekNear(prefix); bytes.HasPrefix(key, prefix); key = r.next() {
			if !yield(key) {
				return nil
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}
