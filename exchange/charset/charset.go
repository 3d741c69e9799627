// Package charset names charsets, decodes text and finds out what a text is in that
// does not say so.
package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The charsets that are found out without being told, by their IANA names.
const (
	UTF8    = "utf-8"
	Latin   = "windows-1252"
	Arabic  = "windows-1256"
	UTF16LE = "utf-16le"
	UTF16BE = "utf-16be"
)

// oldCodePages are what the WHATWG's list leaves out and spreadsheets on old
// systems still write.
var oldCodePages = map[string]*charmap.Charmap{
	"ansi": charmap.Windows1252, "cp437": charmap.CodePage437, "ibm437": charmap.CodePage437,
	"cp850": charmap.CodePage850, "ibm850": charmap.CodePage850,
}

// Find gives the encoding of a name, its usual name, and false when there
// is none.
func Find(name string) (encoding.Encoding, string, bool) {
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
	// Old mail has names that browsers do not know.
	if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
		return enc, name, true
	}
	return nil, "", false
}

// Shifts reports whether a charset writes other letters with the bytes of ASCII, so
// that a text of these alone says nothing.
func Shifts(usual string) bool {
	return strings.HasPrefix(usual, "iso-2022-") || strings.HasPrefix(usual, "utf-16") || strings.HasPrefix(usual, "hz-")
}

// Check says whether a charset can be read.
func Check(name string) error {
	if _, _, ok := Find(name); !ok {
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
	{"\xff\xfe", UTF16LE, utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)},
	{"\xfe\xff", UTF16BE, utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)},
	{"\xef\xbb\xbf", UTF8, encoding.Nop},
}

// Wide finds UTF-16 and UTF-32 by their mark, or UTF-16 without one by
// where its zero bytes stand. skip is the length of the mark.
func Wide(head []byte) (enc encoding.Encoding, name string, skip int) {
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
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), UTF16LE, 0
	case zeros[1]*20 <= zeros[0]:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM), UTF16BE, 0
	}
	return nil, "", 0
}

// Single reports whether an encoding has a byte for each letter.
func Single(enc encoding.Encoding) bool {
	_, ok := enc.(*charmap.Charmap)
	return ok
}

// GuessText reads bytes that are no UTF-8: in the charset of the file, or in the
// one that they look like themselves.
func GuessText(raw []byte, fileCharset string) string {
	if fileCharset == "" || fileCharset == UTF8 {
		fileCharset, _ = Guess(raw)
	}
	enc, name, ok := Find(fileCharset)
	if !ok || name == UTF8 {
		return string(raw)
	}
	return Decode(enc, raw)
}

// Decode gives text in UTF-8; what cannot be decoded stays as it is.
func Decode(enc encoding.Encoding, raw []byte) string {
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return string(raw)
	}
	return string(text)
}

// Guess tells UTF-8, Windows-1252 and Windows-1256 apart by a sample. The
// two have the French letters in the same places, so that only words decide:
// Arabic ones are of Arabic letters alone, accents of Latin ones touch ASCII
// letters. sure is false when neither fits well.
func Guess(sample []byte) (name string, sure bool) {
	if mostlyUTF8(sample) {
		return UTF8, true
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
		return Arabic, arabic > 2*(latin+foreign)
	case foreign > latin:
		return Latin, false
	}
	return Latin, latin >= arabic
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
