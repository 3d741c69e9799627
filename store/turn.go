package store

import (
	"cmp"
	"errors"
	"runtime"
	"slices"

	"tradedesk/model"
)

// turnAll puts the keys of every changed record in the place of those it had, and
// writes the records.
func (w *write) turnAll() error {
	if err := w.settleAll(); err != nil {
		return err
	}
	workers := 1
	if len(w.order) >= worthSharing {
		workers = runtime.GOMAXPROCS(0)
	}
	for _, t := range w.order {
		if t.made {
			w.newRecords = append(w.newRecords, t.current)
		}
	}
	scoring := w.scoring()
	collectors := make([]*collector, workers)
	rows := make([]numberedRow, len(w.order))
	errs := make([]error, workers)
	eachInParallel(workers, func(worker int) {
		c := newCollector()
		collectors[worker] = c
		from, to := len(w.order)*worker/workers, len(w.order)*(worker+1)/workers
		for i := from; i < to && errs[worker] == nil; i++ {
			rows[i], errs[worker] = w.order[i].turn(c, scoring)
		}
	})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b numberedRow) int { return cmp.Compare(a.number, b.number) })
	records := w.tx.Bucket([]byte(bucketRecord))
	if err := putRows(records, rows); err != nil {
		return err
	}
	all := batches(collectors)
	if w.search {
		var err error
		if w.duplicates, w.alike, err = w.duplicatesIn(all); err != nil {
			return err
		}
	}
	if err := writeBatches(w.tx, all, w.counts); err != nil {
		return err
	}
	for _, b := range all {
		switch b.set {
		case setDup:
			w.s.seen.wrote(b.sorted)
		case setIdentity:
			w.s.origins.wrote(b.sorted)
		}
	}
	for _, c := range collectors {
		c.free()
	}
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
