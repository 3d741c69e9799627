package quotetext

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

type kind byte

const (
	number kind = iota + 1
	word
	mark
)

// token is a number, a word or a mark of a text.
type token struct {
	kind     kind
	fold     string
	from, to int // runes of the text
	line     int
	used     bool
}

func (t token) is(words func() map[string]bool) bool { return t.fold != "" && words()[t.fold] }

var tokens = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[\p{L}$€£¥₹]+|>=|\S`)
})

// tokenize cuts a text, line by line, into tokens that are folded.
func tokenize(given string) []token {
	var out []token
	begin := 0
	for n, line := range strings.Split(given, "\n") {
		folded, runeAt := text.FoldMap(line)
		for _, at := range tokens().FindAllStringIndex(folded, -1) {
			t := token{fold: folded[at[0]:at[1]], from: begin + runeAt[at[0]], to: begin + runeAt[at[1]-1] + 1, line: n}
			first, _ := utf8.DecodeRuneInString(t.fold)
			switch {
			case first >= '0' && first <= '9':
				t.kind = number
			case len(t.fold) > 1 && t.fold != ">=" || strings.ContainsRune("$€£¥₹", first) || first >= 'a' && first <= 'z' || first > 0x600 && first < 0x700:
				t.kind = word
			default:
				t.kind = mark
			}
			out = append(out, t)
		}
		begin += utf8.RuneCountInString(line) + 1
	}
	return out
}

// number reads a number. One whose only mark may part thousands as well is two numbers
// unless the context says which mark it is.
func (p *parser) number(written string) (value.Decimal, error) {
	marks := strings.Count(written, ".") + strings.Count(written, ",")
	at := strings.LastIndexAny(written, ".,")
	if marks == 1 && !strings.ContainsAny(written, " '") && len(written)-at == 4 && at <= 3 && written[0] != '0' {
		switch p.context.Decimal {
		case 0:
			return "", errTwoNumbers
		case written[at]:
			d, err := value.ParseDecimal(written[:at] + "." + written[at+1:] + "0")
			return value.Decimal(strings.TrimSuffix(string(d), "0")), err
		}
		written = written[:at] + written[at+1:]
	}
	return value.ParseDecimal(written)
}

// numberAt reads the number of a token; one that could be two is noted as a doubt.
func (p *parser) numberAt(i int) (value.Decimal, bool) {
	t := p.at(i)
	if t.kind != number {
		return "", false
	}
	d, err := p.number(t.fold)
	if err != nil {
		if errors.Is(err, errTwoNumbers) {
			at := strings.LastIndexAny(t.fold, ".,")
			err = errTwoNumbers.With(refusal.Parts{"First": t.fold[:at] + t.fold[at+1:], "Second": t.fold[:at] + "." + t.fold[at+1:]})
		}
		p.doubt(i, i+1, err)
		return "", false
	}
	return d, true
}

// unitAt reads a unit of up to three words, and gives where it ends.
func (p *parser) unitAt(i int) (value.Unit, int, bool) {
	for n := 3; n >= 1; n-- {
		name, ok := p.joined(i, i+n)
		if !ok || n == 1 && (p.at(i).is(keywords) || p.at(i).is(timeWords)) {
			continue
		}
		for _, form := range []string{name, strings.TrimPrefix(name, "لل"), strings.TrimPrefix(name, "ال"), strings.TrimPrefix(name, "ل")} {
			if u, err := value.ParseUnit(form); err == nil && u.Dimension() != "time" {
				return u, i + n, true
			}
		}
	}
	return "", i, false
}

// joined gives words that follow each other on one line.
func (p *parser) joined(from, to int) (string, bool) {
	var words []string
	for i := from; i < to; i++ {
		t := p.at(i)
		if t.kind != word || t.line != p.at(from).line {
			return "", false
		}
		words = append(words, t.fold)
	}
	return strings.Join(words, " "), true
}

// currencyAt reads a currency of up to three words. A sign of several currencies is the
// one that the context has; doubt says that it has none of them.
func (p *parser) currencyAt(i int) (c value.Currency, to int, doubt error, ok bool) {
	for n := 3; n >= 1; n-- {
		name, joined := p.joined(i, i+n)
		if !joined || n == 1 && p.at(i).is(wordCodes) && string(p.runes[p.at(i).from:p.at(i).to]) != strings.ToUpper(name) {
			continue
		}
		c, err := Currency(name, p.context.Currencies)
		var shared *value.Error
		switch {
		case err == nil:
			return c, i + n, nil, true
		case errors.As(err, &shared) && shared.Code == value.CodeAmbiguous:
			return "", i + n, &sharedSign{shared}, true
		}
	}
	return "", i, nil, false
}

// Currency reads a currency; a sign of several is the first of the likely ones that it may
// be meant for.
func Currency(name string, likely []value.Currency) (value.Currency, error) {
	c, err := value.ParseCurrency(name)
	var shared *value.Error
	if errors.As(err, &shared) && shared.Code == value.CodeAmbiguous {
		if at := slices.IndexFunc(likely, func(c value.Currency) bool { return c != "" && strings.Contains(shared.Reason, string(c)) }); at >= 0 {
			return likely[at], nil
		}
	}
	return c, err
}
