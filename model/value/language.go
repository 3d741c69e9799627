package value

import "strings"

// Language is a language.
type Language string

// ParseLanguage reads a language.
func ParseLanguage(text string) (Language, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &Error{Type: "language", Reason: "nothing was given"}
	}
	return Language(text), nil
}

// String gives the canonical form.
func (c Language) String() string { return string(c) }

// IsZero reports whether none is given.
func (c Language) IsZero() bool { return c == "" }

// Name is a fact of it.
func (c Language) Name(lang string) string { return string(c) }
