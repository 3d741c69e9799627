package value

import "strings"

// Phone is a phone number.
type Phone string

// ParsePhone reads a phone number.
func ParsePhone(text string, home Country) (Phone, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "phone number", Reason: "nothing was given"}
	}
	return Phone(text), nil
}

// String gives the canonical form.
func (p Phone) String() string { return string(p) }

// IsZero reports whether none is given.
func (p Phone) IsZero() bool { return p == "" }

// E164 gives the number without its extension.
func (p Phone) E164() string { n, _, _ := strings.Cut(string(p), ";"); return n }

// Display gives the number as people write it.
func (p Phone) Display() string { return string(p) }
