package capture

import (
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/text"
)

// stretch is what is left of the line between what was understood.
type stretch struct{ from, to int }

// stretches gives the runs of words that nothing was made of.
func (p *parser) stretches() []stretch {
	var out []stretch
	for i := 0; i < len(p.tokens); {
		if p.tokens[i].used {
			i++
			continue
		}
		to := i + 1
		for to < len(p.tokens) && !p.tokens[to].used && !p.tokens[to].apart && !p.tokens[to].quoted && !p.tokens[i].quoted {
			to++
		}
		out = append(out, stretch{i, to})
		i = to
	}
	return out
}

// rest guesses: of what is left, the likeliest is the person's or the company's
// name. What is said depends on the words, not on which comes first.
func (p *parser) rest() {
	left := slices.DeleteFunc(p.stretches(), func(s stretch) bool { return !p.couldBeName(s) })
	slices.SortStableFunc(left, func(a, b stretch) int { return strings.Compare(p.key(a), p.key(b)) })
	for _, byMail := range []bool{true, false} {
		p.guess(left, Company, byMail)
		p.guess(left, Name, byMail)
	}
	for _, s := range p.stretches() {
		if p.saysNothing(s) {
			p.part(Note, s.from, s.to, "", true)
			continue
		}
		p.note(s.from, s.to)
	}
}

// saysNothing: words such as "and" and "from" that are left alone.
func (p *parser) saysNothing(s stretch) bool {
	for _, t := range p.tokens[s.from:s.to] {
		if !fillers()[t.fold] || t.quoted {
			return false
		}
	}
	return true
}

func (p *parser) key(s stretch) string { return text.Fold(p.joined(s.from, s.to)) }

func (p *parser) couldBeName(s stretch) bool {
	if s.to-s.from > maxCompanyWords {
		return false
	}
	said := false
	for _, t := range p.tokens[s.from:s.to] {
		if !t.isWord() && t.text != "&" {
			return false
		}
		if tradeWord(t.fold) || fillers()[t.fold] && !withinNames()[t.fold] {
			return false
		}
		said = said || !fillers()[t.fold]
	}
	return said
}

// guess gives the field to the stretch that fits it, if it is still open. With
// byMail only what stands in the e-mail address fits: the company's name in the
// domain, the person's before it.
func (p *parser) guess(left []stretch, field Field, byMail bool) {
	if field == Company && p.reading.Company != "" || field == Name && p.reading.Name != "" {
		return
	}
	var fitting []stretch
	for _, s := range left {
		if p.tokens[s.from].used {
			continue
		}
		if byMail && p.inMail(s, field) || !byMail && (p.reading.Name != "" || p.reading.Company != "" || field == p.likelier(s)) {
			fitting = append(fitting, s)
		}
	}
	if len(fitting) == 0 {
		return
	}
	s := fitting[0]
	if field == Company {
		p.company(s.from, s.to, byMail)
	} else {
		p.person(s.from, s.to, byMail)
	}
}

// likelier: two words are a person, one or many a company.
func (p *parser) likelier(s stretch) Field {
	if s.to-s.from == 2 {
		return Name
	}
	return Company
}

// inMail reports whether a stretch stands in an e-mail address.
func (p *parser) inMail(s stretch, field Field) bool {
	for _, email := range p.reading.Emails {
		before, domain, _ := strings.Cut(strings.ToLower(email.String()), "@")
		if field == Company {
			host, _, _ := strings.Cut(domain, ".")
			if !email.FreeMail() && text.Name(p.joined(s.from, s.to)) != "" && letters(text.Name(p.joined(s.from, s.to))) == letters(host) {
				return true
			}
			continue
		}
		for _, t := range p.tokens[s.from:s.to] {
			if word := letters(t.fold); len(word) > 2 && strings.Contains(letters(before), word) {
				return true
			}
		}
	}
	return false
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
