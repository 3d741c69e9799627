package letter

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model"
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
// from, Text what stands there.
type Leak struct{ What, Text string }

// String gives one part of a line: `company "Nord Foods"`.
func (l Leak) String() string { return l.What + " “" + text.Clean(l.Text, model.MaxText) + "”" }

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
		if domain := e.Domain(); !e.FreeMail() && !model.SharedMail(domain) {
			s.add("domain", domain, text.Fold(domain), (*reading).letters)
		}
	}
	for _, p := range phones {
		digits := onlyDigits(cmp.Or(p.E164(), p.String()))
		if len(digits) >= leastDigits {
			s.add("phone", p.Display(), digits, (*reading).digits)
		}
	}
	if host := site.Domain(); !model.SharedMail(host) {
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
	s.all = append(s.all, secret{Leak{what, shown}, find, key})
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

// span is a stretch of a text in runes; the zero value is none.
type span struct{ from, to int }

// reading is a text as secrets are looked for in it.
type reading struct {
	folded string
	at     []int // of each byte of folded, the rune it comes from
	tokens []token
}

type token struct {
	text string
	span
}

func read(written string) *reading {
	r := &reading{}
	r.folded, r.at = text.FoldMap(written)
	begin := -1
	for i, c := range r.folded + " " {
		in := unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c)
		switch {
		case in && begin < 0:
			begin = i
		case !in && begin >= 0:
			r.tokens = append(r.tokens, token{r.folded[begin:i], r.span(begin, i)})
			begin = -1
		}
	}
	return r
}

// span gives the runes that bytes of the folded text come from.
func (r *reading) span(from, to int) span { return span{r.at[from], r.at[to-1] + 1} }

// letters finds a text as it is.
func (r *reading) letters(key string, yield func(span) bool) {
	for from := 0; ; {
		i := strings.Index(r.folded[from:], key)
		if i < 0 || !yield(r.span(from+i, from+i+len(key))) {
			return
		}
		from += i + len(key)
	}
}

// words finds a name whose words are put together, at the bounds of words. A word of
// Arabic may have a particle before it: "for Nord" is one word there.
func (r *reading) words(key string, yield func(span) bool) {
	for i, first := range r.tokens {
		starts := []string{first.text}
		if c, size := utf8.DecodeRuneInString(first.text); strings.ContainsRune("لبوكف", c) {
			starts = append(starts, first.text[size:])
		}
		for _, begun := range starts {
			if last := r.spells(key, begun, i); last >= 0 && !yield(span{first.from, r.tokens[last].to}) {
				return
			}
		}
	}
}

// spells gives the word that ends a name of which so much stands at word i; -1 when it
// does not stand there.
func (r *reading) spells(key, begun string, i int) int {
	for strings.HasPrefix(key, begun) {
		if begun == key {
			return i
		}
		if i++; i == len(r.tokens) {
			break
		}
		if next := r.tokens[i].text; next != "and" && next != "et" && next != "und" {
			begun += next
		}
	}
	return -1
}

// digits finds a number by its last digits, with whatever stands between them. What may be
// its beginning belongs to it.
func (r *reading) digits(key string, yield func(span) bool) {
	var run []byte
	var from []int // of each digit, its byte
	for i := 0; i <= len(r.folded); i++ {
		switch {
		case i < len(r.folded) && r.folded[i] >= '0' && r.folded[i] <= '9':
			run, from = append(run, r.folded[i]), append(from, i)
		case i < len(r.folded) && strings.IndexByte(" .-()/+", r.folded[i]) >= 0:
		default:
			before := len(key) - leastDigits
			if at := strings.Index(string(run), key[before:]); at >= 0 && !yield(r.span(from[max(at-before, 0)], from[at+leastDigits-1]+1)) {
				return
			}
			run, from = run[:0], from[:0]
		}
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
