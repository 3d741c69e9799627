package exchange

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
)

// A file is read in three stages that work at the same time: one goroutine cuts
// portions out of its bytes, several read the records in them, and the import's
// own takes the records in, in the order of the file. So the next records are
// read while the last are written. What waits in between is bounded.

// Bounds of a portion: it ends with the record that reaches one of them.
const (
	portionRecords = 500 // an eighth of a batch, so that batches come out even
	portionBytes   = 256 << 10
	portionsAhead  = 4 // cut, and not yet taken in
)

// portion is a part of a file that holds whole records, not yet read.
type portion interface {
	// read reads the records in their order and hands them to r.
	read(r *reader)
}

// cutter gives the next portion of a file; it may be nil with an error. io.EOF
// comes with the last portion or after it. It is called by one goroutine.
type cutter func() (portion, error)

// pace says how much an import does at once.
type pace struct {
	workers int // that read portions
	records int // in a portion
	batch   int // records that are committed at once
}

func usualPace() pace {
	return pace{workers: runtime.GOMAXPROCS(0), records: portionRecords, batch: batchRecords}
}

// full reports whether a portion has all it may hold.
func (p pace) full(records, bytes int) bool { return records >= p.records || bytes >= portionBytes }

// job is a portion on its way through the stages.
type job struct {
	portion portion
	line    int   // about where it begins
	bytes   int64 // of the file, read when it was cut
	end     error // why none comes after it, nil when one does
	found   *reader
	failed  error         // in reading
	done    chan struct{} // closed when it is read
}

// readAll brings all records of a file into the desk, portion by portion.
func (s *session) readAll(cut cutter) error {
	ctx, stop := context.WithCancel(s.ctx)
	if s.src != nil {
		s.src.ctx = ctx
	}
	work, queue := make(chan *job), make(chan *job, portionsAhead)
	var stages sync.WaitGroup
	defer stages.Wait()
	defer stop()
	stages.Go(func() {
		defer close(work)
		defer close(queue)
		s.cutAll(ctx, cut, work, queue)
	})
	for range s.pace.workers {
		stages.Go(func() {
			m := newMemo()
			for j := range work {
				s.readJob(j, m)
			}
		})
	}
	for j := range queue {
		<-j.done
		if err := s.takeJob(j); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// cutAll hands every portion to the readers, and in the order of the file to who
// takes them in.
func (s *session) cutAll(ctx context.Context, cut cutter, work, queue chan<- *job) {
	for {
		j := &job{line: s.line(), done: make(chan struct{})}
		j.end = recovered(func() (err error) {
			j.portion, err = cut()
			return err
		})
		j.bytes = s.read()
		select {
		case queue <- j:
		case <-ctx.Done():
			return
		}
		// A reader is always free in the end: it waits for nobody.
		work <- j
		if j.end != nil {
			return
		}
	}
}

// line gives about where the reading is; 0 in a workbook, whose rows come by sheet.
func (s *session) line() int {
	if s.src == nil {
		return 0
	}
	return s.src.line
}

func (s *session) readJob(j *job, m *memo) {
	defer close(j.done)
	if j.portion == nil {
		return
	}
	j.found = s.newReader(m)
	j.failed = recovered(func() error {
		j.portion.read(j.found)
		return nil
	})
	j.portion = nil
}

func (s *session) takeJob(j *job) error {
	s.bytesRead = j.bytes
	if j.failed != nil {
		return fmt.Errorf("reading the records from line %d on: %w", j.line, j.failed)
	}
	if j.found != nil {
		if err := s.takeAll(j.found); err != nil {
			return err
		}
	}
	if j.end == io.EOF {
		return nil
	}
	return j.end
}

// recovered gives a panic as an error: a fault in reading one file must not end
// the desk.
func recovered(f func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault in the program: %v", fault)
		}
	}()
	return f()
}
