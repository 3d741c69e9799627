package exchange

import (
	"encoding/xml"
	"io"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Bounds of a UBL document, which is read as a whole.
const (
	maxElements = 200_000
	maxUBLText  = 16 << 20
)

// element is an element of a document, with the namespaces left aside.
type element struct {
	name     string
	line     int // where it begins
	attr     map[string]string
	text     string
	children []*element
}

// at gives the first element under a path of names, nil when there is none.
func (e *element) at(path ...string) *element {
	for _, name := range path {
		if e == nil {
			return nil
		}
		e = e.child(name)
	}
	return e
}

func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// childrenOf gives the elements of a name; none of an element that is not there.
func (e *element) childrenOf(name string) []*element {
	if e == nil {
		return nil
	}
	var out []*element
	for _, c := range e.children {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

// say gives the text under a path, "" when there is none.
func (e *element) say(path ...string) string {
	if at := e.at(path...); at != nil {
		return text.Clean(at.text, model.MaxText)
	}
	return ""
}

// readDocument reads a whole document within bounds.
func readDocument(in io.Reader) (*element, error) {
	x := newXMLReader(in)
	root := &element{}
	open, count, size := []*element{root}, 0, 0
	for {
		token, err := x.next()
		if err == io.EOF {
			if len(root.children) != 1 {
				return nil, notThat(errNoXML)
			}
			return root.children[0], nil
		}
		if err != nil {
			return nil, badXML(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, line: x.line(), attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			if count++; count > maxElements {
				return nil, notThat(errManyElements.With(atMost(maxElements)))
			}
			parent := open[len(open)-1]
			parent.children, open = append(parent.children, e), append(open, e)
		case xml.EndElement:
			if len(open) == 1 {
				return nil, badXML(errStrayEnd)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if size += len(token); size > maxUBLText {
				return nil, notThat(errTooLarge.With(atMost(maxUBLText >> 20)))
			}
			open[len(open)-1].text += string(token)
		}
	}
}

// notes gives the texts of the elements of one name, those that say something.
func (e *element) notes(name string) []string {
	if e == nil {
		return nil
	}
	var out []string
	for _, c := range e.childrenOf(name) {
		if said := text.CleanLines(c.text, model.MaxLong); said != "" {
			out = append(out, said)
		}
	}
	return out
}
