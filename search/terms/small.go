package terms

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Small is an index in memory, of what came since an Index was built: some ten thousand
// documents, each of which can be replaced and taken out. It is safe for use by several
// goroutines: a lock is held while a search begins, not while its documents are walked, and
// what a search sees is what was there when it began. A word that no document has any more
// takes memory until the whole is given up.
type Small struct {
	mu   sync.RWMutex
	has  map[uint32][]*lastingWord // the words of each document
	word map[string]*lastingWord
	// All words in order, but for the tail, which is in none.
	ordered, tail []*lastingWord
	postings      int
}

// lastingWord is a word with its documents in order. The documents are never written into
// below their length: cursors walk them.
type lastingWord struct {
	text string
	docs []uint32
}

// maxTail is how many new words are looked through one by one before they are sorted in.
const maxTail = 256

// NewSmall makes an empty index.
func NewSmall() *Small {
	return &Small{has: map[uint32][]*lastingWord{}, word: map[string]*lastingWord{}}
}

// Len is how many documents there are.
func (s *Small) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.has)
}

// Has reports whether a document is there, be it without words.
func (s *Small) Has(doc uint32) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.has[doc]
	return ok
}

// Of gives the words of a document, as they are now: none when it is not there.
func (s *Small) Of(doc uint32) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var words []string
	for _, word := range s.has[doc] {
		words = append(words, word.text)
	}
	return words
}

// Put puts a document in with its words, in the place of those it had.
func (s *Small) Put(doc uint32, words iter.Seq[string]) {
	var fresh []string
	for word := range words {
		if word != "" {
			fresh = append(fresh, cutWord(word))
		}
	}
	slices.Sort(fresh)
	fresh = slices.Compact(fresh)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(doc)
	its := make([]*lastingWord, len(fresh))
	for i, text := range fresh {
		its[i] = s.learn(text)
		its[i].put(doc)
	}
	s.has[doc] = its
	s.postings += len(its)
}

// Remove takes a document out.
func (s *Small) Remove(doc uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(doc)
}

func (s *Small) remove(doc uint32) {
	for _, word := range s.has[doc] {
		word.remove(doc)
	}
	s.postings -= len(s.has[doc])
	delete(s.has, doc)
}

func (w *lastingWord) put(doc uint32) {
	if n := len(w.docs); n == 0 || w.docs[n-1] < doc {
		w.docs = append(w.docs, doc)
		return
	}
	at, _ := slices.BinarySearch(w.docs, doc)
	w.docs = slices.Insert(slices.Clone(w.docs), at, doc)
}

func (w *lastingWord) remove(doc uint32) {
	if at, ok := slices.BinarySearch(w.docs, doc); ok {
		w.docs = slices.Delete(slices.Clone(w.docs), at, at+1)
	}
}

// learn gives the word with that text, a new one when there is none.
func (s *Small) learn(text string) *lastingWord {
	word, ok := s.word[text]
	if ok {
		return word
	}
	word = &lastingWord{text: strings.Clone(text)}
	s.word[word.text] = word
	if s.tail = append(s.tail, word); len(s.tail) >= maxTail {
		s.ordered, s.tail = merged(s.ordered, inOrder(s.tail)), nil
	}
	return word
}

func inOrder(words []*lastingWord) []*lastingWord {
	slices.SortFunc(words, func(a, b *lastingWord) int { return cmp.Compare(a.text, b.text) })
	return words
}

// merged gives the words of both in order.
func merged(a, b []*lastingWord) []*lastingWord {
	out := make([]*lastingWord, 0, len(a)+len(b))
	for _, word := range b {
		at := sort.Search(len(a), func(i int) bool { return a[i].text > word.text })
		out = append(append(out, a[:at]...), word)
		a = a[at:]
	}
	return append(out, a...)
}

// beginning gives the words that begin with prefix and are in a document, in order, as
// they are now. The caller holds the lock.
func (s *Small) beginning(prefix string) []lastingWord {
	var out []lastingWord
	from := sort.Search(len(s.ordered), func(i int) bool { return s.ordered[i].text >= prefix })
	tail := inOrder(slices.Clone(s.tail))
	for rest := s.ordered[from:]; ; {
		var word *lastingWord
		switch inOrdered := len(rest) > 0 && strings.HasPrefix(rest[0].text, prefix); {
		case inOrdered && (len(tail) == 0 || rest[0].text < tail[0].text):
			word, rest = rest[0], rest[1:]
		case len(tail) > 0:
			word, tail = tail[0], tail[1:]
		default:
			return out
		}
		if len(word.docs) > 0 && strings.HasPrefix(word.text, prefix) {
			out = append(out, *word)
		}
	}
}

// Search begins a search of what is there now.
func (s *Small) Search(ctx context.Context, q Query) (*Cursor, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return search(ctx, smallWords{s}, q)
}

// smallWords is a Small whose lock is held.
type smallWords struct{ s *Small }

func (l smallWords) word(_ *meter, text string) (iterator, error) {
	if word, ok := l.s.word[text]; ok {
		return &sorted{docs: word.docs}, nil
	}
	return &sorted{}, nil
}

func (l smallWords) prefix(m *meter, prefix string, _ []uint32) (iterator, error) {
	words := l.s.beginning(prefix)
	if len(words) <= maxLists {
		var parts []iterator
		for _, word := range words {
			parts = append(parts, &sorted{docs: word.docs})
		}
		return unite(parts), nil
	}
	bound := uint64(0)
	for _, word := range words {
		bound = max(bound, uint64(word.docs[len(word.docs)-1])+1)
	}
	p := newPile(bound, freeBits)
	for _, word := range words {
		if err := m.spend(len(word.docs)); err != nil {
			return nil, err
		}
		p.put(word.docs)
	}
	return p.documents(), nil
}

// Words walks the words that begin with prefix in order, as they are now, with how many
// documents have each, until yield gives false.
func (s *Small) Words(ctx context.Context, prefix string, yield func(word []byte, documents int) bool) error {
	s.mu.RLock()
	words := s.beginning(cutWord(prefix))
	s.mu.RUnlock()
	m := newMeter(ctx)
	for _, word := range words {
		if err := m.spend(1); err != nil {
			return err
		}
		if !yield([]byte(word.text), len(word.docs)) {
			return nil
		}
	}
	return nil
}

// WriteIndex writes what is there now as an Index, for Merge. It gives its length in bytes.
func (s *Small) WriteIndex(ctx context.Context, out io.Writer) (size uint64, err error) {
	s.mu.RLock()
	words, postings := s.beginning(""), s.postings
	s.mu.RUnlock()
	r := &run{word: func(i int) []byte { return []byte(words[i].text) }, docs: make([]uint32, 0, postings)}
	for _, word := range words {
		r.docs = append(r.docs, word.docs...)
		r.ends = append(r.ends, uint32(len(r.docs)))
	}
	return merge(ctx, out, []source{r}, nil)
}
