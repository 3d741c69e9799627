package terms

import "context"

// Index is an inverted index that lies in a row of bytes, usually a mapped file. It
// never changes and is safe for use by several goroutines, as long as the bytes are
// there.
type Index struct {
	data []byte
	trailer
	sums bool // compare checksums; off only where a test goes on after damage
}

// Open takes data as an index. It reads the first and the last bytes alone, so that it
// costs the same at any size; what lies between is checked when it is read.
func Open(data []byte) (*Index, error) { return open(data, true) }

func open(data []byte, sums bool) (*Index, error) {
	if err := checkHeader(data); err != nil {
		return nil, err
	}
	t, err := readTrailer(data, sums)
	if err != nil {
		return nil, err
	}
	return &Index{data: data, trailer: t, sums: sums}, nil
}

// Size is how many different words there are, how many pairs of a word and a document,
// and the bound below which all documents are.
func (x *Index) Size() (words, postings int, bound uint64) {
	return int(x.words), int(x.postings), x.bound
}

// Documents counts the documents that have word.
func (x *Index) Documents(word string) (int, error) {
	c := newWordCursor(x)
	if ok, err := c.seekExact([]byte(cutWord(word))); !ok {
		return 0, err
	}
	return c.entry.count, nil
}

// Words walks the words that begin with prefix in order, with how many documents have
// each, until yield gives false. A word is valid until yield returns.
func (x *Index) Words(ctx context.Context, prefix string, yield func(word []byte, documents int) bool) error {
	m := newMeter(ctx)
	c := newWordCursor(x)
	from := []byte(cutWord(prefix))
	ok, err := c.seek(from)
	for ; ok && err == nil && c.within(from); ok, err = c.next() {
		if err := m.spend(1); err != nil {
			return err
		}
		if !yield(c.word, c.entry.count) {
			return nil
		}
	}
	return err
}
