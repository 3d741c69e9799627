package demo

import (
	"math/bits"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/value"
)

// dice is the source of everything that is left to chance about one record.
type dice struct{ *rand.Rand }

// throw gives the dice of the n-th thing of a sort: the same for the same seed,
// whatever was made before.
func throw(seed uint64, sort string, n int) dice {
	mix := seed
	for _, b := range []byte(sort) {
		mix = bits.RotateLeft64(mix, 7) ^ uint64(b)*0x9E3779B97F4A7C15
	}
	return dice{rand.New(rand.NewPCG(mix, uint64(n)))}
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// some picks between least and most different ones, in their order.
func some[T any](d dice, from []T, least, most int) []T {
	want := min(least+d.IntN(most-least+1), len(from))
	var out []T
	for i, v := range from {
		if d.IntN(len(from)-i) < want-len(out) {
			out = append(out, v)
		}
	}
	return out
}

// in reports what is so in percent of cases.
func (d dice) in(percent int) bool { return d.IntN(100) < percent }

func (d dice) between(from, to int) int { return from + d.IntN(to-from+1) }

// amount picks within a span, small ones more often, and rounds as people do: to
// one or two leading digits.
func (d dice) amount(s [2]int) int {
	share := d.Float64()
	n := s[0] + int(share*share*float64(s[1]-s[0]))
	step := 1
	for n/step >= 100 {
		step *= 10
	}
	if n/step >= 20 && step < n {
		step *= 5
	}
	return max(n/step*step, s[0])
}

// digits puts a digit for each #.
func (d dice) digits(pattern string) string {
	return strings.Map(func(r rune) rune {
		if r == '#' {
			return rune('0' + d.IntN(10))
		}
		return r
	}, pattern)
}

// numbered gives the n-th number of the patterns: two with different n differ
// until all are used up, and neighbours do not look alike.
func numbered(patterns []string, n int) string {
	for i, pattern := range patterns {
		all := 1
		for range strings.Count(pattern, "#") {
			all *= 10
		}
		if n >= all && i < len(patterns)-1 {
			n -= all
			continue
		}
		digits := strconv.Itoa(all + n%all*7919%all)[1:]
		return strings.Map(func(r rune) rune {
			if r == '#' {
				r, digits = rune(digits[0]), digits[1:]
			}
			return r
		}, pattern)
	}
	return ""
}

// within gives a moment after t by least to most, but before now.
func (d dice) within(t time.Time, least, most time.Duration, now time.Time) time.Time {
	t = t.Add(least + time.Duration(d.Int64N(int64(most-least)+1)))
	if latest := now.Add(-time.Minute); t.After(latest) {
		return latest
	}
	return t
}

// money gives a price in euro cents in another currency, without needless
// zeros; the West African franc has no cents.
func money(euroCents int, c value.Currency) value.Decimal {
	cents := euroCents * perEuro[c] / 100
	if c == "XOF" {
		cents = cents / 100 * 100
	}
	text := strconv.Itoa(max(cents, 1)/100) + "." + strconv.Itoa(max(cents, 1)%100 + 100)[1:]
	return value.Decimal(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}

func decimal(n int) value.Decimal { return value.Decimal(strconv.Itoa(n)) }
