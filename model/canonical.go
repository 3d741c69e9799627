package model

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

	"tradedesk/model/value"
)

// canonical writes a value of a record as RFC 8785 canonical JSON: keys sorted
// by UTF-16 code units, no needless escapes. Numbers are the exception: their
// digits stay as they were written, since a double would lose some.
func canonical(v any) json.RawMessage {
	switch v := v.(type) {
	case string:
		return appendString(nil, v)
	case value.Instant:
		return appendString(nil, v.String())
	case ID:
		return appendString(nil, v.String())
	}
	raw := plainJSON(v)
	// encoding/json orders struct fields as declared and escapes U+2028 and the
	// replacement character; anything without braces and escapes is canonical.
	if bytes.IndexByte(raw, '{') < 0 && !bytes.Contains(raw, []byte(`\u`)) {
		return raw
	}
	return compact(raw)
}

// plainJSON is encoding/json without escapes for HTML.
func plainJSON(v any) json.RawMessage {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("encoding a %T of a record: %v", v, err))
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// compact makes JSON canonical. What is no JSON at all is kept as a JSON text
// of it, so that whatever holds it stays readable.
func compact(raw []byte) json.RawMessage {
	out, err := CanonicalJSON(raw)
	if err != nil {
		return appendString(nil, string(raw))
	}
	return out
}

// AppendString writes a text as canonical JSON.
func AppendString(out []byte, text string) []byte { return appendString(out, text) }

// CanonicalJSON gives one JSON value in its canonical form.
func CanonicalJSON(raw []byte) (json.RawMessage, error) {
	v, err := decodeAny(raw)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	buf.Grow(len(raw))
	writeCanonical(&buf, v)
	return buf.Bytes(), nil
}

var errTrailing = errors.New("more than one JSON value")

// decodeAny reads exactly one JSON value and keeps the digits of its numbers.
func decodeAny(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errTrailing
	}
	return v, nil
}

func writeCanonical(buf *bytes.Buffer, v any) {
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
			writeCanonical(buf, elem)
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
			writeCanonical(buf, v[name])
		}
		buf.WriteByte('}')
	default:
		panic(fmt.Sprintf("encoding a %T: not a JSON value", v))
	}
}

func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func writeString(buf *bytes.Buffer, s string) { buf.Write(appendString(buf.AvailableBuffer(), s)) }

// appendString escapes only what JSON must (RFC 8785, 3.2.2.2).
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range s {
		switch r {
		case '"':
			out = append(out, `\"`...)
		case '\\':
			out = append(out, `\\`...)
		case '\b':
			out = append(out, `\b`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\f':
			out = append(out, `\f`...)
		case '\r':
			out = append(out, `\r`...)
		default:
			if r < 0x20 {
				out = fmt.Appendf(out, `\u%04x`, r)
			} else {
				out = utf8.AppendRune(out, r)
			}
		}
	}
	return append(out, '"')
}
