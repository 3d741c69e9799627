package search

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"tradedesk/search/terms"
)

// builder makes a segment. What it is given it puts on the disk; then it lays texts out
// by length, so that it needs some bytes of memory a record beside the file it makes.
type builder struct {
	path    string // of the file that is made
	stamp   Stamp
	workers int
	// pause is called between parts of the work, when not nil; an error of its ends it.
	pause func() error
	// sync brings the file to the disk.
	sync func(*os.File) error
	// passed is told of records that a part of the work is done for; there are parts.
	passed func(records int)

	spool  *spool
	counts []int // of texts of each length
	pairs  pairCounter
	n      int
}

// Making a segment has parts that take about as long: to take the records in, to place
// them, their columns, and their words.
const parts = 4

// restEvery is how many records are worked on between two rests.
const restEvery = 1024

// newFile is what files are called while they are written, besideFile those that nothing is
// to be left of.
const (
	newFile    = "search-*.making"
	besideFile = "search-*.beside"
)

// sampled is of how many records one is looked at for how frequent pairs are; all of a
// small number are.
const (
	sampled    = 16
	sampleFrom = 1 << 16
)

// newBuilder begins a segment at path, in whose directory nobody else makes one.
func newBuilder(path string, stamp Stamp) (*builder, error) {
	if err := removeLeft(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("making the index of the search: %w", err)
	}
	return newBesideBuilder(path, stamp)
}

// newBesideBuilder begins a segment that is in no file of its own, beside others that are
// made.
func newBesideBuilder(path string, stamp Stamp) (*builder, error) {
	s, err := newSpool(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("making the index of the search: %w", err)
	}
	return &builder{path: path, stamp: stamp, workers: runtime.GOMAXPROCS(0), sync: (*os.File).Sync, passed: func(int) {}, spool: s, counts: []int{0}}, nil
}

// removeLeft takes away what was being made when the program ended.
func removeLeft(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if beside, err := filepath.Match(besideFile, file.Name()); err == nil && beside {
			_ = os.Remove(filepath.Join(dir, file.Name())) // it may be in use
		}
		left, err := filepath.Match(newFile, file.Name())
		if err == nil && left {
			err = os.Remove(filepath.Join(dir, file.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// add adds a document; each id comes once.
func (b *builder) add(d Document) error {
	if b.n == math.MaxInt32 {
		return errors.New("making the index of the search: there are too many records")
	}
	d.Text = cutText(d.Text)
	for len(b.counts) <= len(d.Text) {
		b.counts = append(b.counts, 0)
	}
	b.counts[len(d.Text)]++
	if b.n < sampleFrom || b.n%sampled == 0 {
		b.pairs.add([]byte(d.Text))
	}
	b.n++
	b.passed(1)
	return b.spool.add(d)
}

// close takes away what is on the disk; the segment that was made stays.
func (b *builder) close() error { return b.spool.close() }

// finish writes the file under a name of its own, whole and on the disk, and puts it in
// its place.
func (b *builder) finish(ctx context.Context) (err error) {
	f, err := os.CreateTemp(filepath.Dir(b.path), newFile)
	if err != nil {
		return fmt.Errorf("making the index of the search: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("making the index of the search: %w", errors.Join(err, f.Close(), os.Remove(f.Name())))
		}
	}()
	if err := b.write(ctx, f); err != nil {
		return err
	}
	if err := b.sync(f); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), b.path); err != nil {
		return err
	}
	return f.Close()
}

// beside makes the segment in a file that is gone when it is closed, or the program ends.
func (b *builder) beside(ctx context.Context) (s *segment, err error) {
	f, err := newScratch(filepath.Dir(b.path))
	if err != nil {
		return nil, fmt.Errorf("setting aside what changed: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = fmt.Errorf("setting aside what changed: %w", err)
		}
	}()
	if err := b.write(ctx, f.File); err != nil {
		return nil, err
	}
	return mapSegment(f.File)
}

// rest lets others at the machine, and says when to end.
func (b *builder) rest(ctx context.Context) error {
	if b.pause != nil {
		if err := b.pause(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (b *builder) layout() (h header) {
	h = header{records: uint64(b.n), block: uint64(blockSize(b.n)), longest: uint64(len(b.counts) - 1), stamp: b.stamp}
	at := uint64(filePage)
	put := func(part int, size uint64) {
		h.parts[part] = extent{at, size}
		at = pageUp(at + size)
	}
	for part, size := range partSizes(h.records, h.block, h.longest) {
		put(part, size)
	}
	_, texts := newArena(b.counts)
	put(partTexts, uint64(texts))
	put(partChecks, checksOf(h.parts[partTexts].end()))
	put(partWords, 0)
	return h
}

func (b *builder) write(ctx context.Context, f *os.File) (err error) {
	h := b.layout()
	size := int(h.parts[partWords].at)
	if err := takeRoom(f, int64(size)); err != nil {
		return err
	}
	m, err := mapFile(f, size, true)
	if err != nil {
		return err
	}
	s := &segment{head: h, mapping: m}
	err = reading(func() error { return b.fill(ctx, s) })
	if err == nil {
		err = b.writeWords(ctx, f, &s.head)
	}
	if err == nil {
		err = reading(func() error {
			b.sum(s)
			copy(m.data, s.head.encode())
			return nil
		})
	}
	return errors.Join(err, m.close())
}

// fill writes all but the words.
func (b *builder) fill(ctx context.Context, s *segment) error {
	s.arena, _ = newArena(b.counts)
	for length, n := range b.counts {
		viewOf[uint32](s, partLengths)[length] = uint32(n)
	}
	s.pairTable = packPairs(&b.pairs.count)
	copy(viewOf[uint16](s, partPairs), s.pairTable[:])
	s.texts, s.columns = s.part(partTexts), viewOf[uint64](s, partColumns)
	if err := b.place(ctx, s); err != nil {
		return err
	}
	return b.fillColumns(ctx, s)
}

// fillColumns writes the bit columns, some blocks at a time.
func (b *builder) fillColumns(ctx context.Context, s *segment) error {
	block := int(s.head.block)
	blocks := (b.n + block - 1) / block
	var next atomic.Int64
	var running sync.WaitGroup
	failed := make([]error, b.workers)
	for w := range failed {
		running.Go(func() {
			failed[w] = reading(func() error {
				for {
					at := int(next.Add(1)) - 1
					if at >= blocks {
						return nil
					}
					if err := b.rest(ctx); err != nil {
						return err
					}
					s.fillBlock(at)
					b.passed(min(block, b.n-at*block))
				}
			})
		})
	}
	running.Wait()
	return errors.Join(failed...)
}

func (s *segment) fillBlock(at int) {
	block := int(s.head.block)
	first := at * block
	words := block / 64 * allColumns
	length := s.length(first)
	fillBlock(s.columns[at*words:(at+1)*words], min(block, s.records()-first), func(i int) []byte {
		for int(s.first[length+1]) <= first+i {
			length++
		}
		return s.text(first+i, length)
	}, s.pairTable)
}

// writeWords puts the index of words behind all else.
func (b *builder) writeWords(ctx context.Context, f *os.File, h *header) (err error) {
	words := terms.NewBuilder(terms.Options{Dir: filepath.Dir(b.path)})
	defer func() { err = errors.Join(err, words.Close()) }()
	last := 0
	err = b.spool.eachSaid(func(i int, word string) error {
		if i >= last+restEvery {
			b.passed(i - last)
			last = i
			if err := b.rest(ctx); err != nil {
				return err
			}
		}
		return words.AddWord(ctx, uint32(b.spool.placed[i]), word)
	})
	if err != nil {
		return err
	}
	if _, err := f.Seek(int64(h.parts[partWords].at), io.SeekStart); err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	h.parts[partWords].size, err = words.Finish(ctx, out)
	return errors.Join(err, out.Flush())
}

// sum writes the sums of all pages.
func (b *builder) sum(s *segment) {
	sums := s.part(partChecks)
	end := s.head.parts[partTexts].end()
	for page := 0; page*4 < len(sums); page++ {
		from := uint64(filePage + page*checkedPage)
		binary.LittleEndian.PutUint32(sums[page*4:], crc32.Checksum(s.data[from:min(from+checkedPage, end)], castagnoli))
	}
}
