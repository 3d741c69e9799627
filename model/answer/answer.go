package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Answer is what a paper says.
type Answer struct {
	// Terms hold for all lines: currency, delivery, validity, payment. Their own prices
	// are not set.
	Terms model.Quote
	// Request is what the paper says that it answers, such as "RFQ-2026-4K7M2QX".
	Request string
	Lines   []Line
}

// Line is what a paper asks for one thing.
type Line struct {
	Answers  string // the line of the request that it says it answers, "" for none
	Number   string // its own
	Product  string
	HS       value.HS
	Quantity value.Decimal // that the price was asked for
	Unit     value.Unit
	Currency value.Currency // "" is that of the terms
	Tiers    []model.Tier
	MOQ      value.Decimal
	Base     value.Decimal // units that a price is for; "" is 1
	LeadDays int           // 0: as long as the terms say
	Note     string        // what else the paper says of it
	Where    string        // where it stands, for messages: "row 5"
}

// Left is a line that is not on the quote, and why.
type Left struct {
	Line
	Why error
}

// String gives one line: what was left out, and why.
func (l Left) String() string {
	return strings.TrimLeft(strings.Join([]string{l.Where, l.Line.String()}, ": "), ": ") + ": " + l.Why.Error()
}

// Error gives the same line.
func (l *Left) Error() string { return l.String() }

// Unwrap gives why.
func (l *Left) Unwrap() error { return l.Why }

var errLeft = refusal.New("answer.left", "{Line}: {Why}")

// Told gives it for who has words of their own.
func (l *Left) Told() refusal.Told {
	return errLeft.With(refusal.Parts{"Line": cmp.Or(called(l.Product, l.HS), l.Where)}).For(l.Why).Told()
}

// String gives what a line asks for, as the paper says it.
func (l Line) String() string {
	var prices []string
	for _, t := range l.Tiers {
		prices = append(prices, fmt.Sprintf("%s from %s", t.Price, t.From))
	}
	parts := []string{called(l.Product, l.HS)}
	if len(prices) > 0 {
		parts = append(parts, strings.TrimSpace(strings.Join(prices, ", ")+" "+string(l.Unit)), string(l.Currency))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func called(product string, hs value.HS) string {
	switch {
	case product != "":
		return product
	case hs != "":
		return "HS " + string(hs)
	}
	return ""
}

// What a line is left out for.
var (
	errNoPrice    = refusal.New("answer.no_price", "it has no price")
	errNotAsked   = refusal.New("answer.not_asked", "the RFQ asks for no such product")
	errWhichLine  = refusal.New("answer.which_line", "it names no product, and the RFQ has several lines")
	errTwice      = refusal.New("answer.twice", "another line gives another price for the same quantity")
	errNoMoney    = refusal.New("answer.no_currency", "it names no currency, and other lines are in {Currency}")
	errOtherMoney = refusal.New("answer.other_currency", "it is in {Given} and the quote in {Currency}: a quote has one currency")
	errManyPrices = refusal.New("answer.many_prices", "it has more than {Most} prices")
)

// On gives the quote that an answer is on an RFQ, with a price for each line that it
// answers, named as the RFQ names it, and what of the answer is on no line.
func (a Answer) On(rfq *model.RFQ) (*model.Quote, []Left) {
	q := model.Clone(&a.Terms).(*model.Quote)
	q.RFQ, q.Lines, q.Tiers = rfq.ID, nil, nil
	p := placing{answer: a, rfq: rfq, quote: q, at: make([]*Line, len(rfq.Lines))}
	for _, line := range a.Lines {
		if err := p.place(line); err != nil {
			p.left = append(p.left, Left{line, err})
		}
	}
	p.price()
	p.remark()
	return q, p.left
}

// placing is an answer on its way to the lines of an RFQ.
type placing struct {
	answer Answer
	rfq    *model.RFQ
	quote  *model.Quote
	at     []*Line // what each line of the RFQ is answered by; nil for nothing
	alone  *Line   // of an RFQ without lines
	left   []Left
}

func (p *placing) place(line Line) error {
	if len(line.Tiers) == 0 {
		return errNoPrice
	}
	if wrong := model.CheckTiers(line.Tiers); wrong != nil {
		return wrong
	}
	to := &p.alone
	if len(p.rfq.Lines) > 0 {
		i, err := p.find(line)
		if err != nil {
			return err
		}
		to = &p.at[i]
	}
	// What the RFQ does not ask for has no say in the currency of the quote.
	line.Currency = cmp.Or(line.Currency, p.answer.Terms.Currency)
	switch p.quote.Currency = cmp.Or(p.quote.Currency, line.Currency); {
	case line.Currency == p.quote.Currency:
	case line.Currency == "":
		return errNoMoney.With(refusal.Parts{"Currency": p.quote.Currency.String()})
	default:
		return errOtherMoney.With(refusal.Parts{"Given": line.Currency.String(), "Currency": p.quote.Currency.String()})
	}
	if *to == nil {
		*to = &line
		return nil
	}
	return (*to).join(line)
}

// join takes the prices of a further line for the same thing, as price lists write a tier
// to a row.
func (l *Line) join(more Line) error {
	if more.Unit != l.Unit || more.Base != l.Base {
		return errTwice
	}
	tiers := slices.Clone(l.Tiers)
	for _, t := range more.Tiers {
		i := slices.IndexFunc(tiers, func(known model.Tier) bool { return known.From.Cmp(t.From) == 0 })
		if i >= 0 && tiers[i].Price.Cmp(t.Price) == 0 {
			continue
		}
		if i >= 0 {
			return errTwice
		}
		tiers = append(tiers, t)
	}
	if len(tiers) > model.MaxElements {
		return errManyPrices.With(refusal.Parts{"Most": strconv.Itoa(model.MaxElements)})
	}
	slices.SortFunc(tiers, func(a, b model.Tier) int { return a.From.Cmp(b.From) })
	l.Tiers = tiers
	if l.MOQ == "" {
		l.MOQ = more.MOQ
	}
	return nil
}

// price writes the lines into the quote.
func (p *placing) price() {
	only := p.alone
	if len(p.at) == 1 {
		only = p.at[0]
	}
	if len(p.at) <= 1 {
		if only != nil {
			p.quote.Tiers, p.quote.Unit, p.quote.BaseQuantity = only.Tiers, only.Unit, base(only.Base)
			if only.MOQ != "" {
				p.quote.MOQ = only.MOQ
			}
			p.quote.LeadDays = cmp.Or(only.LeadDays, p.quote.LeadDays)
		}
		return
	}
	for i, line := range p.at {
		if line == nil {
			continue
		}
		asked := p.rfq.Lines[i]
		p.quote.Lines = append(p.quote.Lines, model.QuoteLine{
			Product: asked.Product, HS: asked.HS, Tiers: line.Tiers, Unit: line.Unit, MOQ: line.MOQ, Base: base(line.Base), LeadDays: line.LeadDays,
		})
	}
}

// base leaves out what says nothing: a price for one unit.
func base(d value.Decimal) value.Decimal {
	if d != "" && d.Cmp("1") == 0 {
		return ""
	}
	return d
}

// remark keeps in the notes what the supplier calls its goods where that is not what the
// RFQ calls them, and what is on no line.
func (p *placing) remark() {
	notes := []string{p.quote.Notes}
	for i, line := range p.at {
		if line == nil {
			continue
		}
		asked := p.rfq.Lines[i]
		if line.Product != "" && text.Fold(line.Product) != text.Fold(asked.Product) {
			notes = append(notes, fmt.Sprintf("Line %d, %s, is offered as: %s", i+1, called(asked.Product, asked.HS), line.Product))
		}
		if line.Note != "" {
			notes = append(notes, fmt.Sprintf("Line %d: %s", i+1, line.Note))
		}
	}
	if p.alone != nil && p.alone.Product != "" && text.Fold(p.alone.Product) != text.Fold(p.rfq.Title) {
		notes = append(notes, p.alone.Product)
	}
	for _, left := range p.left {
		notes = append(notes, "Not on the quote: "+left.String())
	}
	notes = slices.DeleteFunc(notes, func(s string) bool { return s == "" })
	p.quote.Notes = text.CleanLines(strings.Join(notes, "\n"), model.MaxLong)
}
