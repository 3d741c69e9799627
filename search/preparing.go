package search

import (
	"context"
	"runtime"
	"sync"

	"tradedesk/model"
	"tradedesk/search/terms"
)

// preparing takes records in for a builder: it works out what they are found by, on all
// cores. It is given records, and writes documents down, in the goroutine of who makes it,
// so that what is read and not written down yet is a few batches.
type preparing struct {
	*builder
	ctx     context.Context
	work    chan *batch // to the workers
	begun   int         // records that were sent to them
	open    *batch      // is being filled
	sent    []*batch    // to the workers, in order
	workers sync.WaitGroup
}

// batch is some records that were read one after the other.
type batch struct {
	first     int // the number of its first document
	excerpts  []model.Excerpt
	records   []model.Record
	documents []Document // without their words, once they are prepared
	prepared  chan error
}

// batchRecords is how many records a batch has; restEvery is some of them.
const batchRecords = 64

// takeAll takes in what each yields.
func (b *builder) takeAll(ctx context.Context, each Each) error {
	p := newPreparing(ctx, b)
	defer p.end()
	if err := each(p.take); err != nil {
		return err
	}
	return p.finish()
}

// newPreparing starts the workers, which end ends.
func newPreparing(ctx context.Context, b *builder) *preparing {
	p := &preparing{builder: b, ctx: ctx, work: make(chan *batch, len(b.words)+1), open: newBatch()}
	for _, words := range b.words {
		p.workers.Go(func() { p.prepareAll(words) })
	}
	return p
}

func newBatch() *batch { return &batch{prepared: make(chan error, 1)} }

// end waits for the workers.
func (p *preparing) end() {
	close(p.work)
	p.workers.Wait()
}

// take takes a record in.
func (p *preparing) take(e model.Excerpt, r model.Record) error {
	p.open.excerpts, p.open.records = append(p.open.excerpts, e), append(p.open.records, r)
	if len(p.open.records) < batchRecords {
		return nil
	}
	return p.send()
}

// send gives the open batch to the workers, and opens one that they are done with.
func (p *preparing) send() error {
	if p.begun%restEvery == 0 {
		if err := p.rest(p.ctx); err != nil {
			return err
		}
	}
	p.open.first = p.begun
	p.begun += len(p.open.records)
	p.work <- p.open
	p.sent = append(p.sent, p.open)
	if len(p.sent) <= cap(p.work) {
		p.open = newBatch()
		return nil
	}
	return p.receive()
}

// receive writes the documents of the batch that was sent first down.
func (p *preparing) receive() error {
	first := p.sent[0]
	p.sent = append(p.sent[:0], p.sent[1:]...)
	if err := <-first.prepared; err != nil {
		return err
	}
	for i := range first.documents {
		if err := p.put(&first.documents[i]); err != nil {
			return err
		}
	}
	p.open = first.cleared()
	return nil
}

// finish takes in what was read last.
func (p *preparing) finish() error {
	err := p.send()
	for err == nil && len(p.sent) > 0 {
		err = p.receive()
	}
	return err
}

// cleared gives a batch of which the memory alone is left.
func (b *batch) cleared() *batch {
	clear(b.excerpts)
	clear(b.records)
	clear(b.documents)
	b.excerpts, b.records, b.documents = b.excerpts[:0], b.records[:0], b.documents[:0]
	return b
}

// prepareAll is a worker, which puts words into a part of the index of words of its own. It
// lets others go first between two batches: they take a millisecond or so.
func (p *preparing) prepareAll(words *terms.Builder) {
	t := &teller{lexicon: lexicon{}}
	done := 0
	for b := range p.work {
		err := b.prepare(p.ctx, t, words)
		if done += len(b.records); err == nil && done >= restEvery {
			done, err = 0, p.rest(p.ctx)
		}
		b.prepared <- err
		runtime.Gosched()
	}
}

func (b *batch) prepare(ctx context.Context, t *teller, words *terms.Builder) error {
	for i, e := range b.excerpts {
		d := documentOf(e)
		if err := words.Add(ctx, uint32(b.first+i), t.tell(d.Text, e, b.records[i])); err != nil {
			return err
		}
		b.documents = append(b.documents, d)
	}
	return nil
}
