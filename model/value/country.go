package value

import "strings"

// Country is a country.
type Country string

// ParseCountry reads a country.
func ParseCountry(text string) (Country, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "country", Reason: "nothing was given"}
	}
	return Country(text), nil
}

// String gives the canonical form.
func (c Country) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Country) IsZero() bool { return c == "" }

// Name is a fact of it.
func (c Country) Name(lang string) string { return string(c) }

// DialCode is a fact of it.
func (c Country) DialCode() string { return "" }

// Market is a fact of it.
func (c Country) Market() string { return "other" }
