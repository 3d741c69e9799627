package terms

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
)

// source gives words in order, and the documents of each in order.
type source interface {
	// nextWord gives the next word, valid until it is called again; nil at the end.
	nextWord() ([]byte, error)
	// nextDocs puts more documents of that word into room; none when there are no more.
	nextDocs(room []uint32) ([]uint32, error)
}

// run is words in order with their documents, in memory.
type run struct {
	word func(i int) []byte
	docs []uint32 // of all words, one after the other
	ends []uint32 // where those of each word end in docs
	next int      // the word that nextWord gives next
	at   uint32   // documents that were given
}

func (r *run) docsOf(word int) []uint32 {
	from := uint32(0)
	if word > 0 {
		from = r.ends[word-1]
	}
	return r.docs[from:r.ends[word]]
}

func (r *run) nextWord() ([]byte, error) {
	if r.next == len(r.ends) {
		return nil, nil
	}
	if r.next > 0 {
		r.at = r.ends[r.next-1]
	}
	r.next++
	return r.word(r.next - 1), nil
}

func (r *run) nextDocs(room []uint32) ([]uint32, error) {
	docs := r.docs[r.at:r.ends[r.next-1]]
	docs = docs[:min(len(docs), len(room))]
	r.at += uint32(len(docs))
	return docs, nil
}

// spill holds runs that did not fit into memory, one after the other in a file that
// only its owner can read. For each word of a run: what it shares with the word before
// it, the rest, how many documents, their gaps, as in an index.
type spill struct {
	file *os.File
	gone bool    // the file has no name any more, the system takes it back on its own
	ends []int64 // of each run
}

func newSpill(dir string) (*spill, error) {
	file, err := os.CreateTemp(dir, "tradedesk-words-*.tmp")
	if err != nil {
		return nil, fmt.Errorf("making room for words on the disk: %w", err)
	}
	// Where a file can lose its name while it is open, nothing of it outlives a kill.
	return &spill{file: file, gone: os.Remove(file.Name()) == nil}, nil
}

func (s *spill) close() error {
	err := s.file.Close()
	if !s.gone {
		err = cmp.Or(err, os.Remove(s.file.Name()))
	}
	if err != nil {
		return fmt.Errorf("removing words from the disk: %w", err)
	}
	return nil
}

// write puts a run behind the others.
func (s *spill) write(r *run) error {
	out := bufio.NewWriterSize(s.file, 256<<10)
	size := int64(0)
	var room []byte
	var before []byte
	for i := range r.ends {
		word, docs := r.word(i), r.docsOf(i)
		shared := sharedOf(before, word)
		room = binary.AppendUvarint(room[:0], uint64(shared))
		room = binary.AppendUvarint(room, uint64(len(word)-shared))
		room = append(room, word[shared:]...)
		room = binary.AppendUvarint(room, uint64(len(docs)))
		last := uint32(beforeFirst)
		for part := range slices.Chunk(docs, listBlock) {
			room = appendGaps(room, part, last)
			last = part[len(part)-1]
			n, err := out.Write(room)
			if err != nil {
				return fmt.Errorf("putting words on the disk: %w", err)
			}
			size, room = size+int64(n), room[:0]
		}
		before = word
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("putting words on the disk: %w", err)
	}
	if len(s.ends) > 0 {
		size += s.ends[len(s.ends)-1]
	}
	s.ends = append(s.ends, size)
	return nil
}

func sharedOf[A, B ~string | ~[]byte](a A, b B) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sources reads every run, with so many bytes of memory for all.
func (s *spill) sources(memory int) []source {
	each := max(4<<10, min(256<<10, memory/max(1, len(s.ends))))
	var out []source
	from := int64(0)
	for _, end := range s.ends {
		out = append(out, &spilledRun{in: bufio.NewReaderSize(io.NewSectionReader(s.file, from, end-from), each)})
		from = end
	}
	return out
}

// spilledRun reads a run from the file.
type spilledRun struct {
	in   *bufio.Reader
	word []byte
	left uint64 // documents of word not read yet
	last uint32
}

func (r *spilledRun) nextWord() ([]byte, error) {
	for r.left > 0 {
		if _, err := r.nextDocs(make([]uint32, listBlock)); err != nil {
			return nil, err
		}
	}
	shared, err := binary.ReadUvarint(r.in)
	if err == io.EOF {
		return nil, nil
	}
	var rest uint64
	if err == nil {
		rest, err = binary.ReadUvarint(r.in)
	}
	if err == nil && (shared > uint64(len(r.word)) || shared+rest > MaxWord) {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		r.word = slices.Grow(r.word[:shared], int(rest))[:shared+rest]
		_, err = io.ReadFull(r.in, r.word[shared:])
	}
	if err == nil {
		r.left, err = binary.ReadUvarint(r.in)
	}
	if err != nil {
		return nil, fmt.Errorf("reading words back from the disk: %w", err)
	}
	r.last = beforeFirst
	return r.word, nil
}

func (r *spilledRun) nextDocs(room []uint32) ([]uint32, error) {
	room = room[:min(uint64(len(room)), r.left)]
	for i := range room {
		gap, err := binary.ReadUvarint(r.in)
		if err != nil {
			return nil, fmt.Errorf("reading words back from the disk: %w", err)
		}
		r.last += uint32(gap) + 1
		room[i] = r.last
	}
	r.left -= uint64(len(room))
	return room, nil
}
