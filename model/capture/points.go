package capture

import (
	"strings"
	"unicode"

	"tradedesk/model/value"
)

// contactPoints takes what is written in one word and can be nothing else:
// e-mail addresses, websites and tags.
func (p *parser) contactPoints() {
	for i, t := range p.tokens {
		if t.used || t.quoted {
			continue
		}
		word := strings.TrimRight(t.text, ".,:")
		switch {
		case strings.Contains(word, "@"):
			if shown, ok := p.setPoint(Email, word); ok {
				p.part(Email, i, i+1, shown, true)
			}
		case isWeb(t.fold):
			if shown, ok := p.setPoint(Website, word); ok {
				p.part(Website, i, i+1, shown, true)
			}
		case strings.HasPrefix(word, "#"):
			if shown, ok := p.addTags(word); ok {
				p.part(Tag, i, i+1, shown, true)
			}
		}
	}
}

// addTags adds the tags in a text: words, with or without # before them.
func (p *parser) addTags(given string) (shown string, ok bool) {
	var added []string
	for _, word := range strings.Fields(given) {
		tag := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || strings.ContainsRune("-_./", r) {
				return r
			}
			return -1
		}, strings.TrimLeft(word, "#"))
		if "#"+tag != word && tag != word || strings.Trim(tag, "-_./") == "" {
			return "", false
		}
		added = append(added, tag)
	}
	for _, tag := range added {
		p.reading.Tags = appendNew(p.reading.Tags, tag)
	}
	return "#" + strings.Join(added, " #"), len(added) > 0
}

// phoneWords stand before a number and say that it is one to call.
var phoneWords = wordSet("tel, tél, phone, mobile, mob, gsm, cell, whatsapp, wa, fax, هاتف, الهاتف, جوال, نقال, واتساب")

const minPhoneDigits = 8

// phoneAt reads a phone number that begins at a token, as long a one as there is,
// and gives where it ends.
func (p *parser) phoneAt(from int) (phone value.Phone, to int, ok bool) {
	limit := from
	for p.free(from, limit+1) && dialled(p.tokens[limit].text) {
		limit++
	}
	for to := limit; to > from; to-- {
		text := latin(p.joined(from, to))
		if !p.callable(text) {
			continue
		}
		if phone, err := value.ParsePhone(text, p.context.Home); err == nil {
			return phone, to, true
		}
	}
	return "", from, false
}

// callable reports whether digits look like a number to call: with a calling code,
// or as it is dialled at home, with its first 0 or without.
func (p *parser) callable(text string) bool {
	digits := strings.Map(onlyDigits, text)
	switch {
	case len(digits) < minPhoneDigits:
		return false
	case international(text), strings.HasPrefix(digits, "0"), strings.HasPrefix(digits, strings.TrimPrefix(p.context.Home.DialCode(), "+")) && len(digits) > minPhoneDigits+2:
		return true
	}
	return len(digits) == minPhoneDigits+1 && digits[0] >= '5' && digits[0] <= '7' && !strings.Contains(text, " ")
}

func international(text string) bool {
	text = latin(text)
	return strings.HasPrefix(strings.TrimLeft(text, "("), "+") || strings.HasPrefix(text, "00")
}

func onlyDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// dialled reports whether a word can be part of a phone number.
func dialled(word string) bool {
	digits := false
	for _, r := range latin(word) {
		if r >= '0' && r <= '9' {
			digits = true
		} else if !strings.ContainsRune("+().-/", r) {
			return false
		}
	}
	return digits
}

// latin writes digits of any script in ASCII.
func latin(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == '＋':
			return '+'
		}
		return r
	}, s)
}
