package mail

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// MaxMessage bounds one message, in bytes. Of a longer one the beginning is read.
const MaxMessage = 48 << 20

// Mailbox cuts messages out of an mbox file, or gives the only one of a file that is
// none. Lines of text that begin with "From " may be quoted (mboxrd, mboxo), counted
// by a Content-Length, or neither: a line begins a message when it is written as one
// and a header follows.
type Mailbox struct {
	in   io.Reader
	buf  []byte
	at   int // what was given is before it
	line int // of buf[at], from 1
	end  bool
	err  error
	most int
}

// Raw is one message as it was before it was put into the mailbox.
type Raw struct {
	Envelope string // what stood on the "From " line, "" without one
	Line     int
	Bytes    []byte // valid for good
	Cut      bool   // it was longer than MaxMessage
}

const mailboxChunk = 256 << 10

// NewMailbox reads a mailbox. in is read in large pieces.
func NewMailbox(in io.Reader) *Mailbox { return &Mailbox{in: in, line: 1, most: MaxMessage} }

// Line gives the line that the next message begins on, or near.
func (b *Mailbox) Line() int { return b.line }

// Next gives the next message; io.EOF when there is none.
func (b *Mailbox) Next() (Raw, error) {
	b.skipBlank()
	if b.have(1) == 0 {
		if b.err != nil {
			return Raw{}, b.err
		}
		return Raw{}, io.EOF
	}
	raw := Raw{Line: b.line}
	if b.have(maxFromLine); beginsMessage(b.buf[b.at:], true) {
		line, _ := cutLine(b.buf[b.at:])
		raw.Envelope = string(line[len("From "):])
		b.take(lineLength(b.buf[b.at:]))
	}
	size, counted := b.counted()
	if !counted {
		size = b.untilFrom()
	}
	kept := min(size, b.most)
	raw.Cut = kept < size
	raw.Bytes = b.give(kept, size)
	if raw.Cut && !counted {
		b.skipToFrom()
	}
	// Who counts and leaves lines that begin with "From " as they are quotes none.
	if !counted || !bytes.Contains(raw.Bytes, fromMark) {
		raw.Bytes = unquoteFrom(raw.Bytes)
	}
	return raw, b.failed()
}

// failed gives what kept the file from being read; its end is no fault.
func (b *Mailbox) failed() error {
	if b.err == nil || b.have(1) > 0 {
		return nil
	}
	return b.err
}

// have reads until n bytes are there, and gives how many are.
func (b *Mailbox) have(n int) int {
	for len(b.buf)-b.at < n && !b.end {
		b.fill()
	}
	return len(b.buf) - b.at
}

// fill reads more. What was given is dropped when it is most of the buffer.
func (b *Mailbox) fill() {
	if b.at > cap(b.buf)/2 {
		b.buf = b.buf[:copy(b.buf, b.buf[b.at:])]
		b.at = 0
	}
	if cap(b.buf)-len(b.buf) < mailboxChunk/2 {
		grown := make([]byte, len(b.buf), cap(b.buf)*3/2+mailboxChunk)
		copy(grown, b.buf)
		b.buf = grown
	}
	for range 100 {
		n, err := b.in.Read(b.buf[len(b.buf):cap(b.buf)])
		b.buf = b.buf[:len(b.buf)+n]
		if err != nil {
			b.end = true
			if !errors.Is(err, io.EOF) {
				b.err = err
			}
			return
		}
		if n > 0 {
			return
		}
	}
	b.end, b.err = true, io.ErrNoProgress
}

func (b *Mailbox) take(n int) {
	b.line += bytes.Count(b.buf[b.at:b.at+n], []byte("\n"))
	b.at += n
}

// largeMessage is from how many bytes on a message is given the buffer that it lies in.
const largeMessage = 4 << 20

// give takes size bytes and gives the first kept of them for good.
func (b *Mailbox) give(kept, size int) []byte {
	from := b.at
	b.take(size)
	if kept < largeMessage {
		return bytes.Clone(b.buf[from : from+kept])
	}
	given := b.buf[from : from+kept : from+kept]
	b.buf, b.at = append(make([]byte, 0, len(b.buf)-b.at+mailboxChunk), b.buf[b.at:]...), 0
	return given
}

func (b *Mailbox) skipBlank() {
	for b.have(1) > 0 {
		n := 0
		for n < len(b.buf)-b.at && (b.buf[b.at+n] == '\n' || b.buf[b.at+n] == '\r') {
			n++
		}
		if n == 0 {
			return
		}
		b.take(n)
	}
}

// counted gives the size of the open message when its header counts the bytes of its
// text, and a message, or the end of the file, is where it then ends.
func (b *Mailbox) counted() (size int, ok bool) {
	const header = 64 << 10
	there := min(b.have(header), header)
	head := b.buf[b.at : b.at+there]
	end, gap := bytes.Index(head, []byte("\n\n")), 2
	if crlf := bytes.Index(head, []byte("\r\n\r\n")); crlf >= 0 && (end < 0 || crlf < end) {
		end, gap = crlf, 4
	}
	if end < 0 {
		return 0, false
	}
	length := contentLength(head[:end+1])
	if length < 0 || length > b.most {
		return 0, false
	}
	size = end + gap + length
	if b.have(size+maxFromLine) < size {
		return 0, false
	}
	rest := b.buf[b.at+size:]
	blank := len(rest) - len(bytes.TrimLeft(rest, "\r\n"))
	lineEnded := blank > 0 || length == 0 || b.buf[b.at+size-1] == '\n'
	return size, len(rest) == blank && b.end || lineEnded && beginsMessage(rest[blank:], true)
}

// contentLength finds the field in a header, -1 when it has none.
func contentLength(head []byte) int {
	const name = "content-length:"
	for len(head) > 0 {
		var line []byte
		line, head = cutLine(head)
		if len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name) {
			n, err := strconv.Atoi(string(bytes.TrimSpace(line[len(name):])))
			if err != nil {
				return -1
			}
			return n
		}
	}
	return -1
}

var fromMark = []byte("\nFrom ")

// untilFrom gives the size of the open message up to the next one, or more than most
// when it is longer.
func (b *Mailbox) untilFrom() int {
	for from := 0; ; {
		there := len(b.buf) - b.at
		i := bytes.Index(b.buf[b.at+from:], fromMark)
		switch {
		case i >= 0:
			at := from + i + 1
			b.have(at + maxFromLine)
			open := b.buf[b.at:]
			if beginsMessage(open[at:], blankBefore(open[:at])) {
				return at
			}
			from = at
		case b.end:
			return there
		case there > b.most:
			return there
		default:
			from = max(from, there-len(fromMark))
			b.fill()
		}
	}
}

// skipToFrom passes over the rest of a message that is too long.
func (b *Mailbox) skipToFrom() {
	defer func(most int) { b.most = most }(b.most)
	b.most = mailboxChunk
	for {
		if i := b.untilFrom(); i < len(b.buf)-b.at || b.end {
			b.take(i)
			return
		}
		b.take(len(b.buf) - b.at - maxFromLine) // the mark may be cut in two
	}
}

// blankBefore reports whether text ends with an empty line.
func blankBefore(text []byte) bool {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return bytes.HasSuffix(text, []byte("\n")) || bytes.HasSuffix(text, []byte("\n\r")) || len(bytes.TrimRight(text, "\r")) == 0
}

// maxFromLine is how much of a "From " line, and of the line after it, is looked at.
const maxFromLine = 2048

// beginsMessage reports whether text begins with the line between two messages: it is
// written as one, and a header follows; without a blank line before it, one that mail
// begins with. Texts that begin with "From" have no header behind them.
func beginsMessage(text []byte, blank bool) bool {
	if !bytes.HasPrefix(text, fromMark[1:]) {
		return false
	}
	text = text[:min(len(text), maxFromLine)]
	line, rest := cutLine(text)
	if !isFromLine(line) {
		return false
	}
	next, _ := cutLine(rest)
	if bytes.HasPrefix(next, []byte(">From ")) {
		return blank
	}
	name, _, ok := cutField(next)
	return ok && (blank || mailBegins[strings.ToLower(string(name))])
}

// mailBegins are fields that a header of mail begins with.
var mailBegins = map[string]bool{
	"from": true, "return-path": true, "received": true, "delivered-to": true, "date": true, "message-id": true, "mime-version": true,
	"x-original-to": true, "x-gm-thrid": true, "x-gmail-labels": true, "status": true, "x-mozilla-status": true, "x-uidl": true, "to": true,
	"subject": true, "x-account-key": true,
}

// isFromLine reports whether a line is "From", a sender and a date with a time or a
// year, or what Thunderbird writes, "From -".
func isFromLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) == 2 && string(words[1]) == "-" {
		return true
	}
	if len(words) < 4 {
		return false
	}
	last := words[len(words)-1]
	if len(last) >= 4 && onlyDigits(last[len(last)-4:]) {
		return true
	}
	for _, word := range words[2:] {
		if colon := bytes.IndexByte(word, ':'); colon > 0 && colon <= 2 && onlyDigits(word[:colon]) && len(word) >= colon+3 && onlyDigits(word[colon+1:colon+3]) {
			return true
		}
	}
	return false
}

func onlyDigits(text []byte) bool {
	for _, b := range text {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(text) > 0
}

func lineLength(text []byte) int {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return i + 1
	}
	return len(text)
}

// unquoteFrom takes one ">" off the lines that were quoted so that they do not look
// like the beginning of a message. It writes into raw.
func unquoteFrom(raw []byte) []byte {
	if !bytes.Contains(raw, []byte(">From ")) {
		return raw
	}
	out := raw[:0]
	for rest := raw; len(rest) > 0; {
		line := rest[:lineLength(rest)]
		rest = rest[len(line):]
		if line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), fromMark[1:]) {
			line = line[1:]
		}
		out = append(out, line...)
	}
	return out
}
