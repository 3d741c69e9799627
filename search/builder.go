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
	words  []*terms.Builder // of parts of the documents, as they are numbered when they come
	counts []int            // of texts of each length
	pairs  pairCounter
	n      int
}

// Making a segment has so many parts that take about as long: nearly all of them are to take
// the records in, then it is to place them, their columns, and at last their words.
const (
	parts    = 16
	inTaking = 13
)

// restEvery is how many records are worked on between two rests.
const restEvery = 1024

// Words are put together in so many parts at the most, side by side, in so much memory: to
// read the records takes about as long as to prepare them in four.
const (
	mostPreparing = 4
	wordMemory    = 64 << 20
)

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
	return newPartsBuilder(path, stamp, min(runtime.GOMAXPROCS(0), mostPreparing))
}

// newBesideBuilder begins a segment that is in no file of its own, beside others that are
// made.
func newBesideBuilder(path string, stamp Stamp) (*builder, error) {
	return newPartsBuilder(path, stamp, 1)
}

// newPartsBuilder begins a segment whose words are put together in so many parts.
func newPartsBuilder(path string, stamp Stamp, parts int) (*builder, error) {
	s, err := newSpool(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("making the index of the search: %w", err)
	}
	b := &builder{path: path, stamp: stamp, workers: runtime.GOMAXPROCS(0), sync: (*os.File).Sync, passed: func(int) {}, spool: s, counts: []int{0}}
	for range parts {
		b.words = append(b.words, terms.NewBuilder(terms.Options{Dir: filepath.Dir(path), Memory: wordMemory / parts}))
	}
	return b, nil
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

// add adds a document with its words; each id comes once.
func (b *builder) add(ctx context.Context, d Document) error {
	if d.Said != nil {
		if err := b.words[0].Add(ctx, uint32(b.n), d.Said); err != nil {
			return err
		}
	}
	return b.put(&d)
}

// put adds a document, in order, whose words are known.
func (b *builder) put(d *Document) error {
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
	b.passed(inTaking)
	return b.spool.add(d)
}

// close takes away what is on the disk; the segment that was made stays.
func (b *builder) close() error {
	err := b.spool.close()
	for _, words := range b.words {
		err = errors.Join(err, words.Close())
	}
	return err
}

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

// writeWords puts the index of words behind all else.
func (b *builder) writeWords(ctx context.Context, f *os.File, h *header) (err error) {
	if _, err := f.Seek(int64(h.parts[partWords].at), io.SeekStart); err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	h.parts[partWords].size, err = terms.FinishAll(ctx, out, b.words, b.spool.placed)
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
