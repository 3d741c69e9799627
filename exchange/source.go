package exchange

import (
	"context"
	"io"
)

// sourceChunk is how much is read at a time, and the least of a sample.
const sourceChunk = 64 << 10

// byteSource reads bytes, counts lines as it is told, and can go back to a mark.
type byteSource struct {
	ctx  context.Context
	in   io.Reader
	buf  []byte
	pos  int
	end  int
	kept int   // where the mark is, -1 for none
	line int   // of the next byte, from 1
	read int64 // bytes taken from in, as text
	err  error // why in gave no more; io.EOF at its end
}

func newSource(ctx context.Context, in io.Reader) *byteSource {
	return &byteSource{ctx: ctx, in: in, buf: make([]byte, sourceChunk), kept: -1, line: 1}
}

// next gives the next byte; false at the end, or when reading failed.
func (s *byteSource) next() (byte, bool) {
	if s.pos == s.end && !s.fill() {
		return 0, false
	}
	b := s.buf[s.pos]
	s.pos++
	return b, true
}

// peek gives the next byte without taking it.
func (s *byteSource) peek() (byte, bool) {
	if s.pos == s.end && !s.fill() {
		return 0, false
	}
	return s.buf[s.pos], true
}

// stops are the bytes that mean something to a reader.
type stops [256]bool

func stopAt(bytes string) *stops {
	var s stops
	for i := range len(bytes) {
		s[bytes[i]] = true
	}
	return &s
}

// run takes the bytes before the next stop, as far as they are in the buffer:
// fewer than there are, or none, say nothing about what follows. The slice is
// valid until more is read.
func (s *byteSource) run(until *stops) []byte {
	if s.pos == s.end && !s.fill() {
		return nil
	}
	rest := s.buf[s.pos:s.end]
	n := 0
	for n < len(rest) && !until[rest[n]] {
		n++
	}
	s.pos += n
	return rest[:n]
}

// endLine ends a line whose first end byte, LF or CR, was taken: the LF of a
// CRLF goes with it, and so does the rest of the CR CR LF that careless copies
// make of it.
func (s *byteSource) endLine(first byte) {
	s.line++
	if first != '\r' {
		return
	}
	switch b, ok := s.peek(); {
	case ok && b == '\n':
		s.pos++
	case ok && b == '\r' && string(s.sample(2)) == "\r\n":
		s.pos += 2
	}
}

// fill reads more, and keeps what lies behind the mark.
func (s *byteSource) fill() bool {
	if s.err != nil {
		return false
	}
	if len(s.buf)-s.end < sourceChunk/2 {
		s.makeRoom()
	}
	for range 100 {
		if s.err = s.ctx.Err(); s.err != nil {
			return false
		}
		n, err := s.in.Read(s.buf[s.end:])
		s.end += n
		s.read += int64(n)
		s.err = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// makeRoom drops what was taken and is not kept, and doubles the buffer when that
// is not enough.
func (s *byteSource) makeRoom() {
	from := s.pos
	if s.kept >= 0 {
		from = s.kept
	}
	s.end = copy(s.buf, s.buf[from:s.end])
	s.pos -= from
	if s.kept >= 0 {
		s.kept = 0
	}
	if len(s.buf)-s.end < sourceChunk/2 {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
}

// sample gives up to n of the next bytes without taking them.
func (s *byteSource) sample(n int) []byte {
	for s.end-s.pos < n && s.fill() {
	}
	return s.buf[s.pos:min(s.end, s.pos+n)]
}

// skip takes n bytes of a sample.
func (s *byteSource) skip(n int) { s.pos += n }

// mark remembers this place; everything from here on is kept until unmark.
func (s *byteSource) mark() { s.kept = s.pos }

// unmark lets go of the mark.
func (s *byteSource) unmark() { s.kept = -1 }

// sinceMark is how many bytes were taken since mark.
func (s *byteSource) sinceMark() int { return s.pos - s.kept }

// back goes to n bytes after the mark, which is in the given line.
func (s *byteSource) back(n, line int) { s.pos, s.line = s.kept+n, line }

// failed gives the error that ended the source, nil when it is only at its end.
func (s *byteSource) failed() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}
