package store

import (
	"cmp"
	"errors"
	"runtime"
	"slices"

	"tradedesk/model"
)

// turnedRecords is what records become in the file: their rows, and what changes in
// the sets.
type turnedRecords struct {
	rows       []numberedRow
	batches    []*setBatch
	collectors []*collector // whose memory the batches are in
}

// turnRecords works records out, several at a time when there are many.
func turnRecords(order []*touched, scoring model.ScoreContext) (*turnedRecords, error) {
	workers := 1
	if len(order) >= worthSharing {
		workers = runtime.GOMAXPROCS(0)
	}
	r := &turnedRecords{rows: make([]numberedRow, len(order)), collectors: make([]*collector, workers)}
	errs := make([]error, workers)
	eachInParallel(workers, func(worker int) {
		c := newCollector()
		r.collectors[worker] = c
		from, to := len(order)*worker/workers, len(order)*(worker+1)/workers
		for i := from; i < to && errs[worker] == nil; i++ {
			r.rows[i], errs[worker] = order[i].turn(c, scoring)
		}
	})
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	slices.SortFunc(r.rows, func(a, b numberedRow) int { return cmp.Compare(a.number, b.number) })
	r.batches = batches(r.collectors)
	return r, nil
}

// free gives the memory back; nothing may hold one of the keys any more.
func (r *turnedRecords) free() {
	for _, c := range r.collectors {
		c.free()
	}
}

// turnAll puts the keys of every changed record in the place of those it had, and
// writes the records.
func (w *write) turnAll() error {
	if err := w.settleAll(); err != nil {
		return err
	}
	for _, t := range w.order {
		if t.made {
			w.newRecords = append(w.newRecords, t.current)
		}
	}
	var turned *turnedRecords
	if w.prepared.fits(w) {
		turned, w.prepared.turned = w.prepared.turned, nil
	} else {
		var err error
		if turned, err = turnRecords(w.order, w.scoring()); err != nil {
			return err
		}
	}
	records := w.tx.Bucket([]byte(bucketRecord))
	if err := putRows(records, turned.rows); err != nil {
		return err
	}
	if w.search {
		var err error
		if w.duplicates, w.alike, err = w.duplicatesIn(turned.batches); err != nil {
			return err
		}
	}
	if err := writeBatches(w.tx, turned.batches, w.counts); err != nil {
		return err
	}
	for _, b := range turned.batches {
		switch b.set {
		case setDup:
			w.s.seen.wrote(b.sorted)
		case setIdentity:
			w.s.origins.wrote(b.sorted)
		}
	}
	turned.free()
	if len(w.order) >= worthSharing {
		w.s.file.unmapRead(w.tx)
	}
	return nil
}

// turn collects what changes in the sets by a record, and gives its row.
func (t *touched) turn(c *collector, scoring model.ScoreContext) (numberedRow, error) {
	is := stored{number: t.number, record: t.current, scored: t.scored}
	if t.row == nil {
		is.scored = scoreOf(t.current, scoring)
		var err error
		if t.row, err = encodeRow(t.current, is.scored); err != nil {
			return numberedRow{}, err
		}
	}
	if t.stored == nil {
		c.made(is)
	} else {
		c.turned(stored{number: t.number, record: t.stored, scored: t.before}, is)
	}
	return numberedRow{t.number, t.row}, nil
}
