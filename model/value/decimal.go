package value

import (
	"regexp"

	"github.com/cockroachdb/apd/v3"
)

// Decimal is an exact number.
type Decimal string

var plainDecimal = regexp.MustCompile(`^-?\d{1,34}(\.\d{1,34})?$`)

// ParseDecimal reads a number as people type it.
func ParseDecimal(text string) (Decimal, error) {
	if !plainDecimal.MatchString(text) {
		return "", &Error{Type: "number", Text: text, Reason: "is not a number"}
	}
	return Decimal(text), nil
}

// String gives the canonical digits.
func (d Decimal) String() string { return string(d) }

// IsZero reports whether no number is given; "0" is a number.
func (d Decimal) IsZero() bool { return d == "" }

// Big gives the number for arithmetic.
func (d Decimal) Big() (*apd.Decimal, error) {
	b, _, err := apd.NewFromString(string(d))
	return b, err
}

// Cmp compares the numbers.
func (d Decimal) Cmp(other Decimal) int {
	a, errA := d.Big()
	b, errB := other.Big()
	if errA != nil || errB != nil {
		return 0
	}
	return a.Cmp(b)
}

// Sign gives -1, 0 or 1.
func (d Decimal) Sign() int { return d.Cmp("0") }

// SortKey gives bytes that sort as the numbers do.
func (d Decimal) SortKey() []byte { return []byte(d) }
