// Package filetext gives the words that a file has, as far as they can be read without the
// program that made it, to be looked through: not to be shown. What is drawn, as in pictures
// and scans, is not read.
package filetext

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"tradedesk/exchange/charset"
	"tradedesk/exchange/mail"
)

// Bounds of what is read of a file, in bytes.
const (
	MaxText     = 8 << 20  // of the words that are given
	maxUnpacked = 64 << 20 // of all that is packed in it
	maxDepth    = 3        // of files within files
)

// Of gives the words of a file. It reads plain text in any charset, pages, mail with what is
// attached to it, documents of Word, Excel, PowerPoint and LibreOffice, archives, and PDF; of
// other files what stands in them as text.
func Of(content []byte) string {
	r := &reader{left: maxUnpacked}
	r.file(content, 0)
	return r.out.String()
}

// reader collects the words of a file and of those within it.
type reader struct {
	out  strings.Builder
	left int // bytes that may still be unpacked
}

// add adds words, apart from those before.
func (r *reader) add(words string) {
	if room := MaxText - r.out.Len() - 1; room > 0 {
		if len(words) > room {
			words = words[:room]
		}
		r.out.WriteString(strings.ToValidUTF8(words, " "))
		r.out.WriteByte('\n')
	}
}

func (r *reader) file(content []byte, depth int) {
	switch {
	case depth > maxDepth:
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		r.archive(content, depth)
	case bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-")):
		r.pdf(content)
	case isText(content):
		r.text(content, depth)
	default:
		r.printable(content)
	}
}

// isText reports whether a file is text: what has zeros is, when it is marked as UTF-16.
func isText(content []byte) bool {
	if _, _, skip := charset.Wide(content[:min(len(content), 1024)]); skip > 0 {
		return true
	}
	return bytes.IndexByte(content, 0) < 0
}

// text reads plain text; of a page and of mail also what is left of it without its marks.
func (r *reader) text(content []byte, depth int) {
	if len(content) > MaxText {
		content = content[:MaxText]
	}
	written := decoded(content)
	r.add(written)
	if strings.Contains(written, "</") || strings.Contains(written, "/>") {
		r.add(mail.TextOfHTML(written))
	}
	if depth > 0 || !bytes.Contains(content, []byte("\n")) {
		return
	}
	if m, err := mail.Parse(content); err == nil && (len(m.From) > 0 || m.Subject != "") {
		r.add(m.Text)
		for _, file := range m.Files {
			r.add(file.Name)
			r.file(file.Content, depth+1)
		}
	}
}

func decoded(content []byte) string {
	if enc, _, skip := charset.Wide(content[:min(len(content), 1024)]); skip > 0 {
		return charset.Decode(enc, content[skip:])
	}
	if utf8.Valid(content) {
		return string(content)
	}
	return charset.GuessText(content, "")
}

// leastRun is how many letters stand together in what is taken for text.
const leastRun = 4

// printable gives what stands as text among other bytes, in Latin letters of one byte or of two.
func (r *reader) printable(content []byte) {
	for wide := range 2 {
		step := wide + 1
		for from := range step {
			var out, run []byte
			flush := func() {
				if len(run) >= leastRun {
					out = append(append(out, run...), ' ')
				}
				run = run[:0]
			}
			for i := from; i+step <= len(content) && len(out) < MaxText; i += step {
				if c := content[i]; c >= ' ' && c != 0x7f && (wide == 0 || content[i+1] == 0) {
					run = append(run, c)
				} else {
					flush()
				}
			}
			flush()
			r.add(charset.GuessText(out, ""))
		}
	}
}
