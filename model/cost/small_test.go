package cost

import (
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"
)

// anyNumber draws numbers of all sizes, with noughts of both signs among them.
func anyNumber() *rapid.Generator[*apd.Decimal] {
	return rapid.Custom(func(t *rapid.T) *apd.Decimal {
		n := rapid.OneOf(
			rapid.Int64Range(-1000, 1000), rapid.Int64Range(-10_000_000_000, 10_000_000_000), rapid.Int64(),
			rapid.SampledFrom([]int64{0, 5, 50, 500, 15, 25, 45, 49, 99, 995, 1<<62 - 1, 1 << 62}),
		).Draw(t, "coefficient")
		d := apd.New(n, int32(rapid.OneOf(rapid.IntRange(-6, 3), rapid.IntRange(-24, 24)).Draw(t, "exponent")))
		if rapid.IntRange(0, 9).Draw(t, "sign") == 0 {
			d.Negative = !d.Negative
		}
		if rapid.IntRange(0, 19).Draw(t, "long") == 0 {
			d.Coeff.Mul(&d.Coeff, &apd.New(1_000_000_000_000, 0).Coeff)
		}
		return d
	})
}

// identical reports whether two numbers have the same digits, exponent and sign.
func identical(a, b *apd.Decimal) bool {
	return a.Form == b.Form && a.Negative == b.Negative && a.Exponent == b.Exponent && a.Coeff.Cmp(&b.Coeff) == 0
}

// TestSmallIsWhatApdGives holds every quick way against the long one.
func TestSmallIsWhatApdGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := anyNumber().Draw(t, "x"), anyNumber().Draw(t, "y")
		places := int32(rapid.IntRange(-3, 8).Draw(t, "places"))
		got, want := new(apd.Decimal), new(apd.Decimal)
		for name, do := range map[string]struct {
			quick func() bool
			long  func() (apd.Condition, error)
		}{
			"x + y":        {func() bool { return sumSmall(got, x, y, false) }, func() (apd.Condition, error) { return decimals.Add(want, x, y) }},
			"x - y":        {func() bool { return sumSmall(got, x, y, true) }, func() (apd.Condition, error) { return decimals.Sub(want, x, y) }},
			"x * y":        {func() bool { return productSmall(got, x, y) }, func() (apd.Condition, error) { return decimals.Mul(want, x, y) }},
			"x to a place": {func() bool { return roundSmall(got, x, -places) }, func() (apd.Condition, error) { return decimals.Quantize(want, x, -places) }},
		} {
			if !do.quick() {
				continue
			}
			if _, err := do.long(); err != nil {
				t.Errorf("%s is taken as small, and fails: %v", name, err)
			} else if !identical(got, want) {
				t.Errorf("%s of %s and %s is %s (%d), want %s (%d)", name, x, y, got, got.Exponent, want, want.Exponent)
			}
		}
	})
}
