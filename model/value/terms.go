package value

import (
	"slices"
	"strings"
)

// Terms are how a commission was agreed, written as people do: "2.5%", "margin 5%",
// "0.10 per unit", "5% to 10000, 3% to 50000, 1.5%", each with "floor 250", "cap 4000"
// and "included" behind it. "" is nothing agreed.
//
// A percentage, an amount a unit and brackets count together, on the supplier's price; a
// margin is what is left of the buyer's price and stands alone. What is included is paid
// by the supplier out of the price, so that the buyer's is no higher.
type Terms string

// TermBracket is the percentage of what of an amount lies below UpTo and above the
// bracket before it; "" is without end.
type TermBracket struct{ UpTo, Percent Decimal }

// TermParts are Terms taken apart; what is not agreed is "".
type TermParts struct {
	Percent, Margin, PerUnit Decimal
	Brackets                 []TermBracket
	Floor, Cap               Decimal
	Included                 bool
}

const termsHint = `write such as 2.5%, margin 5%, 0.10 per unit, or 5% to 10000, 3% to 50000, 1.5%; "floor 250" and "cap 4000" may follow`

// ParseTerms reads terms as they are written, in any order, with ';' or ',' between them.
func ParseTerms(given string) (Terms, error) { return parseTerms(given, parseDecimal) }

// ParseTypedTerms is ParseTerms of what a person typed: an amount that could be two, such as
// the bracket "5% to 10.000", is refused as ParseTyped does.
func ParseTypedTerms(given string) (Terms, error) { return parseTerms(given, parseTyped) }

// amountReader reads one of the amounts of terms, which are no price of a unit.
type amountReader func(what, given string) (Decimal, *Error)

func parseTerms(given string, amount amountReader) (Terms, error) {
	s, refused := prepare("commission", given)
	if refused != nil {
		return "", refused
	}
	parts, err := readTerms(s, amount)
	if err != nil {
		return "", err
	}
	return parts.terms(), nil
}

// String gives the terms as they are written.
func (t Terms) String() string { return string(t) }

// IsZero reports whether nothing is agreed.
func (t Terms) IsZero() bool { return t == "" }

// Parts takes terms apart; an error for what ParseTerms did not write.
func (t Terms) Parts() (TermParts, error) {
	if t == "" {
		return TermParts{}, nil
	}
	return readTerms(string(t), parseDecimal)
}

// Typed gives the same terms with amounts that ParseTypedTerms reads as themselves; what is
// no terms stays as it is.
func (t Terms) Typed() Terms {
	parts, err := t.Parts()
	if err != nil || t == "" {
		return t
	}
	for i := range parts.Brackets {
		parts.Brackets[i].UpTo = parts.Brackets[i].UpTo.Typed()
	}
	parts.Floor, parts.Cap = parts.Floor.Typed(), parts.Cap.Typed()
	return parts.terms()
}

func refusedTerms(given string, why Detail, reason string) error {
	return &Error{Type: "commission", Text: given, Code: CodeSyntax, Reason: reason, Hint: termsHint, Detail: why}
}

// readTerms reads term after term. A ',' between digits belongs to a number, as in
// "2,5%".
func readTerms(s string, amount amountReader) (TermParts, error) {
	var p TermParts
	for _, term := range splitTerms(strings.ToLower(s)) {
		if err := p.read(term, amount); err != nil {
			return p, err
		}
	}
	if len(p.Brackets) == 1 && p.Brackets[0].UpTo == "" && p.Percent == "" {
		p.Percent, p.Brackets = p.Brackets[0].Percent, nil
	}
	return p, p.check(s)
}

// plainMarks are the signs of Arabic between and behind numbers, in ASCII.
var plainMarks = strings.NewReplacer("٪", "%", "،", ", ", "؛", ", ", ";", ", ")

func splitTerms(s string) []string {
	s = plainMarks.Replace(s)
	var out []string
	for i := 0; i < len(s); i++ {
		between := i > 0 && i+1 < len(s) && s[i-1] >= '0' && s[i-1] <= '9' && s[i+1] >= '0' && s[i+1] <= '9'
		if s[i] == ',' && !between {
			out, s, i = append(out, s[:i]), s[i+1:], -1
		}
	}
	return slices.DeleteFunc(append(out, s), func(term string) bool { return strings.TrimSpace(term) == "" })
}

// read takes one term in.
func (p *TermParts) read(term string, amount amountReader) error {
	term = strings.Join(strings.Fields(term), " ")
	if rest, ok := strings.CutPrefix(term, "margin "); ok {
		return once(term, &p.Margin, strings.TrimSuffix(rest, "%"), parseDecimal)
	}
	for word, into := range map[string]*Decimal{"floor ": &p.Floor, "cap ": &p.Cap} {
		if rest, ok := strings.CutPrefix(term, word); ok {
			return once(term, into, strings.TrimSuffix(rest, "%"), amount)
		}
	}
	if term == "included" {
		p.Included = true
		return nil
	}
	for _, word := range []string{" per unit", "/unit"} {
		if price, ok := strings.CutSuffix(term, word); ok {
			return once(term, &p.PerUnit, price, parseDecimal)
		}
	}
	percent, rest, ok := strings.Cut(term, "%")
	if !ok {
		return refusedTerms(term, DetailNoTerm, "is no term of a commission")
	}
	var b TermBracket
	if err := once(term, &b.Percent, percent, parseDecimal); err != nil {
		return err
	}
	switch rest = strings.TrimSpace(rest); {
	case rest == "" || rest == "above":
	case strings.HasPrefix(rest, "to "):
		if err := once(term, &b.UpTo, strings.TrimPrefix(rest, "to "), amount); err != nil {
			return err
		}
	default:
		return refusedTerms(term, DetailNoTerm, "is no term of a commission")
	}
	p.Brackets = append(p.Brackets, b)
	return nil
}

func once(term string, into *Decimal, typed string, parse amountReader) error {
	if *into != "" {
		return refusedTerms(term, DetailTwice, "is there twice")
	}
	n, err := parse("commission", strings.TrimSpace(typed))
	if err != nil {
		return err
	}
	if n.Sign() < 0 {
		return refusedTerms(term, DetailBelowNull, "is less than 0")
	}
	*into = n
	return nil
}

// check refuses what cannot be reckoned with.
func (p *TermParts) check(s string) error {
	for i, b := range p.Brackets {
		last := i == len(p.Brackets)-1
		if b.UpTo == "" && !last || i > 0 && b.UpTo != "" && b.UpTo.Cmp(p.Brackets[i-1].UpTo) <= 0 {
			return refusedTerms(s, DetailBrackets, "has brackets that do not grow")
		}
	}
	percents := []Decimal{p.Percent, p.Margin}
	for _, b := range p.Brackets {
		percents = append(percents, b.Percent)
	}
	switch hundred := Decimal("100"); {
	case slices.ContainsFunc(percents, func(d Decimal) bool { return d != "" && d.Cmp(hundred) >= 0 }):
		return refusedTerms(s, DetailHundred, "has a percentage of 100 or more")
	case p.Margin != "" && (p.Percent != "" || p.PerUnit != "" || len(p.Brackets) > 0 || p.Included):
		return refusedTerms(s, DetailMargin, "has a margin beside another commission")
	case p.Margin == "" && p.Percent == "" && p.PerUnit == "" && len(p.Brackets) == 0 && p.Floor == "":
		return refusedTerms(s, DetailNoAmount, "says no percentage and no amount")
	case p.Floor != "" && p.Cap != "" && p.Floor.Cmp(p.Cap) > 0:
		return refusedTerms(s, DetailFloor, "has a floor above its cap")
	}
	return nil
}

// terms writes the parts in one order.
func (p TermParts) terms() Terms {
	var out []string
	add := func(d Decimal, before, behind string) {
		if d != "" {
			out = append(out, before+string(d)+behind)
		}
	}
	add(p.Percent, "", "%")
	add(p.Margin, "margin ", "%")
	add(p.PerUnit, "", " per unit")
	for _, b := range p.Brackets {
		if b.UpTo == "" {
			add(b.Percent, "", "%")
		} else {
			out = append(out, string(b.Percent)+"% to "+string(b.UpTo))
		}
	}
	add(p.Floor, "floor ", "")
	add(p.Cap, "cap ", "")
	if p.Included {
		out = append(out, "included")
	}
	return Terms(strings.Join(out, ", "))
}
