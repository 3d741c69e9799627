package quotetext

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// maxDays bounds a time of delivery or of validity: ten years.
const maxDays = 3650

// duration reads "3 weeks", "2-3 semaines", "10 working days", "أسبوعين" in days; of two
// numbers the longer time counts, and five working days are a week.
func (p *parser) duration(i int) (days, to int, ok bool) {
	if s, alone := spans()[p.at(i).fold]; alone && s.count > 0 {
		return s.days * s.count, i + 1, true
	}
	n, spelled := smallNumbers()[p.at(i).fold]
	if !spelled {
		var err error
		if n, err = strconv.Atoi(p.at(i).fold); err != nil || p.at(i).kind != number {
			return 0, i, false
		}
	}
	i++
	if next := p.at(i).fold; next == "-" || next == "–" || next == "to" || next == "a" {
		if more, err := strconv.Atoi(p.at(i + 1).fold); err == nil && more >= n {
			n, i = more, i+2
		}
	}
	working := false
	if p.at(i).is(workingWords) {
		working, i = true, i+1
	}
	s, known := spans()[p.at(i).fold]
	if !known || s.count > 0 || n < 1 || n > maxDays/s.days {
		return 0, i, false
	}
	i++
	if p.at(i).is(workingWords) {
		working, i = true, i+1
	}
	if days = n * s.days; working && s.days == 1 {
		days = (n*7 + 4) / 5
	}
	return days, i, true
}

// near is how many tokens behind its keyword a value may stand.
const near = 6

// leadTime finds how long delivery takes.
func (p *parser) leadTime() {
	for i := range p.tokens {
		if !p.at(i).is(leadWords) && !p.at(i).is(inWords) {
			continue
		}
		for j := i + 1; j < i+near && p.at(j).line == p.at(i).line; j++ {
			if p.at(j).is(validWords) || p.at(j).is(moqWords) {
				break
			}
			if days, to, ok := p.duration(j); ok {
				p.out.Answer.Terms.LeadDays = days
				p.take("lead_days", fmt.Sprint(days), i, to)
				return
			}
			if p.at(i).is(inWords) {
				break
			}
		}
	}
}

// validity finds until when the prices hold.
func (p *parser) validity() {
	for i := range p.tokens {
		if !p.at(i).is(validWords) {
			continue
		}
		for j := i + 1; j < i+near && p.at(j).line == p.at(i).line; j++ {
			if days, to, ok := p.duration(j); ok {
				until := value.Date(p.context.Now.AddDate(0, 0, days).Format("2006-01-02"))
				p.out.Answer.Terms.ValidUntil = until
				p.take("valid_until", string(until), i, to)
				return
			}
			if p.at(j).kind == mark || p.at(j).is(untilWords) || p.at(j).fold == "" {
				continue
			}
			if until, to, err := p.date(j); err != nil {
				p.doubt(i, to, err)
				return
			} else if until != "" {
				p.out.Answer.Terms.ValidUntil = until
				p.take("valid_until", string(until), i, to)
				return
			}
		}
	}
}

// date reads the longest date that begins at a token. The error is for one that could be
// two days.
func (p *parser) date(i int) (value.Date, int, error) {
	for to := min(i+6, len(p.tokens)); to > i; to-- {
		if p.at(to-1).line != p.at(i).line || p.at(to-1).kind == mark {
			continue
		}
		d, err := value.ParseDate(p.words(i, to), p.context.Now)
		var wrong *value.Error
		switch {
		case err == nil:
			return d, to, nil
		case errors.As(err, &wrong) && wrong.Code == value.CodeAmbiguous:
			return "", to, wrong
		}
	}
	return "", i, nil
}

// placeWords bounds the words of a place.
const placeWords = 4

// delivery finds the rule of delivery, and its place behind it.
func (p *parser) delivery() {
	for i := range p.tokens {
		if !p.at(i).is(incoterms) {
			continue
		}
		rule, err := value.ParseIncoterm(p.at(i).fold)
		if err != nil {
			continue
		}
		to := i + 1
		for to-i <= placeWords {
			t := p.at(to)
			_, _, _, money := p.currencyAt(to)
			if t.kind != word || t.line != p.at(i).line || t.is(keywords) || money || p.fromPhrase(to) {
				break
			}
			to++
		}
		place := ""
		if to > i+1 {
			place = p.words(i+1, to)
		}
		p.out.Answer.Terms.Incoterm, p.out.Answer.Terms.Place = rule, place
		p.take("incoterm", strings.TrimSpace(string(rule)+" "+place), i, to)
		return
	}
}

// fromPhrase reports whether a quantity follows: "à partir de 500 kg" is no place.
func (p *parser) fromPhrase(i int) bool {
	phrase, _ := p.joined(i, i+2)
	return phrase == "a partir"
}

// minimum finds the least that is sold.
func (p *parser) minimum() {
	for i := range p.tokens {
		to := i + 1
		switch phrase, _ := p.joined(i, i+2); {
		case p.at(i).is(moqWords):
		case phrase == text.Fold("الحد الأدنى"), phrase == text.Fold("أقل كمية"):
			to = i + 2
		default:
			continue
		}
		for j := to; j < to+near && p.at(j).line == p.at(i).line; j++ {
			if amount, ok := p.numberAt(j); ok {
				end := j + 1
				if _, _, _, money := p.currencyAt(end); money {
					break
				}
				if unit, after, ok := p.unitAt(end); ok {
					p.moqUnit, end = unit, after
				}
				p.moq, p.out.Answer.Terms.MOQ = amount, amount
				p.take("moq", strings.TrimSpace(string(amount)+" "+string(p.moqUnit)), i, end)
				return
			}
			if t := p.at(j); !t.is(skipWords) && !t.is(moqWords) {
				break
			}
		}
	}
}

// payment finds how it is paid: the stretch that begins with a share or a word of payment,
// and those behind it that go on with one.
func (p *parser) payment() {
	for i := 0; i < len(p.tokens); i++ {
		start, to := p.paid(i, p.segmentEnd(i), false)
		if start < 0 {
			i = p.segmentEnd(i)
			continue
		}
		end := to
		for end < len(p.tokens) && p.tokens[end].kind == mark && p.tokens[end].line == p.tokens[i].line {
			next, more := p.paid(end+1, p.segmentEnd(end+1), true)
			if next != end+1 {
				break
			}
			end = more
		}
		from := start
		for from < end-1 && (p.tokens[from].fold == ":" || p.tokens[from].is(set("payment paiement terms الدفع conditions de règlement"))) {
			from++
		}
		terms := text.Clean(p.words(from, end), model.MaxText)
		p.out.Answer.Terms.PaymentTerms = value.PaymentTerms(terms)
		p.take("payment_terms", terms, start, end)
		return
	}
}

// segmentEnd gives where the stretch ends that a token stands in: at a comma, a semicolon,
// a full stop or the end of the line.
func (p *parser) segmentEnd(i int) int {
	for j := i; j < len(p.tokens); j++ {
		if p.tokens[j].line != p.tokens[i].line {
			return j
		}
		if f := p.tokens[j].fold; p.tokens[j].kind == mark && strings.Contains(",;.،؛!", f) {
			return j
		}
	}
	return len(p.tokens)
}

// paid gives where in a stretch terms of payment begin and end; -1 when it has none. Behind
// others a share alone is one: "30 % deposit, 70 % against documents".
func (p *parser) paid(from, to int, behind bool) (start, end int) {
	start = -1
	for i := from; i < to; i++ {
		share := p.at(i).kind == number && (p.at(i+1).fold == "%" || p.at(i+1).fold == "٪")
		if share || p.at(i).is(payWords) || p.phraseAt(i, to) {
			start = i
			break
		}
	}
	if start < 0 || !behind && !p.pays(start, to) {
		return -1, to
	}
	for end = start + 1; end < to; end++ {
		if t := p.at(end); t.is(validWords) || t.is(moqWords) || t.is(incoterms) || t.fold == "lead" || t.fold == text.Fold("délai") {
			break
		}
	}
	return start, end
}

// pays reports whether a stretch says more than a share, which may be a discount.
func (p *parser) pays(from, to int) bool {
	for i := from; i < to; i++ {
		if p.at(i).is(payWords) || p.phraseAt(i, to) {
			return true
		}
	}
	return false
}

func (p *parser) phraseAt(i, to int) bool {
	if p.at(i).kind != word {
		return false
	}
	written := text.Fold(p.words(i, min(i+4, to)))
	for _, phrase := range payPhrases {
		if strings.HasPrefix(written, text.Fold(phrase)) {
			return true
		}
	}
	return false
}

// Days reads a time alone, such as "3 weeks", "21 jours" or "21", which are days.
func Days(given string) (int, bool) {
	p := &parser{runes: []rune(given), tokens: tokenize(given)}
	if len(p.tokens) == 0 || len(given) > 200 {
		return 0, false
	}
	if n, err := strconv.Atoi(p.tokens[0].fold); err == nil && len(p.tokens) == 1 && n > 0 && n <= maxDays {
		return n, true
	}
	for i := range p.tokens {
		if days, _, ok := p.duration(i); ok {
			return days, true
		}
	}
	return 0, false
}
