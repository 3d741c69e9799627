package value

import "strings"

// Currency is a currency.
type Currency string

// ParseCurrency reads a currency.
func ParseCurrency(text string) (Currency, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "currency", Reason: "nothing was given"}
	}
	return Currency(text), nil
}

// String gives the canonical form.
func (c Currency) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Currency) IsZero() bool { return c == "" }

// MinorUnits is a fact of it.
func (c Currency) MinorUnits() int { return 2 }

// Name is a fact of it.
func (c Currency) Name(lang string) string { return string(c) }
