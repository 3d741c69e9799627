package value

import "strings"

// Email is a e-mail.
type Email string

// ParseEmail reads a e-mail.
func ParseEmail(text string) (Email, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "e-mail", Reason: "nothing was given"}
	}
	return Email(text), nil
}

// String gives the canonical form.
func (c Email) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Email) IsZero() bool { return c == "" }

// Key is a fact of it.
func (c Email) Key() string { return string(c) }

// Domain is a fact of it.
func (c Email) Domain() string { _, d, _ := strings.Cut(string(c), "@"); return d }

// FreeMail is a fact of it.
func (c Email) FreeMail() bool { return false }
