package terms

import (
	"bytes"
	"container/heap"
	"context"
	"fmt"
	"io"
	"math"
)

// stream is a source with the word and the documents that were read of it.
type stream struct {
	source source
	word   []byte
	room   [listBlock]uint32
	docs   []uint32
}

func (s *stream) nextWord() (err error) {
	s.word, err = s.source.nextWord()
	return err
}

func (s *stream) nextDocs() (err error) {
	s.docs, err = s.source.nextDocs(s.room[:])
	return err
}

// streams is a heap by word.
type streams []*stream

func (h streams) Len() int           { return len(h) }
func (h streams) Less(i, j int) bool { return bytes.Compare(h[i].word, h[j].word) < 0 }
func (h streams) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *streams) Push(x any)        { *h = append(*h, x.(*stream)) }
func (h *streams) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// merge writes an index of what sources have, with places by those numbers.
func merge(ctx context.Context, out io.Writer, sources []source, places []uint32) (size uint64, err error) {
	w, err := newWriter(out)
	if err != nil {
		return 0, err
	}
	var waiting streams
	put := func(s *stream) error {
		err := s.nextWord()
		if err == nil && s.word != nil {
			heap.Push(&waiting, s)
		}
		return err
	}
	for _, source := range sources {
		if err := put(&stream{source: source}); err != nil {
			return 0, err
		}
	}
	m := newMeter(ctx)
	write := func(same []*stream) error { return mergeWord(m, w, same) }
	if places != nil {
		p := &placing{places: places, marks: NewBits(uint64(len(places)))}
		write = func(same []*stream) error { return p.mergeWord(m, w, same) }
	}
	var same []*stream
	for len(waiting) > 0 {
		same = append(same[:0], heap.Pop(&waiting).(*stream))
		for len(waiting) > 0 && bytes.Equal(waiting[0].word, same[0].word) {
			same = append(same, heap.Pop(&waiting).(*stream))
		}
		if err := write(same); err != nil {
			return 0, err
		}
		for _, s := range same {
			if err := put(s); err != nil {
				return 0, err
			}
		}
	}
	return w.finish()
}

// mergeWord writes a word with the documents of all streams that stand at it. From the
// stream with the lowest document it takes what is below those of the others: mostly all,
// as runs mostly hold documents one run after the other.
func mergeWord(m *meter, w *writer, same []*stream) error {
	if err := w.begin(same[0].word); err != nil {
		return err
	}
	for _, s := range same {
		if err := s.nextDocs(); err != nil {
			return err
		}
	}
	for {
		lowest, limit := lowestOf(same)
		if lowest == nil {
			return w.end()
		}
		n := 0
		for n < len(lowest.docs) && lowest.docs[n] <= limit {
			n++
		}
		if err := m.spend(n); err != nil {
			return err
		}
		if err := w.add(lowest.docs[:n]); err != nil {
			return err
		}
		if lowest.docs = lowest.docs[n:]; len(lowest.docs) == 0 {
			if err := lowest.nextDocs(); err != nil {
				return err
			}
		}
	}
}

// lowestOf gives the stream with the lowest document, and the lowest of the others.
func lowestOf(same []*stream) (lowest *stream, limit uint32) {
	limit = math.MaxUint32
	for _, s := range same {
		switch {
		case len(s.docs) == 0:
		case lowest == nil:
			lowest = s
		case s.docs[0] < lowest.docs[0]:
			lowest, limit = s, lowest.docs[0]
		default:
			limit = min(limit, s.docs[0])
		}
	}
	return lowest, limit
}

// Merge writes one index of several, with every document renumbered by remap, or left
// out when it says false. remap must keep the order of the documents of each index: it is
// asked for them in order, once for each word. Where it does not, a Builder makes the index.
// Memory is a byte for each word beside fixed buffers. It gives the index's length in bytes.
func Merge(ctx context.Context, out io.Writer, indexes []*Index, remap func(index int, doc uint32) (uint32, bool)) (size uint64, err error) {
	m := newMeter(ctx)
	var sources []source
	for i, x := range indexes {
		sources = append(sources, &renumbered{
			words: newWordCursor(x), list: list{}, meter: m,
			remap: func(doc uint32) (uint32, bool) { return remap(i, doc) },
		})
	}
	return merge(ctx, out, sources, nil)
}

// renumbered reads an index whose documents get other numbers.
type renumbered struct {
	words *wordCursor
	list  list
	meter *meter
	remap func(doc uint32) (uint32, bool)
	given bool // a document of this word
	last  uint32
}

func (r *renumbered) nextWord() ([]byte, error) {
	ok, err := r.words.next()
	if !ok {
		return nil, err
	}
	r.list.reset(r.words.x, r.words.entry, r.meter)
	r.given = false
	return r.words.word, nil
}

func (r *renumbered) nextDocs(room []uint32) ([]uint32, error) {
	n := 0
	for n == 0 && r.list.load(r.list.block+1) {
		for _, doc := range r.list.docs[:r.list.held] {
			its, ok := r.remap(doc)
			if !ok {
				continue
			}
			if r.given && its <= r.last {
				return nil, fmt.Errorf("merging indexes of words: document %d gets number %d, after %d: their order must stay", doc, its, r.last)
			}
			room[n], r.last, r.given = its, its, true
			n++
		}
	}
	return room[:n], r.list.fail()
}
