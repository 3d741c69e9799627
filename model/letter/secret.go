package letter

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Secrets are what a supplier is not to learn: who the buyer of an RFQ is. The zero value
// has none.
type Secrets struct{ all []secret }

// secret is one thing that would name the buyer.
type secret struct {
	Leak
	find func(r *reading, key string, yield func(span) bool)
	key  string
}

// in reports whether a text says it.
func (one secret) in(r *reading) bool {
	found := false
	one.find(r, one.key, func(span) bool { found = true; return false })
	return found
}

// Leak is what a text says of the buyer: What is the field of a lead or contact that it is
// from, Text what stands there, File the attached file that has it within, "" for none.
type Leak struct{ What, Text, File string }

// String gives one part of a line: `company "Nord Foods" in prices.xlsx`.
func (l Leak) String() string {
	out := l.What + " “" + text.Clean(l.Text, model.MaxText) + "”"
	if l.File != "" {
		out += " in " + text.Clean(l.File, model.MaxText)
	}
	return out
}

// BuyerOf gives what would name the buyer of an RFQ: the buyer's and the lead's names,
// addresses and numbers, and those of people there. Each may be nil.
func BuyerOf(rfq *model.RFQ, lead *model.Lead, people ...*model.Contact) Secrets {
	var s Secrets
	// Addresses come first: they may have a name in them.
	if lead != nil {
		s.reachedAt(append([]value.Email{lead.Email}, lead.OtherEmails...), append([]value.Phone{lead.Phone}, lead.OtherPhones...), lead.Website)
	}
	for _, p := range people {
		s.reachedAt(append([]value.Email{p.Email}, p.OtherEmails...), append([]value.Phone{p.Phone}, p.OtherPhones...), p.Website)
	}
	if rfq != nil {
		s.name("company", rfq.Buyer)
	}
	if lead != nil {
		s.name("company", lead.Company)
		s.name("contact", lead.Contact)
	}
	for _, p := range people {
		s.name("contact", p.Name)
		s.name("company", p.Company)
	}
	return s
}

// leastDigits of a number at its end say whose it is, in whatever way it is written.
const leastDigits = 8

func (s *Secrets) reachedAt(emails []value.Email, phones []value.Phone, site value.URL) {
	for _, e := range emails {
		s.add("email", e.String(), text.Fold(e.String()), (*reading).letters)
		if domain := e.Domain(); !e.FreeMail() && !duplicate.SharedMail(domain) {
			s.add("domain", domain, text.Fold(domain), (*reading).letters)
		}
	}
	for _, p := range phones {
		digits := onlyDigits(cmp.Or(p.E164(), p.String()))
		if len(digits) >= leastDigits {
			s.add("phone", p.Display(), digits, (*reading).digits)
		}
	}
	if host := site.Domain(); !duplicate.SharedMail(host) {
		s.add("website", host, text.Fold(host), (*reading).letters)
	}
}

// name adds a name, which is known without its legal form and however its words are put
// together; of two words also the other way round.
func (s *Secrets) name(what, name string) {
	key := text.Name(name)
	s.add(what, name, strings.ReplaceAll(key, " ", ""), (*reading).words)
	if first, last, ok := strings.Cut(key, " "); ok && what == "contact" && !strings.Contains(last, " ") {
		s.add(what, name, last+first, (*reading).words)
	}
}

func (s *Secrets) add(what, shown, key string, find func(*reading, string, func(span) bool)) {
	if utf8.RuneCountInString(key) < 2 {
		return // says nothing
	}
	for _, known := range s.all {
		if known.key == key {
			return
		}
	}
	s.all = append(s.all, secret{Leak{What: what, Text: shown}, find, key})
}

// But gives the secrets without those that others have too: what a supplier is called is
// no secret to them.
func (s Secrets) But(others Secrets) Secrets {
	var out Secrets
	for _, one := range s.all {
		out.all = append(out.all, one)
		for _, other := range others.all {
			if other.key == one.key {
				out.all = out.all[:len(out.all)-1]
				break
			}
		}
	}
	return out
}

// In says what of the secrets stands in texts, each once.
func (s Secrets) In(texts ...string) []Leak {
	var out []Leak
	readings := make([]*reading, len(texts))
	for i, t := range texts {
		readings[i] = read(t)
	}
	for _, one := range s.all {
		if one.What == "domain" && slices.ContainsFunc(out, func(l Leak) bool { return strings.HasSuffix(text.Fold(l.Text), "@"+one.key) }) {
			continue // the whole address stands there
		}
		for _, r := range readings {
			if one.in(r) {
				out = append(out, one.Leak)
				break
			}
		}
	}
	return out
}

// hideRounds bounds how often a text is looked through, as what is left of it may say
// another secret.
const hideRounds = 20

// Hide gives a text without the secrets in it; none of it when they are nested as nobody
// writes.
func (s Secrets) Hide(written string) string {
	hidden := false
	for range hideRounds {
		cut := s.without(written)
		if cut == written {
			if !hidden {
				return written
			}
			return tidy(written)
		}
		written, hidden = cut, true
	}
	return ""
}

// without cuts out all that is found in one reading.
func (s Secrets) without(written string) string {
	r, runes := read(written), []rune(written)
	keep, found := make([]bool, len(runes)), false
	for i := range keep {
		keep[i] = true
	}
	for _, one := range s.all {
		one.find(r, one.key, func(at span) bool {
			found = true
			for i := at.from; i < at.to; i++ {
				keep[i] = false
			}
			return true
		})
	}
	if !found {
		return written
	}
	left := runes[:0]
	for i, c := range runes {
		if keep[i] {
			left = append(left, c)
		}
	}
	return string(left)
}

// tidy leaves out the signs and spaces that stood around what was cut out.
func tidy(written string) string {
	lines := strings.Split(written, "\n")
	for i, line := range lines {
		lines[i] = strings.Trim(strings.Join(strings.Fields(line), " "), " ,;:–—→|/·")
	}
	return strings.Join(lines, "\n")
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
