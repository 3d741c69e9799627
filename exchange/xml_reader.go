package exchange

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"tradedesk/exchange/charset"
	"tradedesk/model/refusal"
)

// Bounds of an XML file, checked before memory is taken.
const (
	maxXMLToken = 2 << 20 // bytes of a tag with its attributes, or of a text
	maxXMLDepth = 200
)

var (
	errDoctype  = refusal.New("import.xml_entities", "it declares XML entities or a document type, which are not read")
	errXMLToken = refusal.New("import.xml_token", "it has a text or tag of more than {Most} MiB").With(atMost(maxXMLToken >> 20))
	errXMLDepth = refusal.New("import.xml_depth", "it is nested more than {Most} levels deep").With(atMost(maxXMLDepth))
	errStrayEnd = refusal.New("import.xml_stray_end", "an element ends that never began")
	errBadXML   = refusal.New("import.bad_xml", "its XML cannot be read: {Why}")
	errXMLWrong = refusal.New("import.xml_wrong", "XML syntax error on line {Line}: {What}")
)

// badXML says that a file's XML cannot be read, and where.
func badXML(err error) error {
	var at *xml.SyntaxError
	if errors.As(err, &at) {
		err = errXMLWrong.With(refusal.Parts{"Line": strconv.Itoa(at.Line), "What": at.Msg})
	}
	return notThat(errBadXML.For(err))
}

// xmlReader gives the tags and texts of an XML file, namespaces left aside. It
// refuses declarations, so that no entity grows, and bounds what one token takes.
type xmlReader struct {
	dec   *xml.Decoder
	in    *tokenBudget
	depth int
}

func newXMLReader(in io.Reader) *xmlReader {
	budget := &tokenBudget{in: bufio.NewReaderSize(in, 32<<10)}
	x := &xmlReader{dec: xml.NewDecoder(budget), in: budget}
	x.dec.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		enc, _, ok := charset.Find(name)
		if !ok {
			return nil, charset.Check(name)
		}
		return enc.NewDecoder().Reader(in), nil
	}
	return x
}

// next gives the next start tag, end tag or text; io.EOF at the end of the file.
// A text is valid until the next call.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.in.left = maxXMLToken
		token, err := x.dec.RawToken()
		if err != nil {
			if x.depth > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		switch token := token.(type) {
		case xml.Directive:
			return nil, errDoctype
		case xml.StartElement:
			if x.depth++; x.depth > maxXMLDepth {
				return nil, errXMLDepth
			}
			return token, nil
		case xml.EndElement:
			x.depth--
			return token, nil
		case xml.CharData:
			return token, nil
		}
	}
}

// line gives the line of the file that was read last.
func (x *xmlReader) line() int {
	line, _ := x.dec.InputPos()
	return line
}

// skip passes over all up to the end of the element that was just begun.
func (x *xmlReader) skip() error {
	for depth := x.depth; x.depth >= depth; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// text gives the text of the element that was just begun, up to its end.
func (x *xmlReader) text() (string, error) {
	var out []byte
	for depth := x.depth; x.depth >= depth; {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		if data, ok := token.(xml.CharData); ok {
			if len(out)+len(data) > maxXMLToken {
				return "", errXMLToken
			}
			out = append(out, data...)
		}
	}
	return string(out), nil
}

// attribute gives an attribute by its name without a prefix, "" when it is not there.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// tokenBudget ends a token that is longer than its bound.
type tokenBudget struct {
	in   *bufio.Reader
	left int
}

func (b *tokenBudget) ReadByte() (byte, error) {
	if b.left--; b.left < 0 {
		return 0, errXMLToken
	}
	return b.in.ReadByte()
}

func (b *tokenBudget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errXMLToken
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
