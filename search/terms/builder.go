package terms

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
)

// Options say where an index is built.
type Options struct {
	Dir    string // for what does not fit into Memory; "" is the system's directory for such
	Memory int    // bytes, 0 means 64 MB, at least 1 MB, at most 2 GB
}

const (
	defaultMemory = 64 << 20
	leastMemory   = 1 << 20
	mostMemory    = 2 << 30
	chunkPostings = 1 << 13
	postingMemory = 8 + 4 // as it was added, and as it is sorted
)

var errEnded = errors.New("an index of words was finished or closed, and is built on")

// posting is a word of a document.
type posting struct{ word, doc uint32 }

// Builder makes an index of any size with bounded memory: what does not fit is sorted
// and put on the disk, and merged at the end. It is for one goroutine.
type Builder struct {
	options Options
	words   *vocabulary
	chunks  [][]posting // the last one is open
	spare   [][]posting
	held    int      // postings in chunks
	docs    []uint32 // memory of sort, as ends
	ends    []uint32
	spill   *spill // nil until it is needed
	meter   meter
	ended   bool
}

// NewBuilder makes a builder. Finish or Close ends it.
func NewBuilder(o Options) *Builder {
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	o.Memory = min(max(o.Memory, leastMemory), mostMemory)
	return &Builder{options: o, words: newVocabulary()}
}

// Add adds words of a document. Documents come in any order, and may come again with
// more words; a word counts once for a document. When the disk fails the builder ends.
func (b *Builder) Add(ctx context.Context, doc uint32, words iter.Seq[string]) error {
	for word := range words {
		if err := b.AddWord(ctx, doc, word); err != nil {
			return err
		}
	}
	return nil
}

// AddWord adds a single word of a document.
func (b *Builder) AddWord(ctx context.Context, doc uint32, word string) error {
	if word == "" {
		return nil
	}
	if b.ended {
		return errEnded
	}
	b.meter.ctx = ctx
	if err := b.meter.spend(1); err != nil {
		return err
	}
	n, fresh := b.words.number(cutWord(word))
	its := &b.words.known[n]
	if !fresh && its.last == doc {
		return nil
	}
	its.last = doc
	its.count++
	b.append(posting{n, doc})
	if b.held*postingMemory+b.words.memory() >= b.options.Memory {
		if err := b.flush(ctx); err != nil {
			// What was in memory may be lost: nothing whole can come of it.
			return errors.Join(err, b.Close())
		}
	}
	return nil
}

func (b *Builder) append(p posting) {
	if b.held%chunkPostings == 0 {
		if n := len(b.spare); n > 0 {
			b.chunks, b.spare = append(b.chunks, b.spare[n-1]), b.spare[:n-1]
		} else {
			b.chunks = append(b.chunks, make([]posting, 0, chunkPostings))
		}
	}
	last := &b.chunks[len(b.chunks)-1]
	*last = append(*last, p)
	b.held++
}

// flush puts what is in memory on the disk.
func (b *Builder) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.spill == nil {
		s, err := newSpill(b.options.Dir)
		if err != nil {
			return err
		}
		b.spill = s
	}
	if err := b.spill.write(b.sort()); err != nil {
		return err
	}
	b.words.clear()
	return nil
}

// sort makes a run of what is in memory, and gives the memory of the postings back. The
// words of the run are valid until the vocabulary is cleared.
func (b *Builder) sort() *run {
	order, known := b.words.sorted(), b.words.known
	b.docs, b.ends = slices.Grow(b.docs[:0], b.held)[:b.held], slices.Grow(b.ends[:0], len(order))
	end := uint32(0)
	for _, its := range order {
		// From here on count says where the next document of the word goes.
		known[its.n].count, end = end, end+known[its.n].count
		b.ends = append(b.ends, end)
	}
	r := &run{word: func(i int) []byte { return b.words.word(order[i].n) }, docs: b.docs, ends: b.ends}
	for _, chunk := range b.chunks {
		for _, p := range chunk {
			its := &known[p.word]
			r.docs[its.count] = p.doc
			its.count++
		}
		b.spare = append(b.spare, chunk[:0])
	}
	for i := range r.ends {
		if docs := r.docsOf(i); !slices.IsSorted(docs) {
			slices.Sort(docs)
		}
	}
	b.chunks, b.held = b.chunks[:0], 0
	return r
}

// Finish writes the index into out, in one go, and ends the builder. It gives the
// index's length in bytes.
func (b *Builder) Finish(ctx context.Context, out io.Writer) (size uint64, err error) {
	return FinishAll(ctx, out, []*Builder{b}, nil)
}

// FinishAll writes one index of what several builders were given, as Finish does, and ends
// them all. With places each document has another number there: that at its own; two of the
// documents never have the same. It takes a bit more of memory for each of them.
func FinishAll(ctx context.Context, out io.Writer, builders []*Builder, places []uint32) (size uint64, err error) {
	defer func() {
		for _, b := range builders {
			err = errors.Join(err, b.Close())
		}
	}()
	var all []source
	for _, b := range builders {
		sources, err := b.sources(ctx)
		if err != nil {
			return 0, err
		}
		all = append(all, sources...)
	}
	return merge(ctx, out, all, places)
}

// sources gives what the builder was given, run by run.
func (b *Builder) sources(ctx context.Context) ([]source, error) {
	if b.ended {
		return nil, errEnded
	}
	if b.spill == nil {
		return []source{b.sort()}, nil
	}
	if err := b.flush(ctx); err != nil {
		return nil, err
	}
	b.forget()
	return b.spill.sources(b.options.Memory / 4), nil
}

// forget gives the memory back.
func (b *Builder) forget() { b.words, b.chunks, b.spare, b.docs, b.ends = nil, nil, nil, nil, nil }

// Close gives up what was not finished and takes what is on the disk away. It does
// nothing after Finish.
func (b *Builder) Close() error {
	b.ended = true
	b.forget()
	if b.spill == nil {
		return nil
	}
	s := b.spill
	b.spill = nil
	return s.close()
}
