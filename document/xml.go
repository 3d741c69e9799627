package document

import (
	"encoding/xml"
	"regexp"
	"strings"
	"sync"
)

// element is a part of an XML document. One without text and without parts is left out.
type element struct {
	name     string
	attr     []string // name, value, name, value …
	text     string
	children []element
}

func parent(name string, children ...element) element {
	return element{name: name, children: children}
}

func leaf(name, text string, attr ...string) element {
	return element{name: name, text: text, attr: attr}
}

func (e element) empty() bool {
	for _, child := range e.children {
		if !child.empty() {
			return false
		}
	}
	return e.text == ""
}

// write writes an element with what is in it, a line for each.
func (e element) write(out *strings.Builder, indent string) {
	if e.empty() {
		return
	}
	out.WriteString(indent + "<" + e.name)
	for i := 0; i+1 < len(e.attr); i += 2 {
		if e.attr[i+1] != "" {
			out.WriteString(" " + e.attr[i] + `="` + escaped(e.attr[i+1]) + `"`)
		}
	}
	out.WriteString(">" + escaped(e.text))
	if len(e.children) > 0 {
		out.WriteString("\n")
		for _, child := range e.children {
			child.write(out, indent+"  ")
		}
		out.WriteString(indent)
	}
	out.WriteString("</" + e.name + ">\n")
}

// escaped gives a text as XML has it; what XML cannot hold becomes U+FFFD.
func escaped(s string) string {
	var out strings.Builder
	// A builder takes all that it is given.
	_ = xml.EscapeText(&out, []byte(s))
	return out.String()
}

// cellEscape is what a spreadsheet reads as a character's code.
var cellEscape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`) })

// cellText gives a text as the cell of a spreadsheet has it.
func cellText(s string) string { return escaped(cellEscape().ReplaceAllString(s, "_x005F_$1")) }
