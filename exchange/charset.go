package exchange

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// The charsets that are found out without being told, by their IANA names.
const (
	charsetUTF8    = "utf-8"
	charsetLatin   = "windows-1252"
	charsetArabic  = "windows-1256"
	charsetUTF16LE = "utf-16le"
	charsetUTF16BE = "utf-16be"
)

// oldCodePages are what the WHATWG's list leaves out and spreadsheets on old
// systems still write.
var oldCodePages = map[string]*charmap.Charmap{
	"ansi": charmap.Windows1252, "cp437": charmap.CodePage437, "ibm437": charmap.CodePage437,
	"cp850": charmap.CodePage850, "ibm850": charmap.CodePage850,
}

// findCharset gives the encoding of a name, its usual name, and false when there
// is none.
func findCharset(name string) (encoding.Encoding, string, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if page, ok := oldCodePages[name]; ok {
		return page, name, true
	}
	if enc, err := htmlindex.Get(name); err == nil {
		usual, err := htmlindex.Name(enc)
		if err != nil {
			usual = name
		}
		return enc, usual, usual != "replacement" && usual != "x-user-defined"
	}
	return nil, "", false
}

// CheckCharset says whether a charset can be read.
func CheckCharset(name string) error {
	if _, _, ok := findCharset(name); !ok {
		return fmt.Errorf("charset %.40q is not known: want a name such as utf-8, windows-1252, windows-1256 or gb18030", name)
	}
	return nil
}

// byteOrderMarks begin a file whose charset they name. The longest come first.
var byteOrderMarks = []struct {
	mark, name string
	encoding   encoding.Encoding
}{
	{"\xff\xfe\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xfe\xff", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xff\xfe", charsetUTF16LE, utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)},
	{"\xfe\xff", charsetUTF16BE, utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)},
	{utf8BOM, charsetUTF8, encoding.Nop},
}

// wideCharset finds UTF-16 and UTF-32 by their mark, or UTF-16 without one by
// where its zero bytes stand. skip is the length of the mark.
func wideCharset(head []byte) (enc encoding.Encoding, name string, skip int) {
	for _, b := range byteOrderMarks {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			return b.encoding, b.name, len(b.mark)
		}
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	// Letters of ASCII have one zero byte in UTF-16, and text has no zero bytes
	// otherwise. Arabic letters have none, but line ends and commas do.
	switch pairs := len(head) / 2; {
	case len(head)%2 != 0 || zeros[0]+zeros[1] < max(pairs/20, 1):
	case zeros[0]*20 <= zeros[1]:
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), charsetUTF16LE, 0
	case zeros[1]*20 <= zeros[0]:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM), charsetUTF16BE, 0
	}
	return nil, "", 0
}

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
	if enc, name, skip := wideCharset(head); name != "" {
		if _, err := in.Discard(skip); err != nil {
			return nil, err
		}
		t.decide(enc, name)
		return t, nil
	}
	if asked == "" {
		return t, nil
	}
	enc, name, ok := findCharset(asked)
	switch {
	case !ok:
		return nil, CheckCharset(asked)
	case name == charsetUTF8 || plain:
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
	name, sure := guessCharset(sample)
	t.sure = sure
	if t.plain || name == charsetUTF8 {
		t.decide(encoding.Nop, name)
		return nil
	}
	enc, _, _ := findCharset(name)
	t.decide(enc, name)
	return nil
}

// guessCharset tells UTF-8, Windows-1252 and Windows-1256 apart by a sample. The
// two have the French letters in the same places, so that only words decide:
// Arabic ones are of Arabic letters alone, accents of Latin ones touch ASCII
// letters. sure is false when neither fits well.
func guessCharset(sample []byte) (name string, sure bool) {
	if mostlyUTF8(sample) {
		return charsetUTF8, true
	}
	latin, arabic, foreign := 0, 0, 0
	for start := 0; start < len(sample); {
		if sample[start] < utf8.RuneSelf {
			start++
			continue
		}
		end := start
		for end < len(sample) && sample[end] >= utf8.RuneSelf {
			end++
		}
		run := sample[start:end]
		touches := start > 0 && asciiLetter(sample[start-1]) || end < len(sample) && asciiLetter(sample[end])
		letters := arabicLetters(run)
		switch {
		case touches && len(run) <= 2:
			latin += len(run)
		case len(run) >= 2 && letters == len(run) && !touches:
			arabic += letters
		case len(run) > 2:
			foreign += len(run)
		}
		start = end
	}
	switch {
	case arabic > latin && arabic > foreign:
		return charsetArabic, arabic > 2*(latin+foreign)
	case foreign > latin:
		return charsetLatin, false
	}
	return charsetLatin, latin >= arabic
}

// mostlyUTF8 reports whether sequences of UTF-8 outnumber what is none by far. A
// sequence that the sample cuts off at its end is no mistake.
func mostlyUTF8(sample []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(sample); {
		if sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case utf8.FullRune(sample[i:]):
			bad++
		}
		i += n
	}
	return bad == 0 || good > 10*bad
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// arabicLetters counts the bytes that are Arabic letters and marks in Windows-1256.
func arabicLetters(run []byte) int {
	n := 0
	for _, b := range run {
		if r := charmap.Windows1256.DecodeByte(b); unicode.Is(unicode.Arabic, r) || r == 'ـ' || unicode.Is(unicode.Mn, r) || r == '،' || r == '؛' || r == '؟' {
			n++
		}
	}
	return n
}
