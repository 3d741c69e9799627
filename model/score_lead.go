package model

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/likeness"
	"tradedesk/model/text"
)

// judgeSpecific: a quantity with its unit earns 40 %, the port 30 % (the Incoterm
// alone 15 %), and a date or month in the message 30 %.
func judgeSpecific(l *Lead, c ScoreContext) (int, []Sight) {
	percent := 0
	var room [3]Sight
	named := room[:0]
	if l.Quantity.Sign() > 0 && l.Unit != "" {
		percent += 40
		named = append(named, Sight{Code: SightQuantity})
	}
	if l.Port != "" {
		percent += 30
		named = append(named, Sight{Code: SightPort})
	} else if l.Incoterm != "" {
		percent += 15
		named = append(named, Sight{Code: SightIncoterm})
	}
	if namesDate(l.Message) {
		percent += 30
		named = append(named, Sight{Code: SightDate})
	}
	if c.brief {
		return percent, nil
	}
	return percent, slices.Clone(named)
}

// months in English, French and Arabic (the months of the Maghreb and those of
// the Levant), folded. "Mars" is left out of French and "may" of English: they
// are words of other meanings far more often.
var months = sync.OnceValue(func() map[string]bool {
	const names = `january february march april june july august september october november december
		janvier fevrier avril juin juillet aout septembre octobre novembre decembre
		يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر جانفي فيفري أفريل جوان جويلية أوت
		يوليو أغسطس سبتمبر نوفمبر ديسمبر`
	all := make(map[string]bool)
	for name := range strings.FieldsSeq(names) {
		all[text.Fold(name)] = true
	}
	return all
})

// monthSizes are the lengths in bytes, as bits, of the names of months that begin with
// each letter: few words need to be looked up.
var monthSizes = sync.OnceValue(func() *[128]uint32 {
	var sizes [128]uint32
	for name := range months() {
		if name[0] < utf8.RuneSelf {
			sizes[name[0]] |= 1 << len(name)
		}
	}
	return &sizes
})

// namesDate reports whether a message names a day or a month: a month's name, or
// digits such as 2027-03-15, 15/03/2027 or 15.3.27.
func namesDate(message string) bool {
	message = text.First(message, 4000)
	if plain, found := namesDateASCII(message); plain {
		return found
	}
	folded := text.Fold(message)
	for word := range strings.FieldsFuncSeq(folded, text.BetweenWords) {
		if months()[word] {
			return true
		}
	}
	return namesNumberedDate(folded)
}

// namesDateASCII is namesDate without copying the message; plain is false when it
// has other letters than ASCII's.
func namesDateASCII(message string) (plain, found bool) {
	var word [16]byte
	n, digits := 0, false
	for i := range len(message) + 1 {
		var c byte
		if i < len(message) {
			c = message[i]
		}
		switch {
		case c >= utf8.RuneSelf:
			return false, false
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
			fallthrough
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			digits = digits || c <= '9'
			if n < len(word) {
				word[n] = c
			}
			n++
		default:
			if n < len(word) && monthSizes()[word[0]]&(1<<n) != 0 && months()[string(word[:n])] {
				return true, true
			}
			n = 0
		}
	}
	return true, digits && namesNumberedDate(message)
}

func namesNumberedDate(message string) bool {
	for word := range strings.FieldsFuncSeq(message, func(r rune) bool {
		return !unicode.IsDigit(r) && r != '/' && r != '-' && r != '.'
	}) {
		if looksLikeDate(strings.Trim(word, "/-.")) {
			return true
		}
	}
	return false
}

func looksLikeDate(word string) bool {
	separator := strings.IndexAny(word, "/-.")
	if separator < 0 {
		return false
	}
	parts := strings.Split(word, word[separator:separator+1])
	if len(parts) != 3 {
		return false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	dayFirst := between(parts[0], 1, 31) && between(parts[1], 1, 12)
	monthFirst := between(parts[0], 1, 12) && between(parts[1], 1, 31)
	year := between(parts[2], 2020, 2099) || len(parts[2]) == 2 && between(parts[2], 20, 49)
	return (dayFirst || monthFirst) && year
}

func between(digits string, low, high int) bool {
	n := 0
	for _, r := range digits {
		if r < '0' || r > '9' || n > high {
			return false
		}
		n = 10*n + int(r-'0')
	}
	return digits != "" && n >= low && n <= high
}

// judgeDomain: a business address earns 40 %, and all when the company's name is
// in it or it is the company's site.
func judgeDomain(l *Lead, c ScoreContext) (int, []Sight) {
	domain := l.Email.Domain()
	if domain == "" || l.Email.FreeMail() {
		return 0, nil
	}
	whose := domain == l.Website.Domain() || namedIn(l.Company, siteLabel(domain))
	switch {
	case whose && c.brief:
		return 100, nil
	case whose:
		return 100, []Sight{{SightCompanyDomain, domain}}
	case c.brief:
		return 40, nil
	}
	return 40, []Sight{{SightBusinessDomain, domain}}
}

// namedIn reports whether a company's name can be read in the part of a domain
// that names its owner: "nordfoods", "nord-foods", "nf" for Nord Foods.
func namedIn(company, label string) bool {
	var nameRoom, wholeRoom, initialsRoom [96]byte
	name := text.AppendName(nameRoom[:0], company)
	if len(name) == 0 {
		return false
	}
	label = strings.ReplaceAll(label, "-", "")
	whole, initials, words := wholeRoom[:0], initialsRoom[:0], 0
	for rest := name; len(rest) > 0; words++ {
		var word []byte
		word, rest, _ = bytes.Cut(rest, []byte{' '})
		whole = append(whole, word...)
		_, size := utf8.DecodeRune(word)
		initials = append(initials, word[:size]...)
		if utf8.RuneCount(word) >= 4 && strings.Contains(label, string(word)) {
			return true
		}
	}
	joined := string(whole)
	return strings.HasPrefix(joined, label) && len(label) >= 3 || strings.HasPrefix(label, joined) ||
		words >= 2 && string(initials) == label || likeness.Words(joined, label) >= likeness.OneWord
}

// countrySecondLevel are the second levels under which countries register firms,
// as in co.uk and com.br.
var countrySecondLevel = map[string]bool{
	"co": true, "com": true, "net": true, "org": true, "gov": true, "edu": true, "ac": true, "or": true, "ne": true, "gob": true, "gouv": true,
}

// siteLabel gives the part of a domain that names its owner: "nordfoods" of
// mail.nordfoods.co.uk.
func siteLabel(domain string) string {
	owner, top, ok := cutLastDot(domain)
	if !ok {
		return domain
	}
	rest, label, deeper := cutLastDot(owner)
	if deeper && len(top) == 2 && countrySecondLevel[label] {
		_, label, _ = cutLastDot(rest)
	}
	return label
}

// cutLastDot gives what stands before and behind the last dot; all of it is behind
// when there is none.
func cutLastDot(domain string) (before, behind string, ok bool) {
	if i := strings.LastIndexByte(domain, '.'); i >= 0 {
		return domain[:i], domain[i+1:], true
	}
	return "", domain, false
}

// judgeEngaged: met at a fair 40 %, talks going on (any stage of them after new)
// 40 %, a phone number to call 20 %, a message of 200 letters or more that is
// their own 20 %; no more than all.
func judgeEngaged(l *Lead, c ScoreContext) (int, []Sight) {
	percent := 0
	var room [4]Sight
	signs := room[:0]
	add := func(points int, sign string) {
		percent += points
		signs = append(signs, Sight{Code: sign})
	}
	if !l.Event.IsZero() {
		add(40, SightFair)
	}
	switch l.Stage {
	case LeadContacted, LeadQualified, LeadNurture, LeadRFQOpen, LeadNegotiating, LeadWon:
		add(40, SightInTouch)
	}
	if l.Phone != "" {
		add(20, SightPhone)
	}
	if c.copied == "" && utf8.RuneCountInString(l.Message) >= 200 {
		add(20, SightAtLength)
	}
	if c.brief {
		return min(percent, 100), nil
	}
	return min(percent, 100), slices.Clone(signs)
}
