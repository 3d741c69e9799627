package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// headerWriter writes fields, folded; its first error stays.
type headerWriter struct {
	bytes []byte
	err   error
}

// softLine is where lines of a header are folded; RFC 5322 wants 78.
const softLine = 76

// add writes a field of words that may be folded between them.
func (h *headerWriter) add(name, value string) {
	if h.err != nil {
		return
	}
	if i := strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
		h.err = fmt.Errorf("%s %.80q: %w", name, value, ErrHeader)
		return
	}
	line := name + ":"
	for word := range strings.SplitSeq(value, " ") {
		if len(line)+1+len(word) > softLine && line != name+":" {
			h.bytes = append(h.bytes, line+"\r\n"...)
			line = ""
		}
		line += " " + word
	}
	h.bytes = append(h.bytes, line+"\r\n"...)
}

// text writes a field of words in any language (RFC 2047).
func (h *headerWriter) text(name, value string) {
	if controlled(value) {
		h.err = errors.Join(h.err, fmt.Errorf("%s %.80q: %w", name, value, ErrHeader))
		return
	}
	h.add(name, encodeWords(value))
}

// encodeWords encodes what is no ASCII, what would be read as encoded, and what cannot be
// folded as it stands.
func encodeWords(value string) string {
	if asItIs(value) {
		return value
	}
	return encoded(value)
}

// asItIs reports whether a text can stand in a header as it is, words of one space each.
func asItIs(value string) bool {
	for word := range strings.SplitSeq(value, " ") {
		if word == "" && value != "" || len(word) > 60 || strings.Contains(word, "=?") || strings.IndexFunc(word, func(r rune) bool { return r > '~' }) >= 0 {
			return false
		}
	}
	return true
}

// encoded writes a text as encoded words of at most 39 bytes of it, cut between runes: one
// fits on a line behind the name of its field.
func encoded(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	var words []string
	for len(value) > 0 {
		n := min(len(value), 39)
		for n < len(value) && value[n]&0xC0 == 0x80 {
			n--
		}
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(value[:n]))+"?=")
		value = value[n:]
	}
	return strings.Join(words, " ")
}

func (h *headerWriter) addresses(name string, list []Address) {
	var all []string
	for _, a := range list {
		written, err := writeAddress(a)
		if err != nil {
			h.err = errors.Join(h.err, fmt.Errorf("%s: %w", name, err))
			return
		}
		all = append(all, written)
	}
	h.add(name, strings.Join(all, ", "))
}

// ids writes Message-IDs; those that are none are left out, as no program would find
// their messages.
func (h *headerWriter) ids(name string, ids []string) {
	var all []string
	for _, id := range ids {
		if id != "" && len(id) < 900 && strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) < 0 {
			all = append(all, "<"+id+">")
		}
	}
	if len(all) > 0 {
		h.add(name, strings.Join(all, " "))
	}
}

// controlled reports whether a text has what ends a line of a header, or what a terminal
// or mail program acts on.
func controlled(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }) >= 0
}
