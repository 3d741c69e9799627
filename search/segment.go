package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"runtime/debug"
	"sort"
	"sync"
	"sync/atomic"
	"unsafe"

	"tradedesk/model"
	"tradedesk/search/terms"
)

// segment is an index of folded texts that does not change, in a file that is mapped.
type segment struct {
	arena
	head      header
	columns   []uint64 // block by block, in each column by column
	pairTable *pairTable
	ids       []model.ID
	byID      []int32   // records in order of their ids
	due, came []uint32  // seconds since 1970, 0 for never
	sum       []float64 // what a record is worth, NaN when that is not known
	words     *terms.Index

	*mapping
	sound  []atomic.Uint64 // a bit for each 64 KB that was held against its sum
	closed atomic.Bool
	warmth sync.WaitGroup
}

// errMet is what reading a damaged page panics with; who searches takes it.
type errMet struct{ err error }

// openSegment maps a file.
func openSegment(path string) (s *segment, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	// It was only read.
	defer func() { _ = f.Close() }()
	return mapSegment(f)
}

// mapSegment maps an open file. It reads its header and its tables alone; the rest is held
// against its sums when it is read.
func mapSegment(f *os.File) (s *segment, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() < filePage {
		return nil, fmt.Errorf("%w: %s is no such file", ErrUnfit, f.Name())
	}
	m, err := mapFile(f, int(info.Size()), false)
	if err != nil {
		return nil, fmt.Errorf("opening the index of the search: %w", err)
	}
	s = &segment{mapping: m}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, m.close())
	}
	s.warmth.Go(func() { m.warm(s.closed.Load) })
	return s, nil
}

func (s *segment) open() (err error) {
	if s.head, err = decodeHeader(s.data, uint64(len(s.data))); err != nil {
		return err
	}
	checks := s.head.parts[partChecks]
	s.sound = make([]atomic.Uint64, checks.size/4/64+1)
	return reading(func() error {
		counts := viewOf[uint32](s, partLengths)
		s.check(s.head.parts[partLengths])
		s.check(s.head.parts[partPairs])
		lengths, total := make([]int, len(counts)), uint64(0)
		for i, n := range counts {
			lengths[i] = int(n)
			total += uint64(n)
		}
		size := int64(0)
		if total == s.head.records {
			s.arena, size = newArena(lengths)
		}
		if total != s.head.records || uint64(size) != s.head.parts[partTexts].size {
			return fmt.Errorf("%w: its texts are not as long as it says", ErrUnfit)
		}
		s.texts = s.part(partTexts)
		s.columns = viewOf[uint64](s, partColumns)
		// A copy: whatever becomes of the file, columns are looked for where there are some.
		table := pairTable(viewOf[uint16](s, partPairs))
		s.pairTable = &table
		for _, column := range s.pairTable {
			if column >= pairColumns {
				return fmt.Errorf("%w: it has no column %d", ErrUnfit, column)
			}
		}
		s.ids, s.byID = viewOf[model.ID](s, partIDs), viewOf[int32](s, partByID)
		s.due, s.came = viewOf[uint32](s, partDue), viewOf[uint32](s, partAt)
		s.sum = viewOf[float64](s, partSum)
		s.words, err = terms.Open(s.part(partWords))
		return err
	})
}

// close ends all use of the file.
func (s *segment) close() error {
	s.closed.Store(true)
	s.warmth.Wait()
	return s.mapping.close()
}

func (s *segment) part(n int) []byte {
	e := s.head.parts[n]
	return s.data[e.at:e.end():e.end()]
}

// viewOf shows a part as what it is made of: parts begin at pages.
func viewOf[T any](s *segment, n int) []T {
	data := s.part(n)
	var one T
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(data))), len(data)/int(unsafe.Sizeof(one)))
}

// reading runs what reads a segment: damage that it meets is its error, and so is a page
// that cannot be read, as when somebody cut the file short.
func reading(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch met := recover().(type) {
		case nil:
		case errMet:
			err = met.err
		case interface{ Addr() uintptr }: // a fault, as the runtime has it
			err = fmt.Errorf("%w: its file cannot be read any more", ErrUnfit)
		default:
			panic(met)
		}
	}()
	return do()
}

// check holds what is about to be read against its sums, the first time.
func (s *segment) check(e extent) {
	if e.size == 0 {
		return
	}
	for page := (e.at - filePage) / checkedPage; page <= (e.end()-1-filePage)/checkedPage; page++ {
		if word, bit := &s.sound[page/64], uint64(1)<<(page%64); word.Load()&bit == 0 {
			s.checkPage(page)
			word.Or(bit)
		}
	}
}

func (s *segment) checkPage(page uint64) {
	from := filePage + page*checkedPage
	to := min(from+checkedPage, s.head.parts[partTexts].end())
	want := binary.LittleEndian.Uint32(s.part(partChecks)[page*4:])
	if crc32.Checksum(s.data[from:to], castagnoli) != want {
		panic(errMet{fmt.Errorf("%w: it is damaged at byte %d", ErrUnfit, from)})
	}
}

// chunks gives how many chunks of records there are.
func (s *segment) chunks() int { return (s.records() + chunkSize - 1) / chunkSize }

// wordsIn gives how many words of a chunk's columns have records.
func (s *segment) wordsIn(chunk int) int {
	return min(chunkWords, (s.records()-chunk*chunkSize+63)/64)
}

// column gives a chunk of a column.
func (s *segment) column(chunk, column int) []uint64 {
	words := int(s.head.block) / 64
	first := chunk * chunkWords
	at := (first/words*allColumns+column)*words + first%words
	s.check(extent{s.head.parts[partColumns].at + uint64(at)*8, chunkWords * 8})
	return s.columns[at : at+chunkWords]
}

// textOf gives the text of a record of which the length is known.
func (s *segment) textOf(record, length int) []byte {
	at := s.at(record, length)
	s.check(extent{s.head.parts[partTexts].at + uint64(at), uint64(length)})
	return s.texts[at : at+int64(length)]
}

// idOf gives the id of a record.
func (s *segment) idOf(record int) model.ID {
	s.check(extent{s.head.parts[partIDs].at + uint64(record)*16, 16})
	return s.ids[record]
}

// recordOf gives the record of an id, false when there is none.
func (s *segment) recordOf(id model.ID) (record int, ok bool) {
	ordered := func(i int) int {
		s.check(extent{s.head.parts[partByID].at + uint64(i)*4, 4})
		return int(uint32(s.byID[i])) % len(s.ids)
	}
	n := len(s.byID)
	i := sort.Search(n, func(i int) bool {
		at := s.idOf(ordered(i))
		return bytes.Compare(at[:], id[:]) >= 0
	})
	if i == n {
		return 0, false
	}
	record = ordered(i)
	return record, s.idOf(record) == id
}
