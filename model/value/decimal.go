package value

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// Decimal is an exact number in canonical digits: an optional minus, digits
// without leading zeros, and after a point as many digits as were typed: "43.00"
// stays "43.00". "" is not given.
type Decimal string

// maxDigits is what decimal128 and the arithmetic of the desk hold.
const maxDigits = 34

// maxDecimalBytes bounds what Big takes from a record that nobody validated.
const maxDecimalBytes = 256

// String gives the canonical digits.
func (d Decimal) String() string { return string(d) }

// IsZero reports whether no number is given; "0" is a number.
func (d Decimal) IsZero() bool { return d == "" }

// DecimalOf gives the plain digits of a computed number, "" when it is not
// finite.
func DecimalOf(d *apd.Decimal) Decimal {
	if d.Form != apd.Finite {
		return ""
	}
	if text, ok := shortText(d); ok {
		return text
	}
	if d.IsZero() && d.Negative {
		positive := new(apd.Decimal).Abs(d)
		return Decimal(positive.Text('f'))
	}
	return Decimal(d.Text('f'))
}

// shortPlaces bounds the places of a number that is written without apd.
const shortPlaces = 40

// shortText writes the digits of a number of one word, which nearly all are.
func shortText(d *apd.Decimal) (Decimal, bool) {
	places := -int(d.Exponent)
	if places < 0 || places > shortPlaces || !d.Coeff.IsInt64() {
		return "", false
	}
	n := d.Coeff.Int64()
	if n < 0 {
		return "", false // no decimal has one: its sign is apart
	}
	var room [shortPlaces + 24]byte
	at := len(room)
	for done := 0; n > 0 || done <= places; done++ {
		if done == places && places > 0 {
			at--
			room[at] = '.'
		}
		at--
		room[at] = byte('0' + n%10)
		n /= 10
	}
	if d.Negative && !d.IsZero() {
		at--
		room[at] = '-'
	}
	return Decimal(room[at:]), true
}

// Big gives the number for arithmetic. What is not canonical digits, as a record
// that was not validated may hold, is an error.
func (d Decimal) Big() (*apd.Decimal, error) {
	if !d.plain() {
		return nil, &Error{Type: "number", Text: string(d), Code: CodeSyntax, Reason: "is not a number"}
	}
	b, _, err := apd.NewFromString(string(d))
	if err != nil {
		return nil, fmt.Errorf("reading the number %q: %w", d, err)
	}
	return b, nil
}

// plain reports whether d is digits with at most one point and a minus before.
func (d Decimal) plain() bool {
	s := strings.TrimPrefix(string(d), "-")
	whole, fraction, point := strings.Cut(s, ".")
	return len(d) <= maxDecimalBytes && allDigits(whole) && (!point || allDigits(fraction))
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Cmp compares the numbers: -1, 0 or 1. What is not given or no number is less
// than every number.
func (d Decimal) Cmp(other Decimal) int {
	a, errA := d.Big()
	b, errB := other.Big()
	switch {
	case errA != nil && errB != nil:
		return 0
	case errA != nil:
		return -1
	case errB != nil:
		return 1
	}
	return a.Cmp(b)
}

// Sign gives -1, 0 or 1; 0 too when it is not given.
func (d Decimal) Sign() int {
	switch {
	case !d.plain() || strings.Trim(string(d), "-.0") == "":
		return 0
	case d[0] == '-':
		return -1
	}
	return 1
}

// SortKey gives bytes that compare as the numbers do and are the same for equal
// numbers, whatever their scale; no key is the beginning of another. It is nil
// when no number is given. Shape: 1 for zero; else 2, the decimal exponent in
// two bytes, two digits a byte from 1, 0; for a negative number 0 and all of the
// rest inverted.
func (d Decimal) SortKey() []byte {
	if !d.plain() {
		return nil
	}
	return d.AppendSortKey(nil)
}

// AppendSortKey puts the SortKey behind what is in key.
func (d Decimal) AppendSortKey(key []byte) []byte {
	if !d.plain() {
		return key
	}
	if d.Sign() == 0 {
		return append(key, 1)
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(string(d), "-"), ".")
	var room [maxDigits]byte
	digits := bytes.TrimLeft(append(append(room[:0], whole...), fraction...), "0")
	exponent := len(digits) - len(fraction) + 0x8000
	digits = bytes.TrimRight(digits, "0")
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	begin := len(key)
	key = append(key, 2, byte(exponent>>8), byte(exponent))
	for i := 0; i < len(digits); i += 2 {
		key = append(key, (digits[i]-'0')*10+digits[i+1]-'0'+1)
	}
	key = append(key, 0)
	if d[0] == '-' {
		key[begin] = 0
		for i := begin + 1; i < len(key); i++ {
			key[i] = ^key[i]
		}
	}
	return key
}
