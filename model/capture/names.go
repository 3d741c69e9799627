package capture

import (
	"strings"
	"unicode"

	"tradedesk/model/text"
)

// knownNames takes companies and products that the desk has, the longest first,
// as the desk writes them.
func (p *parser) knownNames() {
	if len(p.context.known) == 0 {
		return
	}
	for i := range p.tokens {
		for n := maxKnownWords; n > 0; n-- {
			if !p.free(i, i+n) {
				continue
			}
			if name, ok := p.context.known[keyOf(p.joined(i, i+n))]; ok {
				p.knownName(name, i, n)
				break
			}
		}
	}
}

// knownName takes the n words from i on as a name that the desk has, unless there is one
// already. A product has the words that help it, too.
func (p *parser) knownName(name known, i, n int) {
	if name.field != Product {
		if p.reading.Company == "" {
			p.reading.Company = named(name.text)
			p.part(name.field, i, i+n, p.reading.Company, true)
		}
		return
	}
	n += p.helpers(i + n)
	if p.reading.Product != "" {
		return
	}
	p.reading.Product = named(name.text)
	if p.tokens[i+n-1].used {
		return
	}
	p.reading.Product = p.widened(name.text, i, n)
	p.part(name.field, i, i+n, p.reading.Product, true)
}

// companiesByForm takes names that end with a legal form, or with a word that
// ends the names of companies: what stands before it in the same stretch, up to
// four words, but no person's name.
func (p *parser) companiesByForm() {
	for i := range p.tokens {
		if p.reading.Company != "" {
			return
		}
		if !p.free(i, i+1) || !legalForms()[p.tokens[i].fold] && !companyEnds()[p.tokens[i].fold] {
			continue
		}
		to := i + 1
		for p.free(to-1, to+1) && (legalForms()[p.tokens[to].fold] || companyEnds()[p.tokens[to].fold] && !legalForms()[p.tokens[to-1].fold] || p.tokens[to].fold == "au") {
			to++
		}
		if leadingForms()[p.tokens[i].fold] && p.leads(i) {
			p.companyFrom(i)
			continue
		}
		if from := p.companyStart(i); from < i && !p.tokens[i].apart {
			p.company(from, to, true)
		}
	}
}

const maxCompanyWords = 4

// leads reports whether a legal form stands before its company's name, as in
// French: at the beginning of a stretch, or behind a person.
func (p *parser) leads(at int) bool {
	if !p.free(at, at+2) || !p.tokens[at+1].isWord() {
		return false
	}
	from := at
	for p.free(from-1, at+1) && !p.tokens[from].apart {
		from--
	}
	if from == at {
		return true
	}
	return (firstNames()[p.tokens[from].fold] || isTitle(p.tokens[from])) && at-from > 1 && p.personEnd(from, at) == at
}

// companyStart goes back from the end of a company's name to its beginning.
func (p *parser) companyStart(end int) int {
	from := end
	for from > 0 && end-from < maxCompanyWords && p.free(from-1, end+1) && !p.tokens[from].apart {
		word := p.tokens[from-1]
		taken := end - from
		if taken > 0 && (p.placeEndsAt(from) && !particles()[p.tokens[from].fold] || tradeWord(word.fold) || fillers()[word.fold]) {
			break
		}
		if companyWords()[word.fold] {
			return from - 1
		}
		from--
	}
	// A person before the company: a first name and what follows it.
	for i := from; i < end-1; i++ {
		if firstNames()[p.tokens[i].fold] || isTitle(p.tokens[i]) {
			if person := p.personEnd(i, end-1); person < end {
				return person
			}
		}
	}
	return from
}

// placeEndsAt reports whether a city's name ends just before a token.
func (p *parser) placeEndsAt(at int) bool {
	for n := 1; n <= maxPlaceWords; n++ {
		if !p.free(at-n, at) {
			return false
		}
		if _, to, ok := p.cityAt(at - n); ok && to == at {
			return true
		}
	}
	return false
}

// companiesByWord takes names that begin with a word for a company, up to what is
// a person, a place, a product or a number.
func (p *parser) companiesByWord() {
	for i := range p.tokens {
		if p.reading.Company != "" {
			return
		}
		if !p.free(i, i+1) || !companyWords()[p.tokens[i].fold] {
			continue
		}
		p.companyFrom(i)
	}
}

// companyFrom takes the name that begins with a word or form of a company.
func (p *parser) companyFrom(at int) {
	to := at + 1
	for p.free(at, to+1) && to-at < maxCompanyWords {
		word := p.tokens[to]
		_, _, city := p.cityAt(to)
		if city || !word.isWord() && word.text != "&" {
			break
		}
		if to > at+1 && (firstNames()[word.fold] || isTitle(word) || tradeWord(word.fold) || fillers()[word.fold] && !particles()[word.fold]) {
			break
		}
		to++
	}
	p.company(at, to, to > at+1)
}

func (p *parser) company(from, to int, sure bool) {
	p.reading.Company = cased(named(p.joined(from, to)))
	p.part(Company, from, to, p.reading.Company, sure)
}

// products takes the words of a product and those that say which, as one.
func (p *parser) products() {
	for i := range p.tokens {
		if p.reading.Product != "" {
			return
		}
		if !p.free(i, i+1) || !tradeWord(p.tokens[i].fold) {
			continue
		}
		from := i
		for p.free(from-1, i+1) && p.helpsBefore(from-1) {
			from--
		}
		to := i + 1 + p.helpers(i+1)
		shown := p.joined(from, to)
		if known := p.context.products[p.tokens[i].fold]; known != "" && from == i && to == i+1 {
			p.reading.Product = named(known)
			p.part(Product, from, to, p.reading.Product, false)
			return
		}
		p.reading.Product = named(shown)
		p.part(Product, from, to, p.reading.Product, true)
	}
}

// widened gives a known product's name, or what was typed when it says more.
func (p *parser) widened(name string, from, n int) string {
	if typed := p.joined(from, from+n); wordsOf(keyOf(typed)) > wordsOf(keyOf(name)) {
		return named(typed)
	}
	return named(name)
}

// joiners belong to a product only when something of it follows.
var joiners = wordSet("in, of, d, de, du, des, à, a, au, aux, en, with, and, et, في")

func (p *parser) helpsBefore(at int) bool {
	word := p.tokens[at].fold
	return (productHelpers()[word] || tradeWord(word) || strings.HasPrefix(word, "d'")) && !joiners()[word] && !p.tokens[at+1].apart ||
		joiners()[word] && at > 0 && p.free(at-1, at+1) && productHelpers()[p.tokens[at-1].fold]
}

// helpers counts the words from a token on that say which product it is.
func (p *parser) helpers(at int) int {
	n := 0
	for i := at; p.free(at-1, i+1) || i > at && p.free(at, i+1); i++ {
		word := strings.TrimPrefix(strings.ReplaceAll(p.tokens[i].fold, "’", "'"), "d'")
		if p.tokens[i].apart || !productHelpers()[word] && !tradeWord(word) {
			break
		}
		if !joiners()[word] {
			n = i - at + 1
		}
	}
	return n
}

// people takes a first name with the words behind it, and a title before it.
func (p *parser) people() {
	for i := range p.tokens {
		if p.reading.Name != "" {
			return
		}
		if !p.free(i, i+1) || !firstNames()[p.tokens[i].fold] && !isTitle(p.tokens[i]) {
			continue
		}
		from, to := i, p.personEnd(i, len(p.tokens))
		if to == i+1 {
			if isTitle(p.tokens[i]) {
				continue
			}
			// The family's name first, as forms have it: Benali Salma.
			if p.free(i-1, i+1) && !p.tokens[i].apart && p.tokens[i-1].isWord() && !p.free(i-2, i+1) {
				from = i - 1
			}
		}
		p.person(from, to, true)
	}
}

func isTitle(t token) bool { return titles()[strings.TrimRight(t.fold, ".")] }

func (p *parser) person(from, to int, sure bool) {
	p.reading.Name = cased(named(p.joined(from, to)))
	p.part(Name, from, to, p.reading.Name, sure)
}

// personEnd gives where the name of a person that begins with a title or a first
// name ends: further first names, particles, and one word more.
func (p *parser) personEnd(at, limit int) int {
	to := at + 1
	for to < limit && p.free(at, to+1) {
		word := p.tokens[to].fold
		if !firstNames()[word] && !particles()[word] && !(to == at+1 && isTitle(p.tokens[at])) {
			break
		}
		to++
	}
	if to < limit && p.free(at, to+1) && p.tokens[to].isWord() && !p.endsName(to) {
		to++
	}
	return to
}

// endsName reports whether a word is no family name.
func (p *parser) endsName(at int) bool {
	word := p.tokens[at].fold
	_, _, city := p.cityAt(at)
	return tradeWord(word) || companyWords()[word] || companyEnds()[word] || legalForms()[word] || fillers()[word] || city
}

// cased writes a name that was typed without a capital with them.
func cased(name string) string {
	if strings.ContainsFunc(name, unicode.IsUpper) {
		return name
	}
	words := strings.Fields(name)
	for i, word := range words {
		switch fold := text.Fold(word); {
		case fold == "sarl" || fold == "sas" || fold == "sa" || fold == "llc" || fold == "gie" || fold == "ab" || fold == "sl" || fold == "bv" || fold == "srl" || fold == "plc":
			words[i] = strings.ToUpper(word)
		case i > 0 && (fold == "de" || fold == "du" || fold == "des" || fold == "of" || fold == "and" || fold == "et" || fold == "la" || fold == "van" || fold == "von"):
		default:
			r := []rune(word)
			r[0] = unicode.ToTitle(r[0])
			words[i] = string(r)
		}
	}
	return strings.Join(words, " ")
}
