package filetext

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Bounds of what is read of a PDF.
const (
	maxStreams = 20_000
	maxMaps    = 32
	lookBack   = 512     // bytes before a stream in which it says what it is
	maxDrawn   = 2 << 20 // bytes of strings
)

// pdf reads the strings of a PDF (ISO 32000-1): those of its objects, and those that pages draw.
// A font may call its letters by numbers of its own, and says in a table which letters these
// are (9.10.3, ToUnicode). Which font a string is drawn in is not followed: each string is read
// by each table, as the words that come of a wrong one are none.
func (r *reader) pdf(content []byte) {
	var drawn []drawing
	var tables []table
	bytesDrawn := 0
	take := func(part []byte) {
		if bytes.Contains(part, []byte("begincmap")) {
			if len(tables) < maxMaps {
				tables = append(tables, tableOf(part))
			}
			return
		}
		if d := drawingOf(part, maxDrawn-bytesDrawn); len(d) > 0 {
			drawn = append(drawn, d)
			for _, s := range d {
				bytesDrawn += len(s) + 1
			}
		}
	}
	rest := content
	for range maxStreams {
		before, stream, after, ok := cutStream(rest)
		take(before)
		if !ok {
			break
		}
		if !pictureOrFont(before) {
			take(r.unpacked(stream))
		}
		rest = after
	}
	for _, d := range drawn {
		r.add(d.plain())
		for _, t := range tables {
			words := d.by(t)
			if r.add(words); strings.ContainsFunc(words, rightToLeft) {
				r.add(backwards(words)) // letters stand in the order in which they are drawn
			}
		}
	}
}

func rightToLeft(c rune) bool { return unicode.In(c, unicode.Arabic, unicode.Hebrew) }

func backwards(words string) string {
	letters := []rune(words)
	slices.Reverse(letters)
	return string(letters)
}

// pictureOrFont reports whether what stands before a stream says that it is one.
func pictureOrFont(before []byte) bool {
	said := before[max(len(before)-lookBack, 0):]
	if at := bytes.LastIndex(said, []byte(" obj")); at >= 0 {
		said = said[at:]
	}
	for _, mark := range []string{"/Image", "/Length1", "/Type1C", "/CIDFontType0C", "/OpenType", "/XRef"} {
		if bytes.Contains(said, []byte(mark)) {
			return true
		}
	}
	return false
}

// cutStream parts a PDF at its first stream (7.3.8).
func cutStream(content []byte) (before, stream, after []byte, ok bool) {
	at := bytes.Index(content, []byte("stream"))
	if at < 0 {
		return content, nil, nil, false
	}
	before, rest := content[:at], content[at+len("stream"):]
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	end := bytes.Index(rest, []byte("endstream"))
	if end < 0 {
		return before, rest, nil, true
	}
	return before, rest[:end], rest[end+len("endstream"):], true
}

// unpacked gives what a stream holds, as it is when it is not packed by Deflate.
func (r *reader) unpacked(stream []byte) []byte {
	in, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return stream
	}
	out, _ := io.ReadAll(io.LimitReader(in, int64(max(r.left, 0)))) // as far as it goes
	r.left -= len(out)
	return out
}

// drawing is what is drawn in its order: strings, and "" where others may begin a new word.
type drawing [][]byte

// farApart is from which distance on, in thousandths of the size of letters, two strings of an
// array are two words.
const farApart = 150

// drawingOf finds the strings of a part (7.3.4), as many as there is room for.
func drawingOf(part []byte, room int) drawing {
	var out drawing
	within := false // an array of strings, whose parts stand together
	for i, began := 0, 0; i < len(part) && room > 0; {
		if began < len(out) {
			room -= len(out[began]) + 1
			began++
		}
		switch c := part[i]; {
		case c == '(':
			s, end := literal(part, i)
			out, i = append(out, s), end
			if !within {
				out = append(out, nil)
			}
			continue
		case c == '<' && i+1 < len(part) && part[i+1] != '<':
			end := bytes.IndexByte(part[i:], '>')
			if end < 0 {
				return out
			}
			out, i = append(out, fromHex(part[i+1:i+end])), i+end+1
			if !within {
				out = append(out, nil)
			}
			continue
		case c == '<':
			i++ // a dictionary
		case c == '[':
			within = true
		case c == ']':
			within, out = false, append(out, nil)
		case within && (c == '-' || c >= '0' && c <= '9'):
			n := 1
			for i+n < len(part) && (part[i+n] == '.' || part[i+n] >= '0' && part[i+n] <= '9') {
				n++
			}
			if moved, err := strconv.ParseFloat(string(part[i:i+n]), 64); err == nil && (moved <= -farApart || moved >= farApart) {
				out = append(out, nil)
			}
			i += n
			continue
		}
		i++
	}
	return out
}

// literal reads a string in brackets (7.3.4.2), and gives where it ends.
func literal(part []byte, at int) (s []byte, end int) {
	depth := 0
	for i := at; i < len(part); i++ {
		switch c := part[i]; {
		case c == '\\' && i+1 < len(part):
			i++
			switch e := part[i]; {
			case e >= '0' && e <= '7':
				n, code := 0, 0
				for ; n < 3 && i+n < len(part) && part[i+n] >= '0' && part[i+n] <= '7'; n++ {
					code = code*8 + int(part[i+n]-'0')
				}
				s, i = append(s, byte(code)), i+n-1
			case e == 'n' || e == 'r' || e == 't':
				s = append(s, ' ')
			case e == '\r' || e == '\n' || e == 'b' || e == 'f':
			default:
				s = append(s, e)
			}
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				return s, i + 1
			}
		}
		s = append(s, part[i])
	}
	return s, len(part)
}

func fromHex(digits []byte) []byte {
	var out []byte
	high, half := byte(0), false
	for _, c := range digits {
		n, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			continue // spaces
		}
		if half = !half; half {
			high = byte(n) << 4
		} else {
			out = append(out, high|byte(n))
		}
	}
	if half {
		out = append(out, high)
	}
	return out
}

// plain reads the strings as letters of one byte, or as UTF-16 where they are marked as such.
func (d drawing) plain() string {
	var out strings.Builder
	for _, s := range d {
		switch {
		case s == nil:
			out.WriteByte(' ')
		case bytes.HasPrefix(s, []byte("\xfe\xff")):
			out.WriteString(wide(s[2:]))
		default:
			for _, c := range s {
				out.WriteRune(rune(c)) // Latin-1, which is near enough to PDFDocEncoding
			}
		}
	}
	return out.String()
}

func wide(s []byte) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return string(utf16.Decode(units))
}
