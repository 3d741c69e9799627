package query

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// bounds are the ends of what a number may be.
type bounds struct {
	low, high         value.Decimal // "" for none
	lowOpen, highOpen bool          // the end itself does not count
}

func (b bounds) has(d value.Decimal) bool {
	if b.low != "" {
		if order := d.Cmp(b.low); order < 0 || order == 0 && b.lowOpen {
			return false
		}
	}
	if b.high != "" {
		if order := d.Cmp(b.high); order > 0 || order == 0 && b.highOpen {
			return false
		}
	}
	return true
}

// readAmounts reads 10k, >1.5m, 10,000, 10k..50k, ..50k.
func readAmounts(op, typed string) ([]Value, error) {
	low, high, ranged := cutRange(typed)
	if !ranged {
		d, err := readAmount(typed)
		if err != nil {
			return nil, err
		}
		v := Value{Op: opOf(op), Text: d.String()}
		v.number = boundsOf(v.Op, d)
		return []Value{v}, nil
	}
	v := Value{Op: Between, number: &bounds{}}
	if op != "" || low == "" && high == "" {
		return nil, RefusedRange
	}
	var err error
	if low != "" {
		if v.number.low, err = readAmount(low); err != nil {
			return nil, err
		}
	}
	if high != "" {
		if v.number.high, err = readAmount(high); err != nil {
			return nil, err
		}
	}
	if low != "" && high != "" && v.number.low.Cmp(v.number.high) > 0 {
		return nil, RefusedOrder
	}
	v.Text, v.To = v.number.low.String(), v.number.high.String()
	return []Value{v}, nil
}

// cutRange parts a range at its dots.
func cutRange(typed string) (low, high string, ok bool) {
	for _, dots := range []string{"..", "…"} {
		if low, high, ok = strings.Cut(typed, dots); ok {
			return strings.TrimSpace(low), strings.TrimSpace(high), true
		}
	}
	return typed, "", false
}

func opOf(typed string) Op {
	switch op := Op(typed); op {
	case Less, AtMost, More, AtLeast:
		return op
	}
	return Is
}

func boundsOf(op Op, d value.Decimal) *bounds {
	switch op {
	case Less:
		return &bounds{high: d, highOpen: true}
	case AtMost:
		return &bounds{high: d}
	case More:
		return &bounds{low: d, lowOpen: true}
	case AtLeast:
		return &bounds{low: d}
	}
	return &bounds{low: d, high: d}
}

// thousands are what stands behind a number, folded.
var thousands = []struct {
	suffix string
	zeros  int
}{{"k", 3}, {"mio", 6}, {"m", 6}, {"الف", 3}, {"مليون", 6}}

// readAmount reads a number that may be short for thousands or millions. A comma with
// three digits behind it parts groups: who filters does not mean a thousandth. A point with
// three digits behind it is asked back, as where amounts are typed.
func readAmount(typed string) (value.Decimal, error) {
	s, zeros := text.Fold(typed), 0
	for _, t := range thousands {
		if rest, ok := strings.CutSuffix(s, t.suffix); ok && rest != "" {
			s, zeros = strings.TrimSpace(rest), t.zeros
			break
		}
	}
	d, err := value.ParseTyped(s)
	if refused := new(value.Error); errors.As(err, &refused) && refused.Code == value.CodeAmbiguous && strings.ContainsAny(s, ",،") {
		d, err = value.ParseTyped(strings.ReplaceAll(strings.ReplaceAll(s, ",", ""), "،", ""))
	}
	if err != nil || zeros == 0 {
		return d, err
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	fraction += strings.Repeat("0", max(zeros-len(fraction), 0))
	shifted := whole + fraction[:zeros]
	if fraction[zeros:] != "" {
		shifted += "." + fraction[zeros:]
	}
	d, err = value.ParseDecimal(shifted)
	return d.Typed(), err
}

// nearly is by how much of itself a number in the machine's form may differ from the
// decimal that it stands for.
const nearly = 1e-9

// Holds gives what reports whether a filter by numbers holds for a number that is nearly
// the one it is given, NaN for none: it may, and it surely does. The currency is what an
// amount is in, "" for any that is none of Currencies.
func (f Filter) Holds(currency value.Currency) func(number float64) (may, sure bool) {
	var ranges []nearRange
	missing, present := false, false
	for _, v := range f.Any {
		switch {
		case v.Op == Missing:
			missing = true
		case v.Op == Present:
			present = true
		default:
			if r, ok := v.near(currency); ok {
				ranges = append(ranges, r)
			}
		}
	}
	return func(number float64) (may, sure bool) {
		none := math.IsNaN(number)
		may = none && missing || !none && present
		sure = may
		for _, r := range ranges {
			fits, certain := r.has(number)
			may, sure = may || fits, sure || certain
		}
		if f.Not {
			return !sure, !may
		}
		return may, sure
	}
}

// nearRange is bounds in the machine's form; rounded is how far off a number may be whose
// amount in another currency is rounded.
type nearRange struct{ low, high, rounded float64 }

func (b bounds) near() nearRange {
	r := nearRange{low: math.Inf(-1), high: math.Inf(1)}
	if low, err := strconv.ParseFloat(string(b.low), 64); err == nil {
		r.low = low
	}
	if high, err := strconv.ParseFloat(string(b.high), 64); err == nil {
		r.high = high
	}
	return r
}

// has reports whether a number is within or nearly so, and whether it is for certain.
func (r nearRange) has(number float64) (fits, certain bool) {
	margin := math.Abs(number)*nearly + r.rounded
	return number >= r.low-margin && number <= r.high+margin, number > r.low+margin && number < r.high-margin
}
