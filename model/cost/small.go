package cost

import (
	"math/bits"

	"github.com/cockroachdb/apd/v3"
)

// Numbers of trade are small: nearly every amount, price and quantity has fewer than 19
// digits. What follows reckons with such in one word each, to the very digits, exponent
// and sign that apd gives, and leaves everything else to apd.

// Bounds of what is small: a sum of two coefficients fits in a word, and no exponent is
// near to where apd rounds or gives up.
const (
	smallCoefficient = 1 << 62
	smallExponent    = 1_000
)

// powers are those of ten that fit in a word.
var powers = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// small gives a number's signed coefficient, false for one that is not small, or that is
// a nought below zero.
func small(x *apd.Decimal) (int64, bool) {
	if x.Form != apd.Finite || !x.Coeff.IsInt64() || x.Exponent > smallExponent || x.Exponent < -smallExponent {
		return 0, false
	}
	n := x.Coeff.Int64()
	if n >= smallCoefficient || n < 0 || x.Negative && n == 0 {
		return 0, false
	}
	if x.Negative {
		n = -n
	}
	return n, true
}

func setSmall(d *apd.Decimal, n int64, exponent int32) {
	d.Form, d.Negative, d.Exponent = apd.Finite, n < 0, exponent
	d.Coeff.SetUint64(magnitude(n))
}

// scaled gives n · 10^by, false when that is not small.
func scaled(n int64, by int32) (int64, bool) {
	if by < 0 || int(by) >= len(powers) {
		return 0, false
	}
	high, low := bits.Mul64(magnitude(n), uint64(powers[by]))
	if high != 0 || low >= smallCoefficient {
		return 0, false
	}
	if n < 0 {
		return -int64(low), true
	}
	return int64(low), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// sumSmall sets d to x + y, or with minus to x − y; false when it is apd's to do.
func sumSmall(d, x, y *apd.Decimal, minus bool) bool {
	a, okA := small(x)
	b, okB := small(y)
	if !okA || !okB {
		return false
	}
	exponent := min(x.Exponent, y.Exponent)
	if a, okA = scaled(a, x.Exponent-exponent); !okA {
		return false
	}
	if b, okB = scaled(b, y.Exponent-exponent); !okB {
		return false
	}
	if minus {
		if a == 0 && b == 0 {
			return false // apd has a sign for it
		}
		b = -b
	}
	setSmall(d, a+b, exponent)
	return true
}

// productSmall sets d to x · y; false when it is apd's to do.
func productSmall(d, x, y *apd.Decimal) bool {
	a, okA := small(x)
	b, okB := small(y)
	if !okA || !okB {
		return false
	}
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	below := (a < 0) != (b < 0)
	if high != 0 || low >= smallCoefficient || low == 0 && (x.Negative || y.Negative) {
		return false
	}
	n := int64(low)
	if below {
		n = -n
	}
	setSmall(d, n, x.Exponent+y.Exponent)
	return true
}

// roundSmall sets d to x with an exponent, half away from zero; false when it is apd's
// to do.
func roundSmall(d, x *apd.Decimal, exponent int32) bool {
	n, ok := small(x)
	if !ok {
		return false
	}
	by := exponent - x.Exponent
	if by <= 0 {
		if n, ok = scaled(n, -by); ok {
			setSmall(d, n, exponent)
		}
		return ok
	}
	if int(by) >= len(powers) {
		return false
	}
	unit := powers[by]
	whole, rest := n/unit, n%unit
	if magnitude(rest) >= uint64(unit)-magnitude(rest) {
		if n < 0 {
			whole--
		} else {
			whole++
		}
	}
	if whole == 0 && n < 0 {
		return false // apd has a nought below zero
	}
	setSmall(d, whole, exponent)
	return true
}
