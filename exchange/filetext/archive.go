package filetext

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// maxParts bounds the files of an archive that are looked at.
const maxParts = 5000

// archive reads what is packed: the parts of a document of an office program, or files.
func (r *reader) archive(content []byte, depth int) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		r.printable(content) // it is broken, or only begins like one
		return
	}
	for _, part := range z.File[:min(len(z.File), maxParts)] {
		if part.FileInfo().IsDir() || r.left <= 0 {
			continue
		}
		r.add(part.Name)
		in, err := part.Open()
		if err != nil {
			continue // packed in a way that nobody here knows, or with a password
		}
		unpacked, _ := io.ReadAll(io.LimitReader(in, int64(r.left))) // as far as it goes
		_ = in.Close()                                               // only read
		r.left -= len(unpacked)
		switch ext := strings.ToLower(path.Ext(part.Name)); {
		case ext == ".xml" || ext == ".rels":
			r.markup(unpacked)
		default:
			r.file(unpacked, depth+1)
		}
	}
}

// apart are the elements that begin a new line: paragraphs, cells, shared strings, breaks.
var apart = map[string]bool{"p": true, "h": true, "si": true, "c": true, "is": true, "row": true, "br": true, "tab": true, "cr": true, "tr": true, "tc": true}

// markup gives the letters of a part, as they stand together: a word may be in several runs.
// What attributes say is added behind.
func (r *reader) markup(content []byte) {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	var words, said strings.Builder
	for words.Len()+said.Len() < MaxText {
		token, err := d.RawToken()
		if err != nil {
			break // its end, or what is no markup any more
		}
		switch t := token.(type) {
		case xml.CharData:
			words.Write(t)
		case xml.StartElement:
			for _, a := range t.Attr {
				said.WriteString(a.Value + "\n")
			}
			if apart[t.Name.Local] {
				words.WriteByte('\n')
			}
		case xml.EndElement:
			if apart[t.Name.Local] || t.Name.Space == "dc" || t.Name.Space == "cp" {
				words.WriteByte('\n')
			}
		}
	}
	r.add(words.String())
	r.add(said.String())
}
