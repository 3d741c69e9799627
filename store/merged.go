package store

import (
	"tradedesk/model"
)

// maxMerges bounds how many merges one after the other are followed: two desks
// that merge apart from each other could make a ring.
const maxMerges = 64

// survivor gives the record that goes on in the place of id: id itself when it was
// not merged.
func survivor(tx *transaction, id model.ID) model.ID {
	for range maxMerges {
		key, err := firstWith(tx.Bucket([]byte(bucketMerged)), id[:], nil)
		if _, into := setMerged.cut(key); err == nil && len(into) == idSize {
			id = model.ID(into)
			continue
		}
		break
	}
	return id
}

// leadOn points what a draft points to a merged record at the one that goes on in
// its place: who wrote it may have seen the record before it was merged.
func (w *write) leadOn(d *draft, before model.Record) {
	changed := false
	for _, f := range model.RefFields(d.change.Kind) {
		if _, set := d.change.Set[f.Name]; (set || before == nil) && !f.Empty(d.after) {
			led := f.Repoint(d.after, func(id model.ID) model.ID { return survivor(w.tx, id) })
			changed = changed || led
		}
	}
	if !changed {
		return
	}
	if d.row = nil; before == nil {
		return // how it was made follows from the record
	}
	d.change.Set = model.Diff(before, d.after)
}
