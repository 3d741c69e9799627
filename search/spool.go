package search

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// spool keeps documents on the disk, in the order they came in, until it is known where
// each belongs.
type spool struct {
	texts  spoolFile
	placed []uint32 // of each document, the record that it became
}

// spoolFile is a file that is written once and read once or more.
type spoolFile struct {
	file scratch
	out  *bufio.Writer
}

func newSpool(dir string) (*spool, error) {
	file, err := newScratch(dir)
	if err != nil {
		return nil, err
	}
	return &spool{texts: spoolFile{file: file, out: bufio.NewWriterSize(file, 256<<10)}}, nil
}

func (s *spool) close() error { return s.texts.file.Close() }

// In front of a text: its id, when it is due and came, what it is worth, how long it is.
const spoolHead = 16 + 4 + 4 + 8 + 2

func (s *spool) add(d *Document) error {
	head := append(make([]byte, 0, spoolHead), d.ID[:]...)
	head = binary.LittleEndian.AppendUint32(head, d.Due)
	head = binary.LittleEndian.AppendUint32(head, d.At)
	head = binary.LittleEndian.AppendUint64(head, math.Float64bits(d.Sum))
	head = binary.LittleEndian.AppendUint16(head, uint16(len(d.Text)))
	// A writer's error comes again when it is flushed.
	_, _ = s.texts.out.Write(head)
	_, err := s.texts.out.WriteString(d.Text)
	return err
}

// from flushes what was written and gives it from the beginning.
func (f *spoolFile) from() (*bufio.Reader, error) {
	if err := f.out.Flush(); err != nil {
		return nil, err
	}
	_, err := f.file.Seek(0, io.SeekStart)
	return bufio.NewReaderSize(f.file, 256<<10), err
}

// each gives the documents in the order they came in, without their words; d.Text is
// valid until yield returns.
func (s *spool) each(n int, yield func(i int, d *spooled) error) error {
	in, err := s.texts.from()
	if err != nil {
		return err
	}
	var d spooled
	var head [spoolHead]byte
	for i := range n {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return fmt.Errorf("reading document %d again: %w", i, err)
		}
		copy(d.id[:], head[:])
		d.due, d.at = binary.LittleEndian.Uint32(head[16:]), binary.LittleEndian.Uint32(head[20:])
		d.sum = math.Float64frombits(binary.LittleEndian.Uint64(head[24:]))
		d.text = append(d.text[:0], make([]byte, binary.LittleEndian.Uint16(head[32:]))...)
		if _, err := io.ReadFull(in, d.text); err != nil {
			return fmt.Errorf("reading document %d again: %w", i, err)
		}
		if err := yield(i, &d); err != nil {
			return err
		}
	}
	return nil
}

// spooled is a document as it comes back.
type spooled struct {
	id   [16]byte
	due  uint32
	at   uint32
	sum  float64
	text []byte
}
