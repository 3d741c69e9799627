package model

import (
	"strings"
	"unicode/utf8"
)

// maxCanonicalDepth is how deep values lie in one another that are looked at here.
const maxCanonicalDepth = 32

// CanonicalPrefix gives the length of the value that raw begins with when it is in
// canonical form, which CanonicalJSON would leave as it is. It is 0 when it is not, and
// for what is rare enough to be left to CanonicalJSON: names of members that are not
// plain ASCII, values that lie deep.
func CanonicalPrefix(raw []byte) int { return canonicalPrefix(raw, 0) }

// IsCanonical reports whether raw is one value of which CanonicalPrefix says that it is
// in canonical form.
func IsCanonical(raw []byte) bool { return len(raw) > 0 && CanonicalPrefix(raw) == len(raw) }

func canonicalPrefix(raw []byte, depth int) int {
	if len(raw) == 0 || depth > maxCanonicalDepth {
		return 0
	}
	switch raw[0] {
	case '"':
		return canonicalText(raw)
	case '{':
		return canonicalObject(raw, depth)
	case '[':
		return canonicalArray(raw, depth)
	case 't':
		return canonicalWord(raw, "true")
	case 'f':
		return canonicalWord(raw, "false")
	case 'n':
		return canonicalWord(raw, "null")
	}
	return canonicalNumber(raw)
}

func canonicalWord(raw []byte, word string) int {
	if len(raw) < len(word) || string(raw[:len(word)]) != word {
		return 0
	}
	return len(word)
}

// canonicalText finds the end of a text that escapes only what JSON must.
func canonicalText(raw []byte) int {
	plain := true
	for i := 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			if !plain && !utf8.Valid(raw[1:i]) {
				return 0
			}
			return i + 1
		case c == '\\':
			n := canonicalEscape(raw[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		case c < ' ':
			return 0
		case c >= utf8.RuneSelf:
			plain = false
		}
	}
	return 0
}

// canonicalEscape gives the length of an escape that has no shorter form.
func canonicalEscape(raw []byte) int {
	if len(raw) < 2 {
		return 0
	}
	if strings.IndexByte(`"\btnfr`, raw[1]) >= 0 {
		return 2
	}
	if len(raw) < 6 || string(raw[:4]) != `\u00` || raw[4] != '0' && raw[4] != '1' {
		return 0
	}
	last := strings.IndexByte("0123456789abcdef", raw[5])
	if last < 0 || raw[4] == '0' && strings.IndexByte("\b\t\n\f\r", byte(last)) >= 0 {
		return 0
	}
	return 6
}

func canonicalArray(raw []byte, depth int) int {
	if len(raw) > 1 && raw[1] == ']' {
		return 2
	}
	for i := 1; ; i++ {
		n := canonicalPrefix(raw[i:], depth+1)
		if i += n; n == 0 || i >= len(raw) {
			return 0
		}
		if raw[i] == ']' {
			return i + 1
		}
		if raw[i] != ',' {
			return 0
		}
	}
}

func canonicalObject(raw []byte, depth int) int {
	if len(raw) > 1 && raw[1] == '}' {
		return 2
	}
	var before []byte
	for i := 1; ; i++ {
		n := plainName(raw[i:])
		if n == 0 || i+n >= len(raw) || raw[i+n] != ':' {
			return 0
		}
		name := raw[i+1 : i+n-1]
		if i > 1 && string(name) <= string(before) {
			return 0 // twice, or out of order
		}
		before = name
		i += n + 1
		n = canonicalPrefix(raw[i:], depth+1)
		if i += n; n == 0 || i >= len(raw) {
			return 0
		}
		if raw[i] == '}' {
			return i + 1
		}
		if raw[i] != ',' {
			return 0
		}
	}
}

// plainName gives the length of a name of a member in ASCII without escapes: their order
// is that of their bytes.
func plainName(raw []byte) int {
	if len(raw) == 0 || raw[0] != '"' {
		return 0
	}
	for i := 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			return i + 1
		case c < ' ' || c == '\\' || c >= utf8.RuneSelf:
			return 0
		}
	}
	return 0
}

// canonicalNumber finds the end of a number; its digits stay as they were written.
func canonicalNumber(raw []byte) int {
	i := 0
	digits := func() bool {
		from := i
		for i < len(raw) && '0' <= raw[i] && raw[i] <= '9' {
			i++
		}
		return i > from
	}
	if raw[0] == '-' {
		i++
	}
	if i < len(raw) && raw[i] == '0' {
		i++
	} else if !digits() {
		return 0
	}
	if i < len(raw) && raw[i] == '.' {
		if i++; !digits() {
			return 0
		}
	}
	if i < len(raw) && (raw[i] == 'e' || raw[i] == 'E') {
		if i++; i < len(raw) && (raw[i] == '+' || raw[i] == '-') {
			i++
		}
		if !digits() {
			return 0
		}
	}
	return i
}
