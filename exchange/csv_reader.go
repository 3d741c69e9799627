package exchange

import (
	"bytes"
	"fmt"
	"io"
)

// The bounds of a CSV file, checked before memory is taken.
const (
	maxFieldBytes  = 1 << 20
	maxColumns     = 2000
	maxRecordBytes = 4 << 20
	// rereadSlack is how much more than the file itself may be read again after
	// broken quotes, so that a hostile file costs no more than its size.
	rereadSlack = 4 << 20
)

// rowFault is a row that cannot be read; reading goes on after it.
type rowFault struct {
	line, column int
	why          error
}

// Unwrap gives the reason.
func (f *rowFault) Unwrap() error { return f.why }

// Error gives the reason and the place.
func (f *rowFault) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", f.line, f.column, f.why)
}

// csvReader reads rows of RFC 4180 as files really have them: any line end, any
// delimiter, stray quotes, and quotes that nobody closed.
type csvReader struct {
	src   *byteSource
	comma byte
	width int    // columns of the first row, 0 before it is read
	stops *stops // all bytes that mean something

	text   []byte // the cells of the row, one after the other
	ends   []int  // where each of them ends in text
	cells  []string
	reread int64
	oneRow bool // quotes may no longer span lines
}

func newCSVReader(src *byteSource, comma byte) *csvReader {
	return &csvReader{src: src, comma: comma, stops: stopAt("\"\r\n" + string([]byte{comma}))}
}

// row gives the next row that has anything in it, and the line where it begins.
// The slice is used again for the next row. A *rowFault tells of a row that was
// skipped; io.EOF is the end; other errors are of the source.
func (c *csvReader) row() (cells []string, line int, err error) {
	if line, err = c.next(); err != nil {
		return nil, line, err
	}
	return c.split(), line, nil
}

// next is row that leaves the cells in text.
func (c *csvReader) next() (line int, err error) {
	for {
		if _, ok := c.src.peek(); !ok {
			if err := c.src.failed(); err != nil {
				return c.src.line, err
			}
			return c.src.line, io.EOF
		}
		line = c.src.line
		if err := c.readRow(); err != nil {
			return line, err
		}
		if len(c.text) == 0 {
			continue
		}
		if c.width == 0 {
			c.width = len(c.ends)
		}
		return line, nil
	}
}

// taken gives the cells of the row that next read.
func (c *csvReader) taken() (text []byte, ends []int, exact []bool) { return c.text, c.ends, nil }

func (c *csvReader) split() []string {
	all := string(c.text)
	c.cells = c.cells[:0]
	start := 0
	for _, end := range c.ends {
		c.cells = append(c.cells, all[start:end])
		start = end
	}
	return c.cells
}

func (c *csvReader) readRow() error {
	c.text, c.ends = c.text[:0], c.ends[:0]
	for {
		more, err := c.readCell()
		if err != nil {
			return err
		}
		c.ends = append(c.ends, len(c.text))
		if !more {
			return nil
		}
		if len(c.ends) == maxColumns {
			fault := c.fault(errManyColumns.With(atMost(maxColumns)))
			return c.skipRow(fault, false)
		}
	}
}

// readCell reads one cell into text; more says that the row has another.
func (c *csvReader) readCell() (more bool, err error) {
	if b, ok := c.src.peek(); ok && b == '"' {
		c.src.skip(1)
		return c.readQuoted()
	}
	start := len(c.text)
	for {
		c.text = append(c.text, c.src.run(c.stops)...)
		if fault := c.tooLong(start); fault != nil {
			return false, c.skipRow(fault, false)
		}
		b, ok := c.src.next()
		switch {
		case !ok:
			return false, c.src.failed()
		case b == c.comma:
			return true, nil
		case b == '\n' || b == '\r':
			c.src.endLine(b)
			return false, nil
		}
		c.text = append(c.text, b)
	}
}

// quote is where a quoted cell was opened.
type quote struct {
	line     int // of the opening quote
	start    int // of the cell in text
	firstEnd int // bytes from the mark to behind the first line end, -1 for none
}

var quotedStops = stopAt("\"\r\n")

// readQuoted reads a cell whose opening quote was taken.
func (c *csvReader) readQuoted() (more bool, err error) {
	c.src.mark()
	defer c.src.unmark()
	q := quote{line: c.src.line, start: len(c.text), firstEnd: -1}
	for {
		c.text = append(c.text, c.src.run(quotedStops)...)
		if fault := c.tooLong(q.start); fault != nil {
			return false, c.overflow(q, fault)
		}
		b, ok := c.src.next()
		if !ok {
			if err := c.src.failed(); err != nil {
				return false, err
			}
			return false, c.unclosed(q)
		}
		switch b {
		case '"':
			if done, more, err := c.afterQuote(q); done {
				return more, err
			}
		case '\n', '\r':
			c.lineInQuotes(b)
			if q.firstEnd < 0 {
				q.firstEnd = c.src.sinceMark()
			}
			if c.oneRow {
				return false, c.unclosed(q)
			}
		default:
			c.text = append(c.text, b)
		}
	}
}

// afterQuote decides what a quote inside quotes is: the end of the cell, one of
// a pair, a stray one that is kept, or, after a line end, the opening quote of
// another cell: then the first was never closed.
func (c *csvReader) afterQuote(q quote) (done, more bool, err error) {
	b, ok := c.src.peek()
	switch {
	case !ok:
		return true, false, c.src.failed()
	case b == '"':
		c.src.skip(1)
	case b == c.comma:
		c.src.skip(1)
		return true, true, nil
	case b == '\n' || b == '\r':
		c.src.skip(1)
		c.src.endLine(b)
		return true, false, nil
	case q.firstEnd >= 0:
		return true, false, c.unclosed(q)
	}
	c.text = append(c.text, '"')
	return false, false, nil
}

// lineInQuotes takes a line end into the cell, CRLF as LF.
func (c *csvReader) lineInQuotes(b byte) {
	before := c.src.pos
	c.src.endLine(b)
	if b == '\r' && c.src.pos == before {
		c.text = append(c.text, '\r')
		return
	}
	c.text = append(c.text, '\n')
}

// unclosed gives the fault of a quote that nobody closed, and goes back to the
// line after it.
func (c *csvReader) unclosed(q quote) error {
	fault := c.fault(errOpenQuote)
	fault.line = q.line
	if q.firstEnd >= 0 {
		c.reread += int64(c.src.sinceMark() - q.firstEnd)
		c.oneRow = c.reread > c.src.read+rereadSlack
		c.src.back(q.firstEnd, q.line+1)
	}
	return fault
}

// overflow decides what a quoted cell over the bounds is: when a row of the
// usual width follows the line where it begins, the quote was never closed;
// else it is one long text, skipped to its end.
func (c *csvReader) overflow(q quote, fault *rowFault) error {
	fault.line = q.line
	if q.firstEnd >= 0 {
		rest := c.src.buf[c.src.kept+q.firstEnd : c.src.pos]
		line, _, whole := bytes.Cut(rest, []byte("\n"))
		if whole && c.width > 1 && bytes.Count(line, []byte{c.comma}) == c.width-1 {
			return c.unclosed(q)
		}
	}
	c.src.unmark()
	return c.skipRow(fault, true)
}

func (c *csvReader) fault(why error) *rowFault {
	return &rowFault{line: c.src.line, column: len(c.ends) + 1, why: why}
}

func (c *csvReader) tooLong(start int) *rowFault {
	switch {
	case len(c.text)-start > maxFieldBytes:
		return c.fault(errLongCell.With(atMost(maxFieldBytes >> 20)))
	case len(c.text) > maxRecordBytes:
		return c.fault(errLongRow.With(atMost(maxRecordBytes >> 20)))
	}
	return nil
}

// skipRow passes over the rest of a row without keeping it. A quote that opens
// in that rest does not reach over its line, so that a broken one loses one
// line and not the file.
func (c *csvReader) skipRow(fault *rowFault, inQuotes bool) error {
	opened, atStart := false, !inQuotes && len(c.ends) == maxColumns
	for {
		if len(c.src.run(c.stops)) > 0 {
			atStart = false
		}
		b, ok := c.src.next()
		if !ok {
			if err := c.src.failed(); err != nil {
				return err
			}
			return fault
		}
		switch {
		case b == '\n' || b == '\r':
			c.src.endLine(b)
			if !inQuotes || opened {
				return fault
			}
		case inQuotes && b == '"':
			inQuotes = c.stillQuoted()
		case !inQuotes && b == '"' && atStart:
			inQuotes, opened = true, true
		}
		atStart = b == c.comma && !inQuotes
	}
}

func (c *csvReader) stillQuoted() bool {
	b, ok := c.src.peek()
	if !ok || b == c.comma || b == '\n' || b == '\r' {
		return false
	}
	if b == '"' {
		c.src.skip(1)
	}
	return true
}
