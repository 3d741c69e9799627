package exchange

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of the texts that the cells of a workbook share.
const (
	maxSharedBytes = 64 << 20
	maxSharedCount = 4_000_000
)

var errShared = notThat(errManyTexts.With(atMost(maxSharedBytes >> 20)))

// sharedStrings are the texts of a workbook, one after the other.
type sharedStrings struct {
	text []byte
	ends []uint32
}

func (s *sharedStrings) add(text string) error {
	if len(s.text)+len(text) > maxSharedBytes || len(s.ends) == maxSharedCount {
		return errShared
	}
	s.text = append(s.text, text...)
	s.ends = append(s.ends, uint32(len(s.text)))
	return nil
}

// get gives a text by its number; false when there is none.
func (s *sharedStrings) get(i int) (string, bool) {
	if i < 0 || i >= len(s.ends) {
		return "", false
	}
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return string(s.text[start:s.ends[i]]), true
}

func (b *workbook) readStrings(ctx context.Context, target string) error {
	part := b.parts[target]
	if part == nil {
		return nil
	}
	return b.elements(ctx, part, func(x *xmlReader, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := richText(x)
		if err != nil {
			return err
		}
		return b.strings.add(text)
	})
}

// richText gives the text of an element with runs of several fonts, without the
// readings that stand above East Asian letters.
func richText(x *xmlReader) (string, error) {
	var out strings.Builder
	for depth := x.depth; x.depth >= depth; {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "rPh":
			err = x.skip()
		case e.Name.Local == "t":
			var text string
			text, err = x.text()
			out.WriteString(text)
		}
		if err == nil && out.Len() > maxFieldBytes {
			err = errXMLToken
		}
		if err != nil {
			return "", err
		}
	}
	return unescapeCell(out.String()), nil
}

// unescapeCell undoes _xHHHH_, as workbooks write what XML cannot hold.
func unescapeCell(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if strings.HasPrefix(text[i:], "_x") && len(text)-i >= 7 && text[i+6] == '_' {
			if code, err := strconv.ParseUint(text[i+2:i+6], 16, 16); err == nil && utf8.ValidRune(rune(code)) {
				out.WriteRune(rune(code))
				i += 7
				continue
			}
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}
