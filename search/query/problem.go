package query

import (
	"fmt"
	"strings"
)

// Code says what is wrong with a part of a line.
type Code string

// The codes; screens have words for each.
const (
	CodeFilter  Code = "filter"   // there is no such filter: it is searched for as text
	CodeEmpty   Code = "empty"    // a filter without a value does not hold
	CodeValue   Code = "value"    // the value is none of the filter's: it is left out
	CodeCompare Code = "compare"  // the filter has no more and no less
	CodeMany    Code = "too_many" // more filters or values than a line may have
	CodeLong    Code = "too_long" // behind what is read of a line
	CodeRates   Code = "rates"    // no exchange rate is known: what is in that currency alone is compared
)

// Problem is what could not be read as it was probably meant.
type Problem struct {
	Span
	Code    Code
	Filter  Name     // "" when there is no such filter
	Typed   string   // the word that is not known
	Nearest string   // what was probably meant, "" when nothing is near
	There   []string // what there is, as far as it is few
	Err     error    // why a value is refused
}

// Error says it in one line of English.
func (p Problem) Error() string {
	var b strings.Builder
	switch p.Code {
	case CodeFilter:
		fmt.Fprintf(&b, "no filter is called %q", p.Typed)
	case CodeEmpty:
		fmt.Fprintf(&b, "%s: needs a value", p.Filter)
	case CodeCompare:
		fmt.Fprintf(&b, "%s: nothing is more or less than %q", p.Filter, p.Typed)
	case CodeRates:
		return fmt.Sprintf("%s: no exchange rate of %s is known, so only what is in %s is compared", p.Filter, p.Typed, p.Typed)
	case CodeMany:
		return "there are too many filters: what stands here is searched for as text"
	case CodeLong:
		return "the line is too long: what stands here is left out"
	case CodeValue:
		if p.Err != nil {
			fmt.Fprintf(&b, "%s: %v", p.Filter, p.Err)
		} else {
			fmt.Fprintf(&b, "%s: %q is not known", p.Filter, p.Typed)
		}
	}
	if p.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", p.Nearest)
	}
	if len(p.There) > 0 {
		fmt.Fprintf(&b, "; there is %s", strings.Join(p.There, ", "))
	}
	return b.String()
}

// Unwrap gives why a value is refused.
func (p Problem) Unwrap() error { return p.Err }
