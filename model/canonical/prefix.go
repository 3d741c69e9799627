package canonical

import (
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep values lie in one another that are looked at here.
const maxDepth = 32

// Prefix gives the length of the value that raw begins with when it is in
// canonical form, which JSON would leave as it is. It is 0 when it is not, and
// for what is rare enough to be left to JSON: names of members that are not
// plain ASCII, values that lie deep.
func Prefix(raw []byte) int { return prefixAt(raw, 0) }

// Is reports whether raw is one value of which Prefix says that it is
// in canonical form.
func Is(raw []byte) bool { return len(raw) > 0 && Prefix(raw) == len(raw) }

func prefixAt(raw []byte, depth int) int {
	if len(raw) == 0 || depth > maxDepth {
		return 0
	}
	switch raw[0] {
	case '"':
		return textAt(raw)
	case '{':
		return objectAt(raw, depth)
	case '[':
		return arrayAt(raw, depth)
	case 't':
		return word(raw, "true")
	case 'f':
		return word(raw, "false")
	case 'n':
		return word(raw, "null")
	}
	return numberAt(raw)
}

func word(raw []byte, word string) int {
	if len(raw) < len(word) || string(raw[:len(word)]) != word {
		return 0
	}
	return len(word)
}

// textAt finds the end of a text that escapes only what JSON must.
func textAt(raw []byte) int {
	plain := true
	for i := 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			if !plain && !utf8.Valid(raw[1:i]) {
				return 0
			}
			return i + 1
		case c == '\\':
			n := escapeAt(raw[i:])
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

// escapeAt gives the length of an escape that has no shorter form.
func escapeAt(raw []byte) int {
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

func arrayAt(raw []byte, depth int) int {
	if len(raw) > 1 && raw[1] == ']' {
		return 2
	}
	for i := 1; ; i++ {
		n := prefixAt(raw[i:], depth+1)
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

func objectAt(raw []byte, depth int) int {
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
		n = prefixAt(raw[i:], depth+1)
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

// numberAt finds the end of a number; its digits stay as they were written.
func numberAt(raw []byte) int {
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
