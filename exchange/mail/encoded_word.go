package mail

import "strings"

// decodeWords gives the text of a field: encoded words (RFC 2047) decoded, bytes that
// are in no charset as they look. A letter that a program cut in two, a half in each
// of two words, is put together.
func decodeWords(raw string) string {
	if !strings.Contains(raw, "=?") {
		return textOf([]byte(raw), "").text
	}
	var out strings.Builder
	var held []byte // of words in one charset that follow each other
	heldIn := ""
	flush := func() {
		out.WriteString(textOf(held, heldIn).text)
		held, heldIn = held[:0], ""
	}
	for raw != "" {
		start := strings.Index(raw, "=?")
		if start < 0 {
			break
		}
		w, size := cutWord(raw[start:])
		before := raw[:start]
		if size == 0 {
			flush()
			out.WriteString(textOf([]byte(raw[:start+2]), "").text)
			raw = raw[start+2:]
			continue
		}
		// Blanks between two words only keep them apart.
		if strings.TrimSpace(before) != "" || heldIn == "" {
			flush()
			out.WriteString(textOf([]byte(before), "").text)
		} else if !strings.EqualFold(heldIn, w.charset) {
			flush()
		}
		held, heldIn = append(held, w.bytes()...), w.charset
		raw = raw[start+size:]
	}
	flush()
	out.WriteString(textOf([]byte(raw), "").text)
	return out.String()
}

type encodedWord struct{ charset, encoding, text string }

// cutWord takes the encoded word at the beginning of raw; its size is 0 when there is
// none. Blanks within one are against the rules and common.
func cutWord(raw string) (w encodedWord, size int) {
	charset, rest, ok := strings.Cut(raw[2:], "?")
	if !ok || charset == "" || len(charset) > 60 || strings.ContainsAny(charset, " \t=") {
		return w, 0
	}
	encoding, rest, ok := strings.Cut(rest, "?")
	if !ok || !strings.EqualFold(encoding, "b") && !strings.EqualFold(encoding, "q") {
		return w, 0
	}
	text, rest, ok := strings.Cut(rest, "?=")
	if !ok {
		return w, 0
	}
	charset, _, _ = strings.Cut(charset, "*") // the language (RFC 2231)
	return encodedWord{charset, encoding, text}, len(raw) - len(rest)
}

func (w encodedWord) bytes() []byte {
	if strings.EqualFold(w.encoding, "q") {
		return unquote([]byte(strings.ReplaceAll(w.text, "_", " ")))
	}
	raw, _ := fromBase64([]byte(w.text))
	return raw
}
