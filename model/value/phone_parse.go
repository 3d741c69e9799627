package value

import (
	"regexp"
	"strings"
	"sync"

	"tradedesk/model/reference"
)

const (
	maxPhoneBytes    = 250
	minNationalPhone = 2  // digits
	maxNationalPhone = 17 // digits; ITU-T E.164 says 15 with the code, Germany has more
	maxPhoneDigits   = maxNationalPhone + 3
)

// ParsePhone reads a number with its calling code (+212 …, 00212 …, tel:+212…) or
// as it is dialled in the home country, with an extension (x5610, ext. 5610,
// poste 5610). Digits of any script. A number must have a length that its country
// has; whether it is in use nobody can tell.
func ParsePhone(given string, home Country) (Phone, error) {
	const what = "phone number"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	p, err := readPhone(s, home)
	if err != nil {
		err.Type, err.Text = what, given
		return "", err
	}
	return p, nil
}

const phoneHint = "write it such as +212 539 12 34 56"

func readPhone(s string, home Country) (Phone, *Error) {
	if len(s) > maxPhoneBytes {
		return "", &Error{Code: CodeRange, Reason: "is too long", Detail: DetailLong}
	}
	number, extension := cutExtension(asciiPhone(s))
	if extension != "" {
		extension = phoneExtension + extension
	}
	digits, international, ok := phoneDigits(number)
	if !ok {
		return "", &Error{Code: CodeSyntax, Reason: "is not a phone number", Hint: phoneHint}
	}
	var homePlan *reference.DialPlan
	if home != "" {
		homePlan, _ = reference.DialPlanOf(string(home))
	}
	if !international && homePlan == nil {
		return "", &Error{Code: CodeAmbiguous, Reason: "has no country code", Hint: phoneHint}
	}
	plan, national, err := nationalNumber(digits, international, homePlan)
	if err != nil {
		return "", err
	}
	return Phone("+" + plan.Code + national + extension), nil
}

// asciiPhone writes digits and plus in ASCII and takes tel: off.
func asciiPhone(s string) string {
	if !ascii(s) {
		s = strings.ReplaceAll(latinDigits(s), "＋", "+")
	}
	if len(s) > len("tel:") && strings.EqualFold(s[:len("tel:")], "tel:") {
		s = s[len("tel:"):]
	}
	return s
}

// extensionPattern: RFC 3966, and the words people write before an extension.
var extensionPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s,;.]*(?:;ext=|extension|extn|ext|poste|تحويلة|x|#)[\s.:=#]*(\d{1,9})\s*#?$`)
})

func cutExtension(s string) (number, extension string) {
	if strings.Trim(s, "0123456789+-(). ") == "" {
		return s, ""
	}
	match := extensionPattern().FindStringSubmatchIndex(s)
	if match == nil {
		return s, ""
	}
	return s[:match[0]], s[match[2]:match[3]]
}

// phoneDigits gives the digits of a number as it is dialled, and whether a + or
// 00 stands before the calling code; ok is false for anything else than digits
// and what people put between them.
func phoneDigits(s string) (digits string, international, ok bool) {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case r == ' ', r == '-':
		case r == '+':
			if international || b.Len() > 0 {
				return "", false, false
			}
			international = true
		case !strings.ContainsRune(" -().[]/~\t\u00a0\u202f\u2009\u2010\u2011\u2012\u2013\u2014\u2212", r):
			return "", false, false
		}
	}
	digits = b.String()
	if rest, exit := strings.CutPrefix(digits, "00"); exit && !international {
		digits, international = rest, true
	}
	return digits, international, digits != ""
}

// nationalNumber finds the main plan of a number's code and what follows the calling code,
// without the prefix that is dialled within the country.
func nationalNumber(digits string, international bool, home *reference.DialPlan) (*reference.DialPlan, string, *Error) {
	if !international {
		digits, international = cutExit(digits, home)
	}
	plan, national := home, digits
	if international {
		var ok bool
		if plan, national, ok = reference.SplitCallingCode(digits); !ok {
			return nil, "", &Error{Code: CodeUnknown, Reason: "has a country code that is not in use"}
		}
	}
	main, _, _ := reference.SplitCallingCode(plan.Code)
	national, err := settled(main, withoutPrefix(plan, national))
	return main, national, err
}

// settled checks a national number, and strips further prefixes that the main
// plan of its calling code would when it is read back.
func settled(main *reference.DialPlan, national string) (string, *Error) {
	for range maxPrefixes {
		if err := checkNational(main, national); err != nil {
			return "", err
		}
		stripped := withoutPrefix(main, national)
		if stripped == national {
			break
		}
		national = stripped
	}
	return national, nil
}

// maxPrefixes is more than any number has prefixes one behind the other.
const maxPrefixes = 3

// withoutPrefix strips the national prefix where a number of good length is left.
func withoutPrefix(plan *reference.DialPlan, national string) string {
	stripped := plan.CutPrefix(national)
	if fit := plan.Fit(stripped); fit == reference.Fits || fit == reference.TooLong {
		return stripped
	}
	return national
}

// cutExit takes off what is dialled at home before a calling code, or the home's
// own code written without a plus before what is only then a good number.
func cutExit(digits string, home *reference.DialPlan) (rest string, international bool) {
	if rest, ok := home.CutExit(digits); ok {
		return rest, true
	}
	rest, ok := strings.CutPrefix(digits, home.Code)
	if !ok {
		return digits, false
	}
	rest = home.CutPrefix(rest)
	if !home.Matches(digits) && home.Matches(rest) || home.Fit(digits) == reference.TooLong {
		return home.Code + rest, true
	}
	return digits, false
}

// checkNational judges the length by the main plan: countries that share a
// calling code share its lengths.
func checkNational(main *reference.DialPlan, national string) *Error {
	fit := main.Fit(national)
	switch {
	case len(national) < minNationalPhone, fit == reference.TooShort, fit == reference.FitsLocally:
		return &Error{Code: CodeRange, Reason: "is too short", Hint: "write it with its area code", Detail: DetailShort}
	case len(national) > maxNationalPhone, fit == reference.TooLong:
		return &Error{Code: CodeRange, Reason: "is too long", Detail: DetailLong}
	case fit == reference.FitsNothing:
		return &Error{Code: CodeRange, Reason: "is of a length that its country has not", Detail: DetailLength}
	}
	return nil
}
