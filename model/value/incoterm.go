package value

import "strings"

// Incoterm is a Incoterm.
type Incoterm string

// ParseIncoterm reads a Incoterm.
func ParseIncoterm(text string) (Incoterm, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "Incoterm", Reason: "nothing was given"}
	}
	return Incoterm(text), nil
}

// String gives the canonical form.
func (c Incoterm) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Incoterm) IsZero() bool { return c == "" }

// SeaOnly reports whether the term is for sea and inland waterway only.
func (c Incoterm) SeaOnly() bool { return c == "FAS" || c == "FOB" || c == "CFR" || c == "CIF" }
