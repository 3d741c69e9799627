package quotetext

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Context is what a text is read with.
type Context struct {
	Now time.Time // what "30 days" counts from
	// Currencies are those that a sign of several, such as DH, may be meant for.
	Currencies []value.Currency
	// Products are the names of the goods that were asked for.
	Products []string
	// Decimal is the mark before decimals, '.' or ','; 0 where the text must tell.
	Decimal byte
}

// Found is one value, and the words that it comes from.
type Found struct {
	Field string // as the quote calls it; "price" and "from" for the prices
	Value string
	Words string
	From  int // runes of the text
	To    int
}

// Doubt is what could be read in two ways, or not at all, and was left out.
type Doubt struct {
	Words string // "" for the quantities of all prices
	Why   error
}

// Reading is what a text says.
type Reading struct {
	Answer answer.Answer
	Found  []Found // in the order of the text
	Doubts []Doubt
}

// Empty reports whether no price was found.
func (r Reading) Empty() bool { return len(r.Answer.Lines) == 0 }

// MaxText bounds a text, in bytes: what follows is not read.
const MaxText = 64 << 10

// Read reads a text without what it quotes of the letter that it answers; all of it when only
// that has a price, as where an offer was passed on.
func Read(given string, c Context) Reading {
	if len(given) > MaxText {
		given = strings.ToValidUTF8(given[:MaxText], "")
	}
	if own := withoutQuoted(given); own != given {
		if r := readAll(own, c); !r.Empty() {
			return r
		}
	}
	return readAll(given, c)
}

func readAll(given string, c Context) Reading {
	p := &parser{runes: []rune(given), context: c}
	p.tokens = tokenize(given)
	p.payment()
	p.validity()
	p.leadTime()
	p.delivery()
	p.minimum()
	p.prices()
	p.finish()
	return p.out
}

type parser struct {
	runes   []rune
	tokens  []token
	context Context
	out     Reading
	moq     value.Decimal // as it is written, in moqUnit
	moqUnit value.Unit
	groups  []*group
}

// words gives the text of tokens as it was written.
func (p *parser) words(from, to int) string {
	return text.Clean(strings.TrimSpace(string(p.runes[p.tokens[from].from:p.tokens[to-1].to])), model.MaxText)
}

// take notes a value, and that its tokens are read.
func (p *parser) take(field, shown string, from, to int) {
	for i := from; i < to; i++ {
		p.tokens[i].used = true
	}
	p.out.Found = append(p.out.Found, Found{Field: field, Value: shown, Words: p.words(from, to), From: p.tokens[from].from, To: p.tokens[to-1].to})
}

func (p *parser) doubt(from, to int, why error) {
	for i := from; i < to; i++ {
		p.tokens[i].used = true
	}
	p.out.Doubts = append(p.out.Doubts, Doubt{p.words(from, to), why})
}

// at gives a token; one that says nothing behind the end.
func (p *parser) at(i int) token {
	if i < 0 || i >= len(p.tokens) || p.tokens[i].used {
		return token{line: -1}
	}
	return p.tokens[i]
}
