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
	find func(*reading, string) span
	key  string
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
			s.add("phone", p.Display(), digits[len(digits)-leastDigits:], (*reading).digits)
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

func (s *Secrets) add(what, shown, key string, find func(*reading, string) span) {
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
			if one.find(r, one.key) != (span{}) {
				out = append(out, one.Leak)
				break
			}
		}
	}
	return out
}

// Hide gives a text without the secrets in it.
func (s Secrets) Hide(written string) string {
	hidden := false
	for {
		r, at := read(written), span{}
		for _, one := range s.all {
			if at = one.find(r, one.key); at != (span{}) {
				break
			}
		}
		if at == (span{}) {
			break
		}
		runes := []rune(written)
		written, hidden = string(runes[:at.from])+string(runes[at.to:]), true
	}
	if !hidden {
		return written
	}
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
func (r *reading) letters(key string) span {
	if i := strings.Index(r.folded, key); i >= 0 {
		return r.span(i, i+len(key))
	}
	return span{}
}

// words finds a name whose words are put together, at the bounds of words. A word of
// Arabic may have a particle before it: "for Nord" is one word there.
func (r *reading) words(key string) span {
	for i, first := range r.tokens {
		starts := []string{first.text}
		if c, size := utf8.DecodeRuneInString(first.text); strings.ContainsRune("لبوكف", c) {
			starts = append(starts, first.text[size:])
		}
		for _, rest := range starts {
			for k := i; strings.HasPrefix(key, rest); {
				if rest == key {
					return span{first.from, r.tokens[k].to}
				}
				if k++; k == len(r.tokens) {
					break
				}
				if next := r.tokens[k].text; next != "and" && next != "et" && next != "und" {
					rest += next
				}
			}
		}
	}
	return span{}
}

// digits finds the end of a number that is written with whatever stands between digits.
func (r *reading) digits(key string) span {
	var run []byte
	var from []int // of each digit, its byte
	for i := 0; i <= len(r.folded); i++ {
		switch {
		case i < len(r.folded) && r.folded[i] >= '0' && r.folded[i] <= '9':
			run, from = append(run, r.folded[i]), append(from, i)
		case i < len(r.folded) && strings.IndexByte(" .-()/+", r.folded[i]) >= 0:
		default:
			if at := strings.Index(string(run), key); at >= 0 {
				return r.span(from[0], from[at+len(key)-1]+1)
			}
			run, from = run[:0], from[:0]
		}
	}
	return span{}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
