package value

import (
	"errors"
	"strings"
)

// ParseTyped reads how many of something a person typed. It is ParseDecimal, but for a number
// with three digits behind its only point: 1.000 is a thousand in half of the world, and is
// refused as 1,000 is. Who has no thousandths in mind writes 1000, who has, 1.00. What it gives
// reads as the same again.
func ParseTyped(text string) (Decimal, error) {
	d, err := parseTyped("number", text)
	if err == nil {
		return d, nil
	}
	if _, wrong := ParseTypedQuantity(text); err.Code == CodeSyntax && twoNumbersIn(wrong) {
		return "", wrong // 1.000 kg: what is wrong with it is the number
	}
	return "", err
}

// ParseTypedQuantity is ParseQuantity with the number read as ParseTyped does.
func ParseTypedQuantity(given string) (Quantity, error) { return parseQuantity(given, parseTyped) }

// ParseTypedCount reads a number that a person typed with a unit or without one.
func ParseTypedCount(given string) (Quantity, error) {
	q, err := ParseTypedQuantity(given)
	if err == nil {
		return q, nil
	}
	amount, wrong := ParseTyped(given)
	if wrong != nil {
		return Quantity{}, err
	}
	return Quantity{Amount: amount}, nil
}

// Typed gives the same quantity with a number that is read as itself.
func (q Quantity) Typed() Quantity { return Quantity{q.Amount.Typed(), q.Unit} }

func parseTyped(what, given string) (Decimal, *Error) {
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	minus, s := cutSign(pointsAsTyped(s))
	if whole, fraction, found := strings.Cut(s, "."); found && allDigits(whole) && partsThousands(whole, fraction) {
		return "", twoNumbers(what, given, minus, whole, fraction)
	}
	d, err := parseDecimal(what, given)
	if err != nil {
		return "", err
	}
	return d.Typed(), nil
}

// pointsAsTyped is separators without the Arabic decimal mark, which parts no thousands.
func pointsAsTyped(s string) string {
	return separators.Replace(strings.ReplaceAll(latinDigits(s), "٫", "_"))
}

// partsThousands reports whether a mark between digits may stand between thousands and
// hundreds as well as before decimals.
func partsThousands(whole, fraction string) bool {
	return len(fraction) == 3 && allDigits(fraction) && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0'
}

// Typed gives the same number with digits that ParseTyped reads as it and nothing else: 1.000 as
// 1.00, 1.250 as 1.25, 1.255 as 1.2550. All others are as they are.
func (d Decimal) Typed() Decimal {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(string(d), "-"), ".")
	switch {
	case !partsThousands(whole, fraction):
		return d
	case strings.HasSuffix(fraction, "0"):
		return d[:len(d)-1]
	}
	return d + "0"
}

// twoNumbers asks back which of two numbers is meant.
func twoNumbers(what, given string, minus bool, whole, fraction string) *Error {
	thousands, point := Decimal(whole+fraction), Decimal(whole+"."+fraction)
	if minus {
		thousands, point = "-"+thousands, "-"+point
	}
	return &Error{
		Type: what, Text: given, Code: CodeAmbiguous,
		Reason: "could be " + string(thousands) + " or " + string(point), Hint: "write " + string(thousands) + " or " + string(point.Typed()),
		Meant: []string{string(thousands), string(point.Typed())},
	}
}

// twoNumbersIn reports whether a text was refused because its number could be two.
func twoNumbersIn(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code == CodeAmbiguous && (refused.Type == "number" || refused.Type == "quantity")
}

// Doubt asks back a number that stands as it was typed, as ParseTyped does; nil when it is
// one number. what says what it is.
func (d Decimal) Doubt(what string) error {
	digits, minus := strings.CutPrefix(string(d), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if !partsThousands(whole, fraction) {
		return nil
	}
	return twoNumbers(what, string(d), minus, whole, fraction)
}
