package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxDomainBytes is the DNS's limit for a name.
const maxDomainBytes = 253

// parseDomain gives a domain name in lower case and NFC, also one in Arabic or
// other letters; ok is false when it is no public name.
func parseDomain(s string) (domain string, ok bool) {
	domain = strings.ToLower(s)
	if !ascii(s) {
		domain = norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
	}
	if len(domain) > maxDomainBytes {
		return "", false
	}
	labels, last := 0, ""
	for last = range strings.SplitSeq(domain, ".") {
		if !validLabel(last) {
			return "", false
		}
		labels++
	}
	return domain, labels > 1 && !allDigits(last) && utf8.RuneCountInString(last) > 1
}

// validLabel: letters, digits, marks and inner hyphens, at most 63 bytes.
func validLabel(l string) bool {
	if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
		return false
	}
	for i, r := range l {
		switch {
		case r == '-', r >= '0' && r <= '9', r >= 'a' && r <= 'z':
		case r < 0x80, i == 0 && unicode.IsMark(r):
			return false
		case !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Nd, r):
			return false
		}
	}
	return true
}
