package exchange

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// mailbox gives one message after the other: of an mbox file, whose messages begin
// with a line "From …", or the only one of a file without.
type mailbox struct {
	in     *bufio.Reader
	line   int
	rest   []byte // of the line that is being read
	within bool   // a message is open
	begun  bool   // a line of it was read, so that every message takes one
	blank  bool   // the line before was blank
	end    bool   // of the message
}

var fromLine = lazily(`^From (-|\S+\s+.*\d{1,2}:\d{2}.*|\S+\s+\S+.*\d{4})\s*$`)

// next begins the next message and gives its line; io.EOF when there is none.
func (b *mailbox) next() (int, error) {
	b.blank, b.end, b.rest, b.within, b.begun = true, false, nil, false, false
	for {
		head, err := b.in.Peek(1)
		if err != nil {
			return b.line, err
		}
		if head[0] != '\n' && head[0] != '\r' {
			break
		}
		if _, err := b.readLine(); err != nil && err != io.EOF {
			return b.line, err
		}
	}
	at := b.line
	if b.atFrom() {
		if _, err := b.readLine(); err != nil && err != io.EOF {
			return at, err
		}
	}
	b.within, b.blank = true, false
	return at, nil
}

// atFrom reports whether the next line begins a message: it is written as one, and
// a header follows; without a blank line before it, one that mail begins with.
// Texts that begin with "From" have no header behind them.
func (b *mailbox) atFrom() bool {
	head, _ := b.in.Peek(2048) // fewer at the end of the file
	line, rest, _ := strings.Cut(string(head), "\n")
	if !strings.HasPrefix(line, "From ") || !fromLine().MatchString(strings.TrimRight(line, "\r")) {
		return false
	}
	next, _, _ := strings.Cut(rest, "\n")
	if !b.blank {
		return headerLine().MatchString(next) && slices.ContainsFunc(mailHeaders, func(h string) bool { return hasPrefixFold([]byte(next), h) })
	}
	return headerLine().MatchString(next) || strings.HasPrefix(next, ">From ")
}

func (b *mailbox) readLine() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	if len(line) > 0 && line[len(line)-1] == '\n' {
		b.line++
	}
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return line, err
}

// Read gives the open message up to the next.
func (b *mailbox) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.end || !b.within || b.begun && b.atFrom() {
			b.end = true
			return 0, io.EOF
		}
		line, err := b.readLine()
		b.begun = true
		if len(line) == 0 && err != nil {
			b.end = true
			return 0, err
		}
		b.blank = len(strings.TrimRight(string(line[:min(len(line), 3)]), "\r\n")) == 0
		if strings.HasPrefix(strings.TrimLeft(string(line[:min(len(line), 20)]), ">"), "From ") && line[0] == '>' {
			line = line[1:]
		}
		b.rest = line
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// skip passes over what was not read of the open message.
func (b *mailbox) skip() error {
	_, err := io.Copy(io.Discard, b)
	return err
}
