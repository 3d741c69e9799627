package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"tradedesk/model/text"
)

// lineRunes bounds what one field shows of itself on one line.
const lineRunes = 2000

// clean gives text that is safe on a terminal, on one line: the one way for what
// records and files say to reach the screen.
func clean(s string) string { return text.Clean(s, lineRunes) }

// blockRunes bounds what one field of many lines shows of itself.
const blockRunes = 100_000

// cleanBlock is clean for a field of many lines.
func cleanBlock(s string) string { return text.CleanLines(s, blockRunes) }

// printJSON writes one document and the end of its line.
func (a *app) printJSON(document any) error {
	raw, err := marshal(document)
	if err != nil {
		return fmt.Errorf("encoding the answer: %w", err)
	}
	_, err = a.env.Out.Write(append(raw, '\n'))
	return err
}

func marshal(document any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(document); err != nil {
		return nil, err
	}
	return safeJSON(bytes.TrimRight(buf.Bytes(), "\n")), nil
}

// safeJSON escapes the control and bidi characters that JSON allows in strings
// and terminals act upon. The document means the same.
func safeJSON(raw []byte) []byte {
	if bytes.IndexFunc(raw, actsOnTerminal) < 0 {
		return raw
	}
	out := make([]byte, 0, len(raw)+64)
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if actsOnTerminal(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = append(out, raw[:size]...)
		}
		raw = raw[size:]
	}
	return out
}

// actsOnTerminal: C1 controls and DEL, and what changes the direction of text.
func actsOnTerminal(r rune) bool {
	return r >= 0x7f && r <= 0x9f ||
		r == 0x61c || r == 0x200e || r == 0x200f ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// jsonList writes records as they come, as one array or a line each, so that
// the list need not be held in memory.
type jsonList struct {
	w     *bufio.Writer
	lines bool
	count int
}

func newJSONList(w io.Writer, lines bool) *jsonList {
	return &jsonList{w: bufio.NewWriterSize(w, 64<<10), lines: lines}
}

func (l *jsonList) add(raw []byte) error {
	lead := "[\n"
	switch {
	case l.lines:
		lead = ""
	case l.count > 0:
		lead = ",\n"
	}
	l.count++
	if _, err := l.w.WriteString(lead); err != nil {
		return err
	}
	if _, err := l.w.Write(safeJSON(raw)); err != nil {
		return err
	}
	if !l.lines {
		return nil
	}
	if err := l.w.WriteByte('\n'); err != nil || l.count > 1 {
		return err
	}
	return l.w.Flush() // who looks at the first need not wait for more
}

func (l *jsonList) end() error {
	switch {
	case l.lines:
	case l.count == 0:
		if _, err := l.w.WriteString("[]\n"); err != nil {
			return err
		}
	default:
		if _, err := l.w.WriteString("\n]\n"); err != nil {
			return err
		}
	}
	return l.w.Flush()
}
