package capture

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// containerUnit is the package code of UN/ECE Recommendation 21.
const containerUnit = value.Unit("CN")

// containerPattern: 2x40hc, 2×40' HC, 3*20ft, 40'HC x2.
var containerPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(\d{1,3})[x*](20|40|45)(?:'|ft|feet|pieds?)?(hc|hq|rf|rh|dv|gp|ot|st)?|(20|40|45)(?:'|ft|feet|pieds?)(hc|hq|rf|rh|dv|gp|ot|st)?[x*](\d{1,3}))$`)
})

// containerSigns are several signs for one, and are often written apart.
var containerSigns = strings.NewReplacer(" ", "", "×", "x", "’", "'", "′", "'")

// maxContainerWords is how many words a count of containers may be written in.
const maxContainerWords = 4

// containers takes counts of containers. Their size, which no unit says, stays in
// the note too.
func (p *parser) containers() {
	for i := range p.tokens {
		for n := maxContainerWords; n > 0; n-- {
			if p.reading.Quantity.IsZero() && p.free(i, i+n) && p.container(i, i+n) {
				break
			}
		}
	}
}

func (p *parser) container(from, to int) bool {
	written := containerSigns.Replace(text.Fold(latin(p.joined(from, to))))
	if !strings.ContainsAny(written, "x*") {
		return false
	}
	match := containerPattern().FindStringSubmatch(written)
	if match == nil {
		return false
	}
	count, size, kind := match[1]+match[6], match[2]+match[4], strings.ToUpper(match[3]+match[5])
	amount, err := value.ParseDecimal(count)
	if err != nil {
		return false
	}
	p.reading.Quantity = value.Quantity{Amount: amount, Unit: containerUnit}
	p.reading.Parts = append(p.reading.Parts, Part{
		Field: Note, From: p.tokens[from].from, To: p.tokens[from].from, Text: spaced(p.line[p.tokens[from].from:p.tokens[to-1].to]), Sure: true,
	})
	p.part(Quantity, from, to, strings.TrimSpace(count+" × "+size+"' "+kind), true)
	return true
}

// phonesAndAmounts goes from number to number: a number to call, a price, a
// quantity, or none of them.
func (p *parser) phonesAndAmounts() {
	for i := 0; i < len(p.tokens); i++ {
		if p.tokens[i].used || p.tokens[i].quoted {
			continue
		}
		for _, take := range []func(int) int{p.price, p.quantityOrPhone} {
			if to := take(i); to > i {
				i = to - 1
				break
			}
		}
	}
}

// quantityOrPhone: "06 61 23 45 67" is a number to call and so is the beginning of
// "0661234567 500 kg", of "500 kg 0661234567" the end. It gives where it ends.
func (p *parser) quantityOrPhone(at int) int {
	first := latin(p.tokens[at].text)
	before := at
	if at > 0 && phoneWords()[strings.TrimRight(p.tokens[at-1].fold, ".:")] && p.free(at-1, at+1) {
		before = at - 1
	}
	if dialled(first) {
		if phone, to, ok := p.phoneAt(at); ok && !p.unitAt(to) {
			return p.takePhone(phone, before, to)
		} else if ok {
			// What stands before a unit may be an amount, when a number is left without it.
			if shorter, end, ok := p.phoneUntil(at, to-1); ok {
				return p.takePhone(shorter, before, end)
			}
			if _, end, ok := p.quantityAt(at); !ok || end != to+1 {
				return p.takePhone(phone, before, to)
			}
		}
	}
	q, to, ok := p.quantityAt(at)
	if !ok {
		return at
	}
	doubt := p.twoNumbers(at, to)
	if !p.reading.Quantity.IsZero() || doubt && tons()[q.Unit] {
		p.kept(at, to, !doubt)
		return to
	}
	p.reading.Quantity = q
	p.part(Quantity, at, to, quantityText(q), !doubt)
	return to
}

// tons are what people weigh to the kilogram: 1.250 t may be either number.
var tons = sync.OnceValue(func() map[value.Unit]bool { return map[value.Unit]bool{"TNE": true, "STN": true, "LTN": true} })

// twoNumbers reports whether the number of a quantity could be another, a thousand times it.
func (p *parser) twoNumbers(from, to int) bool {
	number, _ := cutNumber(p.joined(from, to))
	_, err := value.ParseTyped(number)
	return couldBeTwo(err)
}

// couldBeTwo reports whether a number was refused only as it could be another, too: a day,
// 12.03.2026, is none.
func couldBeTwo(err error) bool {
	var refused *value.Error
	return errors.As(err, &refused) && refused.Code == value.CodeAmbiguous
}

// cutNumber parts a quantity where its unit begins.
func cutNumber(written string) (number, unit string) {
	if at := strings.IndexFunc(written, unicode.IsLetter); at >= 0 {
		return strings.TrimSpace(written[:at]), written[at:]
	}
	return written, ""
}

func (p *parser) takePhone(phone value.Phone, from, to int) int {
	number := from
	if !dialled(p.tokens[from].text) {
		number++ // the word before it
	}
	if !international(p.tokens[number].text) {
		p.national = append(p.national, p.tokens[from].from)
	}
	p.reading.Phones = appendNew(p.reading.Phones, phone)
	p.part(Phone, from, to, phone.Display(), true)
	return to
}

// phoneUntil is phoneAt for exactly the tokens from to before to.
func (p *parser) phoneUntil(from, to int) (value.Phone, int, bool) {
	if to <= from || !p.callable(latin(p.joined(from, to))) {
		return "", from, false
	}
	phone, err := value.ParsePhone(p.joined(from, to), p.context.Home)
	return phone, to, err == nil
}

// unitAt reports whether a unit stands at a token.
func (p *parser) unitAt(at int) bool {
	_, _, ok := p.unitWords(at)
	return ok
}

// amountPattern is a number with its unit in one word, or without.
var amountPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\d+(?:[.,٫٬'’]\d+)*)(\pL.*)?$`)
})

// quantityAt reads an amount and its unit: 500kg, 500 kg, 1 200 kg, ٥٠٠ كغ.
func (p *parser) quantityAt(at int) (q value.Quantity, to int, ok bool) {
	match := amountPattern().FindStringSubmatch(latin(p.tokens[at].text))
	if match == nil {
		return q, at, false
	}
	number, attached := match[1], match[2]
	to = at + 1
	for attached == "" && len(number) <= 3+4*(to-at-1) && p.free(at, to+1) && isGroup(p.tokens[to].text) {
		number += " " + latin(p.tokens[to].text)
		to++
	}
	unit := value.Unit("")
	if attached != "" {
		attached, _, _ = strings.Cut(attached, "/")
		u, found := reference.UnitByName(attached)
		if !found {
			return q, at, false
		}
		unit = value.Unit(u.Code)
	} else if !p.free(at, to+1) {
		return q, at, false
	} else if unit, to, ok = p.unitWords(to); !ok {
		return q, at, false
	}
	amount, err := value.ParseTyped(number)
	if couldBeTwo(err) {
		// 1,200 kg is a thousand and two hundred at a fair: nobody weighs to the gram.
		amount, err = value.ParseDecimal(thousands.Replace(number))
	}
	if err != nil {
		return q, at, false
	}
	return value.Quantity{Amount: amount, Unit: unit}, to, true
}

// thousands takes out what parts thousands in a number that could be two.
var thousands = strings.NewReplacer(",", "", ".", "")

// isGroup reports whether a word is three digits of a number, with its fraction or
// without.
func isGroup(word string) bool {
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(latin(word), ",", "."), ".")
	return len(whole) == 3 && strings.Trim(whole+fraction, "0123456789") == ""
}

// notUnits are words that the tables know as units and people write as words.
var notUnits = wordSet("a, d, in, h, st, at, one, ones, de, are, ares, jour, day, days, jours, year, once, livre, pied, u, ea, set, score")

// unitWords reads a unit of one word or two, and gives where it ends.
func (p *parser) unitWords(at int) (unit value.Unit, to int, ok bool) {
	for n := 2; n > 0; n-- {
		if !p.free(at, at+n) || p.tokens[at].apart {
			continue
		}
		word, _, _ := strings.Cut(p.joined(at, at+n), "/")
		if notUnits()[text.Fold(word)] || !strings.ContainsFunc(word, unicode.IsLetter) {
			continue
		}
		if u, found := reference.UnitByName(word); found {
			return value.Unit(u.Code), at + n, true
		}
	}
	return "", at, false
}

// quantityText writes a quantity as a person does: "500 kg".
func quantityText(q value.Quantity) string {
	return strings.TrimSpace(q.Amount.String() + " " + q.Unit.Symbol())
}

// currencyWords are what stands beside an amount of money.
var currencyWords = wordSet(`usd, eur, mad, gbp, aed, sar, chf, cad, dh, dhs, dirham, dirhams, euro, euros, dollar, dollars, $, €, £, us$,
	درهم, دراهم, دولار, دولارا, يورو, اورو, ريال`)

// price reads an amount of money for one unit: $43, 43 USD/kg, 350 dh.
func (p *parser) price(at int) int {
	for n := 1; n <= 2; n++ {
		if !p.free(at, at+n) || !p.money(at, at+n) {
			continue
		}
		m, err := parsePrice(p.joined(at, at+n))
		if err != nil {
			continue
		}
		if !p.reading.Price.IsZero() {
			p.note(at, at+n)
			return at + n
		}
		p.reading.Price = m
		p.part(Price, at, at+n, m.String(), true)
		return at + n
	}
	return at
}

// money reports whether one of the tokens has a number, and one says a currency.
func (p *parser) money(from, to int) bool {
	number, currency := false, false
	for _, t := range p.tokens[from:to] {
		word, _, _ := strings.Cut(t.fold, "/")
		bare := strings.TrimFunc(word, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(".,٫٬'’", r) })
		number = number || word != bare
		currency = currency || currencyWords()[bare]
	}
	return number && currency
}

// moneyWords are what people say for a currency: at a Moroccan fair dirhams are of
// Morocco, and a dollar is of the USA. What is part of another stands behind it.
var moneyWords = []struct{ word, code string }{
	{"dirhams", "MAD"}, {"dirham", "MAD"}, {"dhs", "MAD"}, {"dh", "MAD"}, {"us$", "USD"}, {"$", "USD"}, {"dollars", "USD"}, {"dollar", "USD"},
	{"euros", "EUR"}, {"euro", "EUR"}, {"درهم", "MAD"}, {"دراهم", "MAD"}, {"دولارا", "USD"}, {"دولار", "USD"}, {"يورو", "EUR"}, {"اورو", "EUR"}, {"ريال", "SAR"},
}

// parsePrice reads money with or without what it is for behind a stroke.
func parsePrice(given string) (value.Money, error) {
	amount, _, _ := strings.Cut(given, "/")
	amount = strings.TrimSpace(amount)
	for _, said := range moneyWords {
		if fold := text.Fold(amount); strings.Contains(fold, said.word) {
			amount = strings.Replace(fold, said.word, " "+said.code+" ", 1)
			break
		}
	}
	return value.ParseMoney(amount)
}
