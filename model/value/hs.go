package value

import "strings"

// HS is a HS code.
type HS string

// ParseHS reads a HS code.
func ParseHS(text string) (HS, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "HS code", Reason: "nothing was given"}
	}
	return HS(text), nil
}

// String gives the canonical form.
func (c HS) String() string { return string(c) }

// IsZero reports whether none is given.
func (c HS) IsZero() bool { return c == "" }

// Description is a fact of it.
func (c HS) Description() string { return "" }

// Prefix is a fact of it.
func (c HS) Prefix(n int) HS { return c[:min(n, len(c))] }
