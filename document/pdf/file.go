package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"tradedesk/document/typeset"
)

// Info is what a reader shows of a file beside its pages.
type Info struct {
	Title, Author, Subject string
	Language               string // BCP 47: "ar"
	Date                   string // of the document, "2026-11-29", or ""
	RightToLeft            bool   // pages are turned from the right
}

// File is a document that is being made; it is for one goroutine.
type File struct {
	info     Info
	pages    []*Page
	fonts    []*embedded
	byFace   map[*typeset.Face]*embedded
	pictures []picture
	err      error // the first of a font
}

// New begins a file without pages.
func New(info Info) *File { return &File{info: info, byFace: map[*typeset.Face]*embedded{}} }

// AddPage adds a sheet of a size.
func (f *File) AddPage(width, height Length) *Page {
	p := &Page{width: width, height: height, file: f}
	f.pages = append(f.pages, p)
	return p
}

// Pages gives how many there are.
func (f *File) Pages() []*Page { return f.pages }

func (f *File) fontOf(face *typeset.Face) *embedded {
	if e := f.byFace[face]; e != nil {
		return e
	}
	e, err := newEmbedded(len(f.fonts)+1, face)
	if err != nil {
		f.err = err
		e = &embedded{face: face, codes: map[shownAs]int{}, font: &trueType{}, widths: []int{0}}
	}
	f.byFace[face] = e
	f.fonts = append(f.fonts, e)
	return e
}

// WriteTo writes the file.
func (f *File) WriteTo(out io.Writer) (int64, error) {
	if f.err != nil {
		return 0, f.err
	}
	w := &writer{}
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, tree := w.reserve(), w.reserve()
	resources := f.resources(w)
	var kids strings.Builder
	for _, p := range f.pages {
		content := w.stream("", p.content.Bytes())
		page := w.object(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R>>",
			tree, number(p.width), number(p.height), resources, content))
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	w.at(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(f.pages), strings.TrimSpace(kids.String())))
	direction := "L2R"
	if f.info.RightToLeft {
		direction = "R2L"
	}
	w.at(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang%s/ViewerPreferences<</DisplayDocTitle true/Direction/%s>>>>", tree, textString(f.info.Language), direction))
	info := w.object(f.infoObject())
	return w.end(out, catalog, info)
}

func (f *File) resources(w *writer) int {
	var fonts, pictures strings.Builder
	for _, e := range f.fonts {
		fmt.Fprintf(&fonts, "/F%d %d 0 R", e.number, e.write(w))
	}
	for i, p := range f.pictures {
		fmt.Fprintf(&pictures, "/P%d %d 0 R", i, p.write(w))
	}
	return w.object("<</Font<<" + fonts.String() + ">>/XObject<<" + pictures.String() + ">>>>")
}

func (f *File) infoObject() string {
	var out strings.Builder
	for _, entry := range []struct{ name, text string }{{"Title", f.info.Title}, {"Author", f.info.Author}, {"Subject", f.info.Subject}} {
		if entry.text != "" {
			fmt.Fprintf(&out, "/%s%s", entry.name, textString(entry.text))
		}
	}
	if day := strings.ReplaceAll(f.info.Date, "-", ""); len(day) == 8 && strings.Trim(day, "0123456789") == "" {
		fmt.Fprintf(&out, "/CreationDate(D:%s000000Z)", day)
	}
	return "<<" + out.String() + "/Producer(tradedesk)>>"
}

// textString writes a text as UTF-16 in hexadecimal digits, which nothing can break out of.
func textString(s string) string {
	var out strings.Builder
	out.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String() + ">"
}

// writer puts objects one after the other and remembers where they are.
type writer struct {
	out     bytes.Buffer
	offsets []int // of object 1 and on
}

func (w *writer) reserve() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets)
}

func (w *writer) at(n int, body string) {
	w.offsets[n-1] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (w *writer) object(body string) int {
	n := w.reserve()
	w.at(n, body)
	return n
}

// stream writes an object with data, compressed.
func (w *writer) stream(entries string, data []byte) int {
	return w.packed(entries+"/Filter/FlateDecode", deflated(data))
}

// packed writes an object with data as they are.
func (w *writer) packed(entries string, data []byte) int {
	n := w.reserve()
	w.offsets[n-1] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n<<%s/Length %d>>\nstream\n", n, entries, len(data))
	w.out.Write(data)
	w.out.WriteString("\nendstream\nendobj\n")
	return n
}

// end writes the table of objects and what a reader begins with.
func (w *writer) end(out io.Writer, catalog, info int) (int64, error) {
	id := sha256.Sum256(w.out.Bytes())
	table := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, catalog, info, id[:16], id[:16], table)
	n, err := w.out.WriteTo(out)
	if err != nil {
		return n, fmt.Errorf("writing PDF: %w", err)
	}
	return n, nil
}
