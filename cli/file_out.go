package cli

import (
	"io"
	"unicode/utf8"
)

// fileOut is where a file goes that is written to the output: as it is, but for what a
// person's terminal would act upon. Who wants it to the byte sends it elsewhere.
func (a *app) fileOut() io.Writer {
	if isTerminal(a.env.Out) {
		return &terminalWriter{out: a.env.Out}
	}
	return a.env.Out
}

// terminalWriter leaves out control and bidi characters, but for the ends of lines and tabs.
type terminalWriter struct {
	out  io.Writer
	rest []byte // the beginning of a letter whose end has not come
}

func (t *terminalWriter) Write(p []byte) (int, error) {
	raw := append(t.rest, p...)
	safe := make([]byte, 0, len(raw))
	for len(raw) > 0 && utf8.FullRune(raw) {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1: // a byte that is no letter may be a control, too
			safe = utf8.AppendRune(safe, utf8.RuneError)
		case r == '\n', r == '\t', r >= ' ' && !actsOnTerminal(r):
			safe = append(safe, raw[:size]...)
		}
		raw = raw[size:]
	}
	t.rest = append([]byte(nil), raw...)
	if _, err := t.out.Write(safe); err != nil {
		return 0, err
	}
	return len(p), nil
}
