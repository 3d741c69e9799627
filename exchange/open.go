package exchange

import (
	"fmt"
	"io"
	"tradedesk/exchange/charset"
	"tradedesk/model/refusal"

	"golang.org/x/text/transform"
)

// countedReader counts what is read of a file.
type countedReader struct {
	in   io.Reader
	read int64
	copy *copied // what was read, of a file that is kept as it came; nil for others
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.read += int64(n)
	if c.copy != nil {
		c.copy.take(p[:n])
	}
	return n, err
}

// open finds out the format of the file, and for a text makes the source that
// gives it in UTF-8.
func (s *session) open() (Format, error) {
	head, err := s.raw.Peek(sampleBytes)
	if err != nil && err != io.EOF {
		return "", err
	}
	format, err := s.format(head)
	if err != nil {
		return "", err
	}
	if format != FormatUBL {
		s.counted.copy = nil
	}
	if format == FormatXLSX || format == FormatChat && isZip(head) {
		return format, nil
	}
	s.text, err = newTextReader(s.raw, s.req.Charset, format == FormatVCard || format == FormatICS || format == FormatMail)
	if err != nil {
		return "", err
	}
	s.src = newSource(s.ctx, s.text)
	return format, nil
}

// format takes the format that was asked for, unless the file is no text at all.
func (s *session) format(head []byte) (Format, error) {
	if s.req.Format == "" {
		return Detect(s.req.Name, head)
	}
	asked, err := ParseFormat(string(s.req.Format))
	if err != nil {
		return "", err
	}
	zipped := isZip(head)
	switch {
	case asked == FormatChat && zipped:
		return asked, nil
	case asked == FormatXLSX && !zipped:
		return "", fmt.Errorf("%w: it is no workbook", ErrFormat)
	case asked != FormatXLSX && zipped:
		return "", fmt.Errorf("%w: it is an Excel workbook or another zip archive, not %s", ErrFormat, asked)
	}
	return asked, notText(head)
}

// narrow gives the beginning of a file in a charset of bytes: UTF-16 and UTF-32
// as UTF-8, all others as they are, and no byte order mark.
func narrow(head []byte) []byte {
	enc, name, skip := charset.Wide(head)
	if name == "" {
		return head
	}
	text, _, err := transform.Bytes(enc.NewDecoder(), head[skip:])
	if err != nil {
		return head
	}
	return text
}

// tellCharset puts into the report how the text was read.
func (s *session) tellCharset() {
	if s.text == nil {
		return
	}
	s.report.Charset = s.text.name
	if s.report.Charset == "" {
		s.report.Charset = charset.UTF8
	}
	if !s.text.sure {
		s.warnings.add(refused(RowError{}, errCharset.With(refusal.Parts{"Charset": s.report.Charset})))
	}
}
