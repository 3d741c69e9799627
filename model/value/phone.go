package value

import (
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
)

// Phone is a phone number as RFC 3966 writes it without "tel:": "+16727992170",
// with an extension "+16727992170;ext=5610". "" is not given.
type Phone string

const phoneExtension = ";ext="

// String gives the number as RFC 3966 does, without "tel:".
func (p Phone) String() string { return string(p) }

// IsZero reports whether no number is given.
func (p Phone) IsZero() bool { return p == "" }

// E164 gives the number without its extension: "+16727992170"; "" when what was
// kept is no number.
func (p Phone) E164() string {
	number, extension, extended := strings.Cut(string(p), phoneExtension)
	digits, plus := strings.CutPrefix(number, "+")
	if !plus || !allDigits(digits) || len(digits) > maxPhoneDigits || extended && !allDigits(extension) {
		return ""
	}
	return number
}

// Display gives the number as it is written internationally, with its extension:
// "+1 672-799-2170 ext 5610"; what is no number as it was kept, cleaned.
func (p Phone) Display() string {
	plan, national, ok := reference.SplitCallingCode(strings.TrimPrefix(p.E164(), "+"))
	if !ok || national == "" {
		return text.Clean(string(p), maxPhoneBytes)
	}
	shown := "+" + plan.Code + " " + plan.Group(national)
	if _, extension, ok := strings.Cut(string(p), phoneExtension); ok {
		shown += " ext " + extension
	}
	return shown
}

// Country gives the country that the calling code is of, "" when what was kept is
// no number or when countries of one rank share the code, as +1 and +7.
func (p Phone) Country() Country {
	plan, national, ok := reference.SplitCallingCode(strings.TrimPrefix(p.E164(), "+"))
	if !ok || national == "" || plan.Code == "1" || plan.Code == "7" || plan.Region == "001" {
		return ""
	}
	return Country(plan.Region)
}
