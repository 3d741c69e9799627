package text

import (
	"strings"
	"unicode"
)

// Clean gives s as one safe line.
func Clean(s string, max int) string {
	s = strings.Join(strings.Fields(CleanLines(s, max)), " ")
	return s
}

// CleanLines gives s as safe lines.
func CleanLines(s string, max int) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > max {
		s = string(r[:max])
	}
	return s
}

// Cleaned reports whether Clean would change nothing but the length.
func Cleaned(s string) bool { return Clean(s, len(s)) == s }
