package cost

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// digits are what sums, products and quotients keep, as in decimal128 (IEEE 754).
const digits = 34

// decimals rounds half away from zero, as invoices and spreadsheets do. It is only
// read.
var decimals = func() *apd.Context {
	c := apd.BaseContext.WithPrecision(digits)
	c.Rounding = apd.RoundHalfUp
	return c
}()

// unrounded are the places of an amount that no document fixes.
const unrounded = -1

// pricePlaces are the decimals of a unit price.
const pricePlaces = 4

var (
	one     = apd.New(1, 0)
	hundred = apd.New(100, 0)
)

// calc does arithmetic and keeps the first thing that went wrong; what comes after
// it means nothing.
type calc struct {
	err  error
	room *room // nil until something is reckoned
}

// result gives a fresh number.
func (c *calc) result() *apd.Decimal {
	return c.workroom().number()
}

// settle keeps an error, and says what was being done.
func (c *calc) settle(what string, err error) {
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%s: %w", what, err)
	}
}

// fastDigits are what an int64 holds for sure.
const fastDigits = 18

// of reads a number. Short ones, which nearly all are, are read without apd's parser.
func (c *calc) of(d value.Decimal) *apd.Decimal {
	if coefficient, exponent, ok := short(d); ok {
		n := c.result()
		setSmall(n, coefficient, exponent)
		return n
	}
	n, err := d.Big()
	if err != nil {
		c.settle("reading a number", err)
		return new(apd.Decimal)
	}
	return n
}

// short reads digits with at most one point between them.
func short(d value.Decimal) (coefficient int64, exponent int32, ok bool) {
	if len(d) == 0 || len(d) > fastDigits || d[0] == '.' || d[len(d)-1] == '.' {
		return 0, 0, false
	}
	point := -1
	for i := range len(d) {
		switch b := d[i]; {
		case b >= '0' && b <= '9':
			coefficient = coefficient*10 + int64(b-'0')
		case b == '.' && point < 0:
			point = i
		default:
			return 0, 0, false
		}
	}
	if point >= 0 {
		exponent = int32(point + 1 - len(d))
	}
	return coefficient, exponent, true
}

// or reads a number, or gives the one that is meant when none is given.
func (c *calc) or(d value.Decimal, otherwise *apd.Decimal) *apd.Decimal {
	if d.IsZero() {
		return otherwise
	}
	return c.of(d)
}

func (c *calc) add(x, y *apd.Decimal) *apd.Decimal {
	d := c.result()
	if sumSmall(d, x, y, false) {
		return d
	}
	_, err := decimals.Add(d, x, y)
	c.settle("adding", err)
	return d
}

func (c *calc) sub(x, y *apd.Decimal) *apd.Decimal {
	d := c.result()
	if sumSmall(d, x, y, true) {
		return d
	}
	_, err := decimals.Sub(d, x, y)
	c.settle("subtracting", err)
	return d
}

func (c *calc) mul(x, y *apd.Decimal) *apd.Decimal {
	d := c.result()
	if productSmall(d, x, y) {
		return d
	}
	_, err := decimals.Mul(d, x, y)
	c.settle("multiplying", err)
	return d
}

func (c *calc) quo(x, y *apd.Decimal) *apd.Decimal {
	d := c.result()
	_, err := decimals.Quo(d, x, y)
	c.settle("dividing", err)
	return d
}

// share gives x · percent ÷ 100.
func (c *calc) share(x, percent *apd.Decimal) *apd.Decimal {
	d := c.mul(x, percent)
	d.Exponent -= 2
	return d
}

func (c *calc) ceil(x *apd.Decimal) *apd.Decimal {
	d := c.result()
	_, err := decimals.Ceil(d, x)
	c.settle("rounding up", err)
	return d
}

func (c *calc) floor(x *apd.Decimal) *apd.Decimal {
	d := c.result()
	_, err := decimals.Floor(d, x)
	c.settle("rounding down", err)
	return d
}

// round fixes a number to so many places, half away from zero.
func (c *calc) round(x *apd.Decimal, places int) *apd.Decimal {
	if places == unrounded {
		return x
	}
	d := c.result()
	if roundSmall(d, x, int32(-places)) {
		return d
	}
	_, err := decimals.Quantize(d, x, int32(-places))
	c.settle("rounding", err)
	return d
}

// per divides by what is often 1.
func (c *calc) per(x, base *apd.Decimal) *apd.Decimal {
	if base == one || base.Cmp(one) == 0 {
		return x
	}
	return c.quo(x, base)
}

// plain gives the digits of a number without zeros that say nothing.
func plain(x *apd.Decimal) value.Decimal {
	text := string(value.DecimalOf(x))
	if strings.IndexByte(text, '.') < 0 {
		return value.Decimal(text)
	}
	return value.Decimal(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}
