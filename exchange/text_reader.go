package exchange

import (
	"bufio"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"tradedesk/exchange/charset"
)

// textReader gives a file's text in UTF-8. While all is ASCII it passes it on;
// at the first other byte it decides what the charset is.
type textReader struct {
	in    *bufio.Reader
	out   io.Reader // set when it is decided
	name  string    // what was decided, "" while all is ASCII
	sure  bool
	plain bool // bytes that are no UTF-8 are passed on as they are: cards say their charset by line
}

// newTextReader reads in as the charset that was asked for, or finds it out. A
// byte order mark knows better than anybody, and is left out.
func newTextReader(in *bufio.Reader, asked string, plain bool) (*textReader, error) {
	t := &textReader{in: in, plain: plain, sure: true}
	head, err := in.Peek(sampleBytes)
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	if enc, name, skip := charset.Wide(head); name != "" {
		if _, err := in.Discard(skip); err != nil {
			return nil, err
		}
		t.decide(enc, name)
		return t, nil
	}
	if asked == "" {
		return t, nil
	}
	enc, name, ok := charset.Find(asked)
	switch {
	case !ok:
		return nil, charset.Check(asked)
	case name == charset.UTF8 || plain:
		t.decide(encoding.Nop, name)
	default:
		t.decide(enc, name)
	}
	return t, nil
}

func (t *textReader) decide(enc encoding.Encoding, name string) {
	t.name = name
	if enc == encoding.Nop {
		t.out = t.in
		return
	}
	t.out = transform.NewReader(t.in, enc.NewDecoder())
}

// Read gives UTF-8, or what stands there when the charset cannot be told.
func (t *textReader) Read(p []byte) (int, error) {
	if t.out != nil || len(p) == 0 {
		return t.read(p)
	}
	if _, err := t.in.Peek(1); err != nil {
		return 0, err
	}
	ready, err := t.in.Peek(t.in.Buffered())
	if err != nil {
		return 0, err
	}
	ascii := slices.IndexFunc(ready, func(b byte) bool { return b >= utf8.RuneSelf })
	switch {
	case ascii < 0:
		ascii = len(ready)
	case ascii == 0:
		if err := t.guess(); err != nil {
			return 0, err
		}
		return t.read(p)
	}
	return t.in.Read(p[:min(len(p), ascii)])
}

func (t *textReader) read(p []byte) (int, error) {
	if t.out == nil {
		return 0, nil
	}
	return t.out.Read(p)
}

// guess decides by what follows.
func (t *textReader) guess() error {
	sample, err := t.in.Peek(sampleBytes)
	if err != nil && err != io.EOF {
		return err
	}
	name, sure := charset.Guess(sample)
	t.sure = sure
	if t.plain || name == charset.UTF8 {
		t.decide(encoding.Nop, name)
		return nil
	}
	enc, _, _ := charset.Find(name)
	t.decide(enc, name)
	return nil
}
