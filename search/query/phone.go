package query

import (
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// A record is found by any spelling of its number: its keys are digits alone, with
// and without the calling code, and what is typed is brought to such digits.

// minPhone is how many digits make a number of what has no + and no 0 in front: fewer
// are a quantity, a year or an HS code.
const minPhone = 7

// PhoneKeys gives what a record with this number is found by: 212539123456 and
// 539123456. What is typed is the beginning of one of them, or from four digits on a
// part. The extension is left out; of what is no number there are its digits alone.
func PhoneKeys(p value.Phone) []string {
	e164 := p.E164()
	if e164 == "" {
		if digits := strings.TrimLeft(phoneDigits(text.Fold(string(p))), "0"); digits != "" {
			return []string{digits}
		}
		return nil
	}
	digits := e164[1:]
	keys := []string{digits}
	if _, national, ok := reference.SplitCallingCode(digits); ok && national != "" {
		keys = append(keys, national)
		// Italy keeps the 0 that others only dial.
		if rest := strings.TrimLeft(national, "0"); rest != "" && rest != national {
			keys = append(keys, rest)
		}
	}
	return keys
}

// SeekPhone gives the digits to look for among the PhoneKeys of records when what is
// typed looks like a number or the beginning of one: +212 5 39, 00212-539, 0539.12,
// (0)539, ٠٥٣٩. home is whose prefixes are taken off, "" for 00 and 0.
func SeekPhone(typed string, home value.Country) (digits string, ok bool) {
	s := strings.TrimSpace(text.Fold(typed))
	s, plus := strings.CutPrefix(strings.TrimPrefix(s, "tel:"), "+")
	if s == "" || strings.Trim(s, "0123456789 -.()/") != "" || isDay(s) {
		return "", false
	}
	// The 0 in brackets is dialled within the country alone.
	digits = phoneDigits(strings.Replace(s, "(0)", "", 1))
	if plus {
		return digits, len(digits) > 0
	}
	dialled := len(digits)
	rest := cutPrefixes(digits, home)
	switch {
	case rest == "", rest == digits && dialled < minPhone, rest != digits && dialled < 4:
		return "", false
	}
	return rest, true
}

func phoneDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// isDay keeps 2026-12-01 from being a number.
func isDay(s string) bool {
	return len(s) == len("2026-12-01") && s[4] == '-' && s[7] == '-' && (s[:2] == "19" || s[:2] == "20")
}

// cutPrefixes takes off what is dialled before a calling code or a national number.
func cutPrefixes(digits string, home value.Country) string {
	if rest, ok := strings.CutPrefix(digits, "00"); ok {
		return strings.TrimLeft(rest, "0")
	}
	if plan, ok := reference.DialPlanOf(string(home)); ok {
		if rest, ok := plan.CutExit(digits); ok {
			return rest
		}
		if rest := plan.CutPrefix(digits); rest != digits {
			return rest
		}
	}
	return strings.TrimLeft(digits, "0")
}
