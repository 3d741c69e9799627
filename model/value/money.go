package value

import (
	"strings"
	"unicode"
)

// Money is an amount in a currency. The zero Money is not given.
type Money struct {
	Amount   Decimal
	Currency Currency
}

// ParseMoney reads an amount with its currency before or behind it: 43.00 USD,
// USD 43, €43, 1 234,50 MAD. Numbers are read as ParseDecimal does.
func ParseMoney(given string) (Money, error) {
	const what = "amount"
	s, err := prepare(what, given)
	if err != nil {
		return Money{}, err
	}
	before, number, behind := splitAmount(s)
	if number == "" {
		return Money{}, &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "has no number", Hint: "write an amount and a currency, such as 43.00 USD"}
	}
	amount, err := parseDecimal(what, number)
	if err != nil {
		return Money{}, err
	}
	switch {
	case before == "" && behind == "":
		return Money{}, &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "has no currency", Hint: "write it behind the number, such as " + string(amount) + " USD"}
	case before != "" && behind != "":
		return Money{}, &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "has words on both sides", Hint: "write the amount and one currency, such as 43.00 USD"}
	}
	currency, err := parseCurrency(before + behind)
	if err != nil {
		return Money{}, err
	}
	return Money{amount, currency}, nil
}

// splitAmount parts a text into what stands before its number, the number with
// its sign, and what stands behind it.
func splitAmount(s string) (before, number, behind string) {
	first, last := strings.IndexFunc(s, unicode.IsDigit), strings.LastIndexFunc(s, unicode.IsDigit)
	if first < 0 {
		return s, "", ""
	}
	for _, r := range s[last:] {
		last += len(string(r))
		break
	}
	before, number, behind = strings.TrimSpace(s[:first]), s[first:last], strings.TrimSpace(s[last:])
	for _, sign := range []string{"-", "−", "+", ".", ","} {
		if rest, ok := strings.CutSuffix(before, sign); ok {
			return strings.TrimSpace(rest), sign + number, behind
		}
	}
	for _, sign := range []string{"-", "−", "+"} {
		if rest, ok := strings.CutPrefix(before, sign); ok {
			return strings.TrimSpace(rest), sign + number, behind
		}
	}
	return before, number, behind
}

// String gives the amount, a space and the code: "43.00 USD".
func (m Money) String() string { return strings.TrimSpace(string(m.Amount) + " " + string(m.Currency)) }

// IsZero reports whether nothing is given; an amount of 0 is given.
func (m Money) IsZero() bool { return m == Money{} }
