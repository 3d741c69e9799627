package value

import "strings"

// Unit is a unit.
type Unit string

// ParseUnit reads a unit.
func ParseUnit(text string) (Unit, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "unit", Reason: "nothing was given"}
	}
	return Unit(text), nil
}

// String gives the canonical form.
func (c Unit) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Unit) IsZero() bool { return c == "" }

// Symbol is a fact of it.
func (c Unit) Symbol() string { return string(c) }

// Name is a fact of it.
func (c Unit) Name(lang string) string { return string(c) }

// Dimension is a fact of it.
func (c Unit) Dimension() string { return "" }
