package value

import "strings"

// URL is a web address.
type URL string

// ParseURL reads a web address.
func ParseURL(text string) (URL, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "web address", Reason: "nothing was given"}
	}
	return URL(text), nil
}

// String gives the canonical form.
func (c URL) String() string { return string(c) }

// IsZero reports whether none is given.
func (c URL) IsZero() bool { return c == "" }

// Domain is a fact of it.
func (c URL) Domain() string { return string(c) }
