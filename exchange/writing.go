package exchange

import (
	"errors"
	"fmt"

	"tradedesk/model"
)

// While one batch is committed the next is read and prepared. One batch at most is on
// its way, and it counts when it is in.

// recordKey is what a file means a record by.
type recordKey struct {
	kind   model.Kind
	origin string
	id     model.ID // of one that a desk wrote, whose kind and origin do not count
}

func keyOf(c candidate) recordKey {
	h := c.record.Header()
	if c.own {
		return recordKey{id: h.ID}
	}
	return recordKey{kind: c.record.Kind(), origin: h.Origin}
}

// writing is a batch on its way into the desk.
type writing struct {
	records     map[recordKey]int
	first, last int // lines
	created     int
	updated     int
	done        chan struct{} // closed when what follows is known
	duplicates  int
	err         error
}

func (s *session) flushWhenFull() error {
	if len(s.batch)+len(s.merged) < s.pace.batch && s.bytes < batchBytes {
		return nil
	}
	return s.flush()
}

func (s *session) flush() error {
	if err := s.flushBatch(); err != nil {
		return err
	}
	return s.flushMerged()
}

// flushBatch sends the batch on its way; whether it came in is said by settle.
func (s *session) flushBatch() error {
	if len(s.batch) == 0 {
		return nil
	}
	if err := s.ctx.Err(); err != nil {
		return err
	}
	w := &writing{
		records: s.pending, first: s.batch[0].Line, last: s.batch[len(s.batch)-1].Line, created: s.created, updated: s.updated, done: make(chan struct{}),
	}
	commit, err := s.target.Prepare(s.ctx, s.batch)
	if err := errors.Join(err, s.filesKept()); err != nil {
		return w.failed(err)
	}
	if err := s.settle(); err != nil {
		return err
	}
	s.writing = w
	go func() {
		defer close(w.done)
		w.err = recovered(func() (err error) {
			w.duplicates, err = commit(s.ctx)
			return err
		})
	}()
	// A new slice: the target has the old one.
	s.batch, s.pending, s.bytes, s.created, s.updated = make([]Incoming, 0, len(s.batch)), make(map[recordKey]int, len(s.batch)), 0, 0, 0
	return nil
}

// settle waits until the batch on its way is in, and counts it.
func (s *session) settle() error {
	w := s.writing
	if w == nil {
		return nil
	}
	<-w.done
	if s.writing = nil; w.err != nil {
		return w.failed(w.err)
	}
	s.report.Created += w.created
	s.report.Updated += w.updated
	s.report.Duplicates += w.duplicates
	return nil
}

func (w *writing) failed(err error) error {
	return fmt.Errorf("writing the records of lines %d to %d: %w", w.first, w.last, err)
}

// settleFor waits for the batch on its way when records are found that are in it:
// then the desk does not know them yet.
func (s *session) settleFor(found []finding) error {
	if s.writing == nil {
		return nil
	}
	for i := range found {
		c := &found[i].candidate
		if c.record == nil {
			continue
		}
		_, same := s.writing.records[keyOf(*c)]
		if !same && !c.maybe.IsZero() {
			_, same = s.writing.records[recordKey{id: c.maybe}]
		}
		if same {
			return s.settle()
		}
	}
	return nil
}
