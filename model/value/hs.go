package value

import (
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
)

// HS is a code of the Harmonized System, digits only: a chapter (2), a heading
// (4), a subheading (6), or a country's own line (8 or 10). "" is not given.
type HS string

// ParseHS reads a code with or without points and spaces: 1515.90, 15 15 90.
// Its first six digits must be in HS 2022.
func ParseHS(given string) (HS, error) {
	const what = "HS code"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	key := text.Fold(s)
	for _, label := range []string{"hs code", "hs", "code sh", "sh", "code"} {
		if rest, ok := strings.CutPrefix(key, label); ok {
			key = strings.TrimLeft(rest, " :")
			break
		}
	}
	digits := strings.NewReplacer(".", "", " ", "", "-", "").Replace(key)
	refuse := func(code Code, reason, hint string) (HS, error) {
		return "", &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: hint}
	}
	if !allDigits(digits) {
		return refuse(CodeSyntax, "is not digits", "write them such as 1515.90")
	}
	if n := len(digits); n < 2 || n > 10 || n%2 == 1 {
		return refuse(CodeRange, "has not 2, 4, 6, 8 or 10 digits", "write them such as 1515.90")
	}
	if _, ok := reference.HeadingByCode(digits[:min(6, len(digits))]); ok {
		return HS(digits), nil
	}
	hint := ""
	if near, ok := nearestHeading(digits); ok {
		hint = "the nearest is " + near.Code + ", " + beginning(near.Description)
	}
	return refuse(CodeUnknown, "is not in HS 2022", hint)
}

// beginning cuts a description to what an error line has room for.
func beginning(s string) string {
	if cut := text.Clean(s, errorTextRunes); cut != s {
		return text.Clean(s, errorTextRunes-1) + "…"
	}
	return s
}

// nearestHeading gives the longest heading that begins the digits.
func nearestHeading(digits string) (reference.Heading, bool) {
	for n := min(6, len(digits)) / 2 * 2; n >= 2; n -= 2 {
		if h, ok := reference.HeadingByCode(digits[:n]); ok {
			return h, true
		}
	}
	return reference.Heading{}, false
}

// String gives the digits.
func (h HS) String() string { return string(h) }

// IsZero reports whether no code is given.
func (h HS) IsZero() bool { return h == "" }

// Description gives the English words of HS 2022 for the code, or for the
// longest beginning of it that has some; "" when it is unknown.
func (h HS) Description() string {
	found, _ := nearestHeading(string(h))
	return found.Description
}

// Prefix gives the first n digits, all of them when there are fewer.
func (h HS) Prefix(n int) HS { return h[:max(0, min(n, len(h)))] }
