package mail

import (
	"bytes"
	"strconv"
	"strings"

	"tradedesk/model/refusal"
)

// Bounds of the parts of a message. What is over them is left out, and said.
const (
	maxParts = 500
	maxDepth = 20
	maxText  = 1 << 20 // bytes of text in all, before and after decoding
)

// partReader reads the parts of one message: the texts into one, the others as files.
type partReader struct {
	message *Message
	parts   int
	text    int // bytes of text so far
}

// read gives the text of a part and of those within it.
func (r *partReader) read(h header, body []byte, depth int) string {
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		r.message.fault(errDeep.With(refusal.Parts{"Most": strconv.Itoa(maxParts), "Levels": strconv.Itoa(maxDepth)}))
		return ""
	}
	kind, disposition := readMedia(h.get("Content-Type")), readMedia(h.get("Content-Disposition"))
	if !strings.Contains(kind.kind, "/") {
		kind.kind = "text/plain"
	}
	if strings.HasPrefix(kind.kind, "multipart/") {
		return r.readMany(kind, h, body, depth)
	}
	content, broken := untransferred(h.get("Content-Transfer-Encoding"), body)
	name := nameOf(kind, disposition)
	if broken {
		r.message.fault(brokenPart(name))
	}
	switch {
	case kind.kind == "message/rfc822" || kind.kind == "message/global":
		return r.readForwarded(name, content, depth)
	case disposition.kind == "attachment" || name != "" || !shownAsText(kind.kind):
		r.attach(name, kind.kind, content)
		return ""
	}
	return r.readText(kind, content)
}

// brokenPart says that a part of a message is broken: a file, or its text.
func brokenPart(name string) error {
	if name == "" {
		return errBrokenText
	}
	return errBrokenFile.With(refusal.Parts{"File": shown(name)})
}

// shownAsText says which parts without a name are text to be read.
func shownAsText(kind string) bool {
	switch kind {
	case "text/calendar", "text/vcard", "text/x-vcard", "text/csv", "text/rtf":
		return false
	}
	return strings.HasPrefix(kind, "text/") || kind == "message/delivery-status" || kind == "message/disposition-notification"
}

func (r *partReader) readText(kind media, content []byte) string {
	if left := maxText - r.text; len(content) > left {
		content = content[:left]
		r.message.fault(errLongText.With(atMost(maxText >> 10)))
	}
	r.text += len(content)
	as := textOf(content, kind.params["charset"])
	if as.fault != nil {
		r.message.fault(as.fault)
	}
	switch {
	case kind.kind == "text/html":
		return TextOfHTML(as.text)
	case strings.EqualFold(kind.params["format"], "flowed"):
		return unflowed(as.text, strings.EqualFold(kind.params["delsp"], "yes"))
	}
	return as.text
}

// readMany reads the parts of a multipart. Of alternatives the plain text is taken,
// when there is some; all files are.
func (r *partReader) readMany(kind media, h header, body []byte, depth int) string {
	// A multipart that was encoded as a whole is against the rules and is seen.
	body, _ = untransferred(h.get("Content-Transfer-Encoding"), body)
	parts, closed := splitParts(body, kind.params["boundary"])
	if len(parts) == 0 {
		if boundary := guessBoundary(body); boundary != "" {
			parts, closed = splitParts(body, boundary)
			r.message.fault(errGuessedParts)
		}
	}
	if len(parts) == 0 {
		r.message.fault(errNoParts)
		return r.readText(media{kind: "text/plain"}, body)
	}
	if !closed {
		r.message.fault(errNoEnd)
	}
	var texts []string
	best, bestIsPlain := "", false
	for _, part := range parts {
		inner, content, _ := readHeader(part)
		text := strings.TrimRight(r.read(inner, content, depth+1), " \t\r\n")
		if strings.TrimSpace(text) == "" {
			continue
		}
		texts = append(texts, text)
		plain := !strings.HasPrefix(readMedia(inner.get("Content-Type")).kind, "text/html")
		if best == "" || plain && !bestIsPlain {
			best, bestIsPlain = text, plain
		}
	}
	if kind.kind == "multipart/alternative" {
		return best
	}
	return strings.Join(texts, "\n\n")
}

// readForwarded keeps a message within a message as a file; its text is shown too,
// with who wrote it.
func (r *partReader) readForwarded(name string, content []byte, depth int) string {
	h, body, _ := readHeader(content)
	subject := strings.TrimSpace(decodeWords(h.get("Subject")))
	if name == "" {
		if name = subject; name == "" {
			name = "message"
		}
		name += ".eml"
	}
	r.attach(name, "message/rfc822", content)
	within := &partReader{message: &Message{}, parts: r.parts, text: r.text}
	text := strings.TrimSpace(within.read(h, body, depth+1))
	r.parts, r.text = within.parts, within.text
	for _, fault := range within.message.Faults {
		r.message.fault(errWithin.For(fault))
	}
	var out strings.Builder
	out.WriteString("---------- " + subject + "\n")
	for _, line := range []string{List(readAddresses(h.get("From"))), h.get("Date")} {
		if line != "" {
			out.WriteString(line + "\n")
		}
	}
	return out.String() + "\n" + text
}

func (r *partReader) attach(name, kind string, content []byte) {
	if name == "" {
		name = nameless(kind)
	}
	if strings.EqualFold(name, winmail) || strings.HasSuffix(kind, "ms-tnef") {
		r.message.fault(errWinmail.With(refusal.Parts{"File": winmail}))
	}
	if strings.HasSuffix(kind, "pkcs7-mime") || kind == "application/pgp-encrypted" {
		r.message.fault(errEncrypted)
	}
	r.message.Files = append(r.message.Files, File{Name: name, Type: kind, Content: content})
}

// splitParts cuts a body at the lines of its boundary. closed says that the line that
// ends it is there.
func splitParts(body []byte, boundary string) (parts [][]byte, closed bool) {
	if boundary == "" {
		return nil, false
	}
	mark := []byte("--" + boundary)
	from := -1 // where the open part begins
	for at := 0; ; {
		line, next := nextMark(body, mark, at)
		if line < 0 {
			break
		}
		if from >= 0 {
			parts = append(parts, withoutLineEnd(body[from:line]))
		}
		tail := bytes.TrimRight(body[line+len(mark):next], " \t\r\n")
		if bytes.Equal(tail, []byte("--")) {
			return parts, true
		}
		from, at = next, next
		if len(parts) > maxParts {
			return parts, true // said by read
		}
	}
	if from >= 0 {
		parts = append(parts, body[from:])
	}
	return parts, false
}

// nextMark finds the next line that is the boundary, from at on; next is where the
// line after it begins.
func nextMark(body, mark []byte, at int) (line, next int) {
	for at < len(body) {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			return -1, 0
		}
		line = at + i
		next = len(body)
		if end := bytes.IndexByte(body[line:], '\n'); end >= 0 {
			next = line + end + 1
		}
		tail := bytes.TrimRight(body[line+len(mark):next], " \t\r\n")
		if (line == 0 || body[line-1] == '\n') && (len(tail) == 0 || bytes.Equal(tail, []byte("--"))) {
			return line, next
		}
		at = line + len(mark)
	}
	return -1, 0
}

// withoutLineEnd cuts the line end before a boundary, which belongs to it.
func withoutLineEnd(part []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r"))
}

// guessBoundary finds the first line that begins with "--" and has a header of a part
// behind it.
func guessBoundary(body []byte) string {
	for rest := body[:min(len(body), 64<<10)]; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		if len(line) < 3 || !bytes.HasPrefix(line, []byte("--")) {
			continue
		}
		next, _ := cutLine(rest)
		if name, _, ok := cutField(next); ok && len(name) > 8 && strings.EqualFold(string(name[:8]), "content-") {
			return string(bytes.TrimRight(line[2:], " \t"))
		}
	}
	return ""
}

// unflowed joins the lines of a paragraph (RFC 3676): those that end with a blank go on.
func unflowed(text string, dropBlank bool) string {
	var out strings.Builder
	open := "" // the quote marks of the paragraph that goes on, with a mark before them
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		content := strings.TrimLeft(line, ">")
		quote := "\x00" + line[:len(line)-len(content)]
		content = strings.TrimPrefix(content, " ") // stuffed
		switch {
		case open == "":
			out.WriteString(strings.TrimPrefix(quote, "\x00"))
			if len(quote) > 1 {
				out.WriteByte(' ')
			}
		case open != quote:
			out.WriteString("\n" + strings.TrimPrefix(quote, "\x00") + " ")
		}
		goesOn := strings.HasSuffix(content, " ") && content != "-- "
		if goesOn && dropBlank {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if open = ""; goesOn {
			open = quote
		} else {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
