package value

import "strings"

// Port is a port.
type Port string

// ParsePort reads a port.
func ParsePort(text string) (Port, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "port", Reason: "nothing was given"}
	}
	return Port(text), nil
}

// String gives the canonical form.
func (c Port) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Port) IsZero() bool { return c == "" }

// Name is a fact of it.
func (c Port) Name() string { return string(c) }

// Country is a fact of it.
func (c Port) Country() Country { return Country(c[:min(2, len(c))]) }
