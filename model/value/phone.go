package value

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"tradedesk/model/text"
)

// Phone is a phone number as RFC 3966 writes it without "tel:": "+16727992170",
// with an extension "+16727992170;ext=5610". "" is not given.
type Phone string

const phoneExtension = ";ext="

// ParsePhone reads a number with its country code (+212 …, 00212 …, tel:+212…) or
// as it is dialled in the home country, with an extension (x5610, ext. 5610,
// poste 5610). Digits of any script. A number must be possible by length and
// prefix for its country; whether it is in use nobody can tell.
func ParsePhone(given string, home Country) (Phone, error) {
	const what = "phone number"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	refuse := func(code Code, reason, hint string) (Phone, error) {
		return "", &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: hint}
	}
	s = dialled(s)
	if len(s) > phonenumbers.MAX_INPUT_STRING_LENGTH {
		return refuse(CodeRange, "is too long", "")
	}
	if !strings.HasPrefix(s, "+") && home == "" {
		return refuse(CodeAmbiguous, "has no country code", "write it such as +212 539 12 34 56")
	}
	number, e := phonenumbers.Parse(s, string(home))
	if errors.Is(e, phonenumbers.ErrInvalidCountryCode) {
		return refuse(CodeUnknown, "has a country code that is not in use", "")
	}
	if e != nil || beginsWithWords(s) {
		return refuse(CodeSyntax, "is not a phone number", "write it such as +212 539 12 34 56")
	}
	switch phonenumbers.IsPossibleNumberWithReason(number) {
	case phonenumbers.IS_POSSIBLE:
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return refuse(CodeRange, "is too short", "write it with its area code")
	case phonenumbers.TOO_LONG:
		return refuse(CodeRange, "is too long", "")
	default:
		return refuse(CodeRange, "is not a length its country has", "")
	}
	return canonicalPhone(number), nil
}

func canonicalPhone(number *phonenumbers.PhoneNumber) Phone {
	p := phonenumbers.Format(number, phonenumbers.E164)
	if ext := number.GetExtension(); ext != "" {
		p += phoneExtension + ext
	}
	return Phone(p)
}

// dialled writes a number in ASCII as the parser wants it: tel: off, 00 as +,
// words for extension as ext.
func dialled(s string) string {
	s = latinDigits(s)
	if len(s) > len("tel:") && strings.EqualFold(s[:len("tel:")], "tel:") {
		s = s[len("tel:"):]
	}
	s = extensionWords.Replace(s)
	digits := strings.TrimLeft(s, " (")
	if rest, ok := strings.CutPrefix(digits, "00"); ok {
		return "+" + rest
	}
	return s
}

// beginsWithWords: letters before the first digit; the parser would skip them.
func beginsWithWords(s string) bool {
	first := strings.IndexAny(s, "0123456789")
	return first > 0 && strings.Trim(s[:first], "+( ") != ""
}

// extensionWords are what French and Arabic write for ext.
var extensionWords = strings.NewReplacer("poste", "ext", "Poste", "ext", "تحويلة", "ext", "＋", "+")

// String gives the number as RFC 3966 does, without "tel:".
func (p Phone) String() string { return string(p) }

// IsZero reports whether no number is given.
func (p Phone) IsZero() bool { return p == "" }

// E164 gives the number without its extension: "+16727992170"; "" when what was
// kept is no number.
func (p Phone) E164() string {
	number, extension, extended := strings.Cut(string(p), phoneExtension)
	digits, plus := strings.CutPrefix(number, "+")
	if !plus || !allDigits(digits) || len(digits) > phonenumbers.MAX_LENGTH_FOR_NSN || extended && !allDigits(extension) {
		return ""
	}
	return number
}

// Display gives the number as it is written internationally, with its extension:
// "+1 672-799-2170 ext 5610"; what is no number as it was kept, cleaned.
func (p Phone) Display() string {
	number, err := phonenumbers.Parse(p.E164(), "")
	if err != nil {
		return text.Clean(string(p), phonenumbers.MAX_INPUT_STRING_LENGTH)
	}
	shown := phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
	if _, extension, ok := strings.Cut(string(p), phoneExtension); ok {
		shown += " ext " + extension
	}
	return shown
}
