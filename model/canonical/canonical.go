// Package canonical writes JSON as RFC 8785 has it, so that one value is one text: keys
// sorted by UTF-16 code units, no needless escapes. Numbers are the exception: their
// digits stay as they were written, since a double would lose some.
package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Of writes a value as canonical JSON. It panics when JSON cannot hold it.
func Of(v any) json.RawMessage {
	if text, ok := v.(string); ok {
		return AppendString(nil, text)
	}
	raw := Plain(v)
	// encoding/json orders struct fields as declared and escapes U+2028 and the
	// replacement character; anything without braces and escapes is canonical.
	if bytes.IndexByte(raw, '{') < 0 && !bytes.Contains(raw, []byte(`\u`)) {
		return raw
	}
	return OrText(raw)
}

// Plain is encoding/json without escapes for HTML: canonical but for objects and a few
// escapes. It panics when JSON cannot hold it.
func Plain(v any) json.RawMessage {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("encoding a %T: %v", v, err))
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// OrText makes JSON canonical. What is no JSON at all is kept as a JSON text
// of it, so that whatever holds it stays readable.
func OrText(raw []byte) json.RawMessage {
	out, err := JSON(raw)
	if err != nil {
		return AppendString(nil, string(raw))
	}
	return out
}

// JSON gives one JSON value in its canonical form, in memory of its own.
func JSON(raw []byte) (json.RawMessage, error) {
	if Is(raw) {
		return bytes.Clone(raw), nil
	}
	return slowly(raw)
}

// slowly is JSON of whatever there is.
func slowly(raw []byte) (json.RawMessage, error) {
	v, err := Decode(raw)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	buf.Grow(len(raw))
	write(&buf, v)
	return buf.Bytes(), nil
}

// ErrTrailing says that something stands behind the one value.
var ErrTrailing = errors.New("more than one JSON value")

// Decode reads exactly one JSON value and keeps the digits of its numbers.
func Decode(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, ErrTrailing
	}
	return v, nil
}

func write(buf *bytes.Buffer, v any) {
	switch v := v.(type) {
	case nil:
		buf.WriteString("null")
	case bool:
		fmt.Fprintf(buf, "%t", v)
	case json.Number:
		buf.WriteString(v.String())
	case string:
		writeString(buf, v)
	case []any:
		buf.WriteByte('[')
		for i, elem := range v {
			if i > 0 {
				buf.WriteByte(',')
			}
			write(buf, elem)
		}
		buf.WriteByte(']')
	case map[string]any:
		buf.WriteByte('{')
		for i, name := range slices.SortedFunc(maps.Keys(v), compareUTF16) {
			if i > 0 {
				buf.WriteByte(',')
			}
			writeString(buf, name)
			buf.WriteByte(':')
			write(buf, v[name])
		}
		buf.WriteByte('}')
	default:
		panic(fmt.Sprintf("encoding a %T: not a JSON value", v))
	}
}

func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func writeString(buf *bytes.Buffer, s string) { buf.Write(AppendString(buf.AvailableBuffer(), s)) }

// AppendString writes a text as canonical JSON. It escapes only what JSON must (RFC 8785, 3.2.2.2). What is no UTF-8 becomes
// the replacement character.
func AppendString(out []byte, s string) []byte {
	out = append(out, '"')
	from := 0 // what is before it is written
	for i := 0; i < len(s); {
		c := s[i]
		if ' ' <= c && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		out = appendEscaped(append(out, s[from:i]...), c)
		i += size
		from = i
	}
	return append(append(out, s[from:]...), '"')
}

// appendEscaped writes a byte that cannot stand in a text as it is.
func appendEscaped(out []byte, c byte) []byte {
	switch c {
	case '"':
		return append(out, `\"`...)
	case '\\':
		return append(out, `\\`...)
	case '\b':
		return append(out, `\b`...)
	case '\t':
		return append(out, `\t`...)
	case '\n':
		return append(out, `\n`...)
	case '\f':
		return append(out, `\f`...)
	case '\r':
		return append(out, `\r`...)
	}
	if c < ' ' {
		return fmt.Appendf(out, `\u%04x`, c)
	}
	return utf8.AppendRune(out, utf8.RuneError)
}
