package value

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/reference"
)

// Quantity is an amount in a unit. The zero Quantity is not given.
type Quantity struct {
	Amount Decimal
	Unit   Unit
}

// ParseQuantity reads an amount with its unit behind it: 500 kg, 18.5 short
// tons, ٤٥٠ طن. Numbers are read as ParseDecimal does, units as ParseUnit does.
func ParseQuantity(given string) (Quantity, error) {
	return parseQuantity(given, parseDecimal)
}

func parseQuantity(given string, parseAmount func(what, given string) (Decimal, *Error)) (Quantity, error) {
	const what = "quantity"
	s, err := prepare(what, given)
	if err != nil {
		return Quantity{}, err
	}
	number, unit := splitQuantity(s)
	if number == "" {
		return Quantity{}, &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "does not begin with a number", Hint: "write an amount and a unit, such as 500 kg"}
	}
	amount, err := parseAmount(what, number)
	if err != nil {
		return Quantity{}, err
	}
	if unit == "" {
		return Quantity{}, &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "has no unit", Hint: "write it behind the number, such as " + string(amount) + " kg"}
	}
	u, err := parseUnit(unit)
	if err != nil {
		return Quantity{}, err
	}
	return Quantity{amount, u}, nil
}

// splitQuantity parts a text where its first letter stands.
func splitQuantity(s string) (number, unit string) {
	at := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || r == '"' })
	if at < 0 {
		return s, ""
	}
	number = strings.TrimSpace(s[:at])
	if !strings.ContainsFunc(number, unicode.IsDigit) {
		number = ""
	}
	return number, s[at:]
}

// conversion works with the 34 digits of decimal128.
var conversion = apd.Context{Precision: maxDigits, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent, Rounding: apd.RoundHalfUp, Traps: apd.DefaultTraps}

// Convert gives the same quantity in another unit of its dimension: exact, or to
// 34 digits where the exact number has more. Kilograms never become litres, nor
// cartons pieces: that is an *Error.
func (q Quantity) Convert(to Unit) (Quantity, error) {
	if q.Unit == to {
		return q, nil
	}
	from, ok := reference.UnitByCode(string(q.Unit))
	into, known := reference.UnitByCode(string(to))
	switch {
	case !ok:
		return Quantity{}, q.mismatch("", "is in no known unit", "")
	case !known:
		return Quantity{}, q.mismatch("", fmt.Sprintf("%q is not a known unit", to), "")
	case from.Dimension != into.Dimension && (q.Unit.Dimension() == "pack" || to.Dimension() == "pack"):
		return Quantity{}, q.mismatch(into.Symbol, "does not convert into "+into.Symbol, "say how much one package holds")
	case from.Dimension != into.Dimension:
		return Quantity{}, q.mismatch(into.Symbol, "does not convert into "+into.Symbol+", "+from.Dimension+" into "+to.Dimension(), "")
	}
	amount, err := scale(q.Amount, from.Factor, into.Factor)
	if err != nil {
		return Quantity{}, fmt.Errorf("converting %s into %s: %w", q, to, err)
	}
	return Quantity{amount, to}, nil
}

// mismatch refuses to convert a quantity; into is the unit that it does not fit, "" where a unit
// is not known.
func (q Quantity) mismatch(into, reason, hint string) *Error {
	e := &Error{Type: "quantity", Text: q.String(), Code: CodeMismatch, Reason: reason, Hint: hint}
	if into != "" {
		e.Meant = []string{into}
	}
	return e
}

// scale gives amount × from ÷ into without trailing zeros.
func scale(amount Decimal, from, into string) (Decimal, error) {
	n, err := amount.Big()
	if err != nil {
		return "", err
	}
	multiply, _, err := apd.NewFromString(from)
	if err != nil {
		return "", err
	}
	divide, _, err := apd.NewFromString(into)
	if err != nil {
		return "", err
	}
	exact := apd.BaseContext.WithPrecision(2 * maxDecimalBytes)
	if _, err := exact.Mul(n, n, multiply); err != nil {
		return "", err
	}
	if _, err := conversion.Quo(n, n, divide); err != nil {
		return "", err
	}
	n.Reduce(n)
	return DecimalOf(n), nil
}

// String gives the amount, a space and the unit's code: "500 KGM".
func (q Quantity) String() string { return strings.TrimSpace(string(q.Amount) + " " + string(q.Unit)) }

// IsZero reports whether nothing is given; an amount of 0 is given.
func (q Quantity) IsZero() bool { return q == Quantity{} }
