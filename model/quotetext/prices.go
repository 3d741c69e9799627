package quotetext

import (
	"slices"
	"sort"
	"strings"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// group is the prices of one product.
type group struct {
	product  string
	currency value.Currency
	unit     value.Unit
	base     value.Decimal
	tiers    []model.Tier
	units    []value.Unit  // in which the quantity of each tier is
	from     value.Decimal // that waits for its price
	fromUnit value.Unit
	price    value.Decimal // that waits for where it begins
}

// tier puts a price with the quantity from which it holds.
func (g *group) tier(from value.Decimal, unit value.Unit, price value.Decimal) {
	if from != "" && len(g.tiers) < model.MaxElements {
		g.tiers, g.units = append(g.tiers, model.Tier{From: from, Price: price}), append(g.units, unit)
	}
}

func (g *group) addFrom(from value.Decimal, unit value.Unit) {
	if g.price != "" {
		g.tier(from, unit, g.price)
		g.price = ""
		return
	}
	g.from, g.fromUnit = from, unit
}

func (g *group) addPrice(price value.Decimal, moq value.Quantity) {
	if g.from != "" {
		g.tier(g.from, g.fromUnit, price)
		g.from = ""
		return
	}
	g.settle(moq)
	g.price = price
}

// settle lets a price that waits hold from the least quantity on.
func (g *group) settle(moq value.Quantity) {
	if g.price == "" {
		return
	}
	if moq.Amount == "" {
		moq = value.Quantity{Amount: "1"}
	}
	g.tier(moq.Amount, moq.Unit, g.price)
	g.price = ""
}

// inUnit gives a quantity in the unit of a price; one without a unit is in it already.
func inUnit(amount value.Decimal, unit, price value.Unit) (value.Decimal, error) {
	if unit == "" || price == "" || unit == price {
		return amount, nil
	}
	q, err := value.Quantity{Amount: amount, Unit: unit}.Convert(price)
	return q.Amount, err
}

// prices finds prices, and the quantities from which they hold, in either order.
func (p *parser) prices() {
	g := &group{}
	p.groups = append(p.groups, g)
	for i := 0; i < len(p.tokens); {
		if name, to, ok := p.productAt(i); ok {
			if g.product == "" && g.price == "" && len(g.tiers) == 0 {
				g.product = name
			} else if name != g.product {
				g = &group{product: name, currency: g.currency, unit: g.unit}
				p.groups = append(p.groups, g)
			}
			p.take("product", name, i, to)
			i = to
			continue
		}
		if to, ok := p.from(i, g); ok {
			i = to
			continue
		}
		if to, ok := p.price(i, g); ok {
			i = to
			continue
		}
		i++
	}
}

// productAt finds the name of goods that were asked for, whole.
func (p *parser) productAt(i int) (string, int, bool) {
	for _, name := range p.context.Products {
		words := tokenize(name)
		if len(words) == 0 {
			continue
		}
		same := true
		for n, w := range words {
			same = same && p.at(i+n).fold == w.fold
		}
		if same {
			return name, i + len(words), true
		}
	}
	return "", i, false
}

// from reads where a price begins: "from 500 kg", "500+", "à partir de 500", "for 500 kg".
func (p *parser) from(i int, g *group) (int, bool) {
	at := i
	switch three, _ := p.joined(i, i+3); {
	case three == "a partir de":
		at += 3
	case p.at(i).is(fromWords):
		at++
		for p.at(at).is(set("de من at of")) {
			at++
		}
	case p.at(i).is(forWords), p.at(i).fold == "(" && g.price != "":
		at++
	}
	if p.at(at).kind != number || p.at(at+1).fold == "%" {
		return i, false
	}
	written, end := p.at(at).fold, at+1
	unit, after, hasUnit := p.unitAt(end)
	if hasUnit {
		end = after
	}
	if _, _, _, money := p.currencyAt(end); money || p.at(end).fold == "/" {
		return i, false
	}
	switch {
	case at > i && (hasUnit || !p.at(i).is(forWords)):
	case at == i && p.at(end).fold == "+":
		end++
		if !hasUnit {
			unit, end, hasUnit = p.unitAfter(end)
		}
	case at == i && (p.at(end).fold == "and" || p.at(end).fold == "et" || p.at(end).fold == "or") && p.at(end+1).is(moreWords):
		end += 2
	case at == i && p.at(end).is(moreWords) && hasUnit:
		end++
	case at == i && !hasUnit && (p.at(end).fold == "-" || p.at(end).fold == "–") && p.at(end+1).kind == number:
		unit, after, hasUnit = p.unitAt(end + 2)
		if !hasUnit {
			return i, false
		}
		end = after
	default:
		return i, false
	}
	amount, err := p.number(written)
	if err != nil {
		p.numberAt(at)
		return end, true
	}
	if hasUnit && g.unit == "" {
		g.unit = unit
	}
	p.take("from", strings.TrimSpace(string(amount)+" "+string(unit)), i, end)
	g.addFrom(amount, unit)
	return end, true
}

func (p *parser) unitAfter(i int) (value.Unit, int, bool) {
	unit, to, ok := p.unitAt(i)
	return unit, to, ok
}

// price reads "160 MAD/kg", "MAD 160", "€/kg 14.20", and a number alone where a quantity
// says that it is a price.
func (p *parser) price(i int, g *group) (int, bool) {
	var doubt error
	at := i
	currency, after, unclear, money := p.currencyAt(at)
	unit, base := value.Unit(""), value.Decimal("")
	if money {
		at, doubt = after, unclear
		unit, base, at = p.per(at)
	}
	for money && p.at(at).is(priceMarks) && p.at(at).kind == mark {
		at++
	}
	if p.at(at).kind != number || p.at(at+1).fold == "%" {
		return i, false
	}
	written, number := p.at(at).fold, at
	end := at + 1
	if !money {
		if currency, after, unclear, money = p.currencyAt(end); money {
			end, doubt = after, unclear
		}
	}
	perUnit, perBase, after := p.per(end)
	if perUnit != "" {
		unit, base = perUnit, perBase
	}
	if bare := !money && (g.currency == "" || after == end && !p.fromFollows(end) && !(g.from != "" && p.at(i-1).line < 0)); bare && !p.behindFrom(i, g) {
		return i, false
	}
	end = after
	amount, err := p.number(written)
	if err != nil {
		p.numberAt(number)
		return end, true
	}
	if doubt != nil {
		p.doubt(i, end, doubt)
		return end, true
	}
	if g.currency != "" && currency != "" && currency != g.currency {
		p.doubt(i, end, errOtherBefore.With(refusal.Parts{"Given": string(currency), "Before": string(g.currency)}))
		return end, true
	}
	if before := p.at(i - 1); (before.is(freightWords) || p.at(i-2).is(freightWords)) && before.line == p.at(i).line {
		if p.out.Answer.Terms.Freight == "" {
			p.out.Answer.Terms.Freight = amount
			p.take("freight", strings.TrimSpace(string(amount)+" "+string(currency)), i, end)
		}
		return end, true
	}
	if currency != "" {
		g.currency = currency
	}
	if unit != "" {
		g.unit, g.base = unit, base
	}
	p.take("price", strings.TrimSpace(string(amount)+" "+string(g.currency)), i, end)
	g.addPrice(amount, p.least())
	return end, true
}

// behindFrom reports whether a number alone stands behind a quantity and a mark, as in
// "500+: 4.20".
func (p *parser) behindFrom(i int, g *group) bool {
	before := i - 1
	return g.from != "" && before >= 0 && p.tokens[before].line == p.tokens[i].line && (p.tokens[before].is(priceMarks) || p.tokens[before].used)
}

// fromFollows reports whether a quantity stands behind a number.
func (p *parser) fromFollows(i int) bool {
	three, _ := p.joined(i, i+3)
	return (p.at(i).is(fromWords) || p.at(i).is(forWords)) && p.at(i+1).kind == number || three == "a partir de"
}

// per reads "/kg", "per 100 kg", "le kg", "للكيلو".
func (p *parser) per(i int) (unit value.Unit, base value.Decimal, to int) {
	at := i
	switch {
	case p.at(at).fold == "/" || p.at(at).is(perWords):
		at++
	case strings.HasPrefix(p.at(at).fold, "لل"):
	default:
		return "", "", i
	}
	if p.at(at).kind == number {
		amount, err := p.number(p.at(at).fold)
		if err != nil {
			return "", "", i
		}
		base, at = amount, at+1
	}
	unit, end, ok := p.unitAt(at)
	if !ok {
		return "", "", i
	}
	if base != "" && base.Cmp("1") == 0 {
		base = ""
	}
	return unit, base, end
}

// least gives the least that is sold, as it is written.
func (p *parser) least() value.Quantity {
	return value.Quantity{Amount: p.moq, Unit: p.moqUnit}
}

// finish makes the lines of the answer.
func (p *parser) finish() {
	terms := &p.out.Answer.Terms
	terms.Stage = model.QuoteReceived
	moq := p.least()
	for _, g := range p.groups {
		g.settle(moq)
		if len(g.tiers) == 0 {
			continue
		}
		unit := g.unit
		if unit == "" {
			unit = p.moqUnit
		}
		least, err := inUnit(moq.Amount, moq.Unit, unit)
		others := err != nil && len(p.groups) > 1 // the MOQ is of other goods
		if others {
			err = nil
		}
		for i := range g.tiers {
			var wrong error
			if others && g.units[i] == moq.Unit && g.tiers[i].From == moq.Amount {
				g.tiers[i].From, g.units[i] = "1", ""
			}
			g.tiers[i].From, wrong = inUnit(g.tiers[i].From, g.units[i], unit)
			if err == nil {
				err = wrong
			}
		}
		if err != nil {
			p.out.Doubts = append(p.out.Doubts, Doubt{Why: errPricesLeft.For(err)})
			continue
		}
		slices.SortStableFunc(g.tiers, func(a, b model.Tier) int { return a.From.Cmp(b.From) })
		if terms.Currency == "" {
			terms.Currency = g.currency
		}
		if terms.MOQ = least; len(p.groups) > 1 {
			terms.MOQ = "" // each line has its own
		}
		p.out.Answer.Lines = append(p.out.Answer.Lines, answer.Line{
			Product: g.product, Currency: g.currency, Unit: unit, Tiers: g.tiers, MOQ: least, Base: g.base,
		})
	}
	for _, number := range model.RFQNumbers(text.Clean(string(p.runes), len(p.runes))) {
		p.out.Answer.Request = number
		break
	}
	sort.SliceStable(p.out.Found, func(i, j int) bool { return p.out.Found[i].From < p.out.Found[j].From })
}
