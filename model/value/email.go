package value

import (
	"net/mail"
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
)

// Email is one mail address, its domain in lower case: "Fatima@atlas-argan.ma".
// "" is not given.
type Email string

// maxEmailBytes is the longest address SMTP carries (RFC 5321 with its erratum).
const maxEmailBytes = 254

// ParseEmail reads a single address without a display name; a mailto: before it
// is taken off. The domain must have a dot and may be in any script.
func ParseEmail(given string) (Email, error) {
	const what = "e-mail address"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	refuse := func(code Code, reason, hint string) (Email, error) {
		return "", &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: hint}
	}
	if len(s) > len("mailto:") && strings.EqualFold(s[:len("mailto:")], "mailto:") {
		s = s[len("mailto:"):]
	}
	if len(s) > maxEmailBytes {
		return refuse(CodeRange, "is longer than 254 bytes", "")
	}
	if strings.ContainsAny(s, "<>;, ") {
		return refuse(CodeSyntax, "is not one address alone", "write it such as name@company.com")
	}
	if !plainAddress(s) {
		address, e := mail.ParseAddress(s)
		if e != nil || address.Name != "" || address.Address != s || !text.Cleaned(s) {
			return refuse(CodeSyntax, "is not an address", "write it such as name@company.com")
		}
	}
	at := strings.LastIndexByte(s, '@')
	domain, ok := parseDomain(s[at+1:])
	if !ok {
		return refuse(CodeSyntax, "has no valid domain", "write it such as name@company.com")
	}
	if at > 64 || at+1+len(domain) > maxEmailBytes {
		return refuse(CodeRange, "is too long", "")
	}
	return Email(s[:at+1] + domain), nil
}

// plainAddress reports whether s is words of ASCII letters, digits and the usual
// marks, with single dots between them and one @: what nearly every address is,
// and RFC 5322 allows. Of others it says nothing.
func plainAddress(s string) bool {
	ats, before := 0, byte('.')
	for i := range len(s) {
		b := s[i]
		switch {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9', b >= 'A' && b <= 'Z', b == '-', b == '_', b == '+':
		case b == '@':
			ats++
			fallthrough
		case b == '.':
			if before == '.' || before == '@' {
				return false
			}
		default:
			return false
		}
		before = b
	}
	return ats == 1 && before != '.' && before != '@'
}

// String gives the address.
func (e Email) String() string { return string(e) }

// IsZero reports whether no address is given.
func (e Email) IsZero() bool { return e == "" }

// Key gives what two spellings of one mailbox share: lower case, without a +tag,
// and for Gmail without dots.
func (e Email) Key() string {
	whole := strings.ToLower(string(e))
	name, domain, ok := cutLast(whole, "@")
	if !ok {
		return name
	}
	if domain != "gmail.com" && domain != "googlemail.com" && strings.IndexByte(name, '+') < 0 {
		return whole
	}
	if plain, _, tagged := strings.Cut(name, "+"); tagged && plain != "" {
		name = plain
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		name, domain = strings.ReplaceAll(name, ".", ""), "gmail.com"
	}
	return name + "@" + domain
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Domain gives what stands behind the @, "" when nothing does.
func (e Email) Domain() string {
	_, domain, _ := cutLast(string(e), "@")
	return domain
}

// FreeMail reports whether the domain gives mailboxes to anybody, and so says
// nothing about a company.
func (e Email) FreeMail() bool { return reference.FreeMail(strings.ToLower(e.Domain())) }
