package search

import (
	"runtime"
	"sync"

	"tradedesk/model"
)

// seen is some records that were read one after the other.
type seen struct {
	excerpts []model.Excerpt
	records  []model.Record
}

// lookAtAll looks at every record that each yields, on all cores, until more fails, which is
// asked in front of each. Some hundred records are read and not looked at yet.
func (s *plainScan) lookAtAll(each Each, more func() error) error {
	some := make([]*plainScan, min(runtime.GOMAXPROCS(0), mostPreparing))
	work, free := make(chan *seen, len(some)), make(chan *seen, 2*len(some)+1)
	for range cap(free) {
		free <- &seen{}
	}
	var looking sync.WaitGroup
	for i := range some {
		one := *s
		one.teller.lexicon = lexicon{}
		some[i] = &one
		looking.Go(func() {
			for b := range work {
				one.lookAt(b)
				free <- b
			}
		})
	}
	open := <-free
	err := each(func(e model.Excerpt, r model.Record) error {
		open.excerpts, open.records = append(open.excerpts, e), append(open.records, r)
		if len(open.records) == batchRecords {
			work <- open
			open = <-free
		}
		return more()
	})
	work <- open
	close(work)
	looking.Wait()
	for _, one := range some {
		s.join(one)
	}
	return err
}

// lookAt looks at records, and keeps nothing of them but hits.
func (s *plainScan) lookAt(b *seen) {
	for i, e := range b.excerpts {
		s.look(e, b.records[i])
	}
	clear(b.excerpts)
	clear(b.records)
	b.excerpts, b.records = b.excerpts[:0], b.records[:0]
	runtime.Gosched()
}

// join takes over what another found.
func (s *plainScan) join(o *plainScan) {
	s.total += o.total
	s.best, s.alike, s.long = append(s.best, o.best...), append(s.alike, o.alike...), append(s.long, o.long...)
}
