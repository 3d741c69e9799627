package query

// Refusal is why a value is refused, by a code that is stable: words hang on it.
type Refusal string

// Why a value is refused.
const (
	RefusedEmpty    Refusal = "empty"
	RefusedMe       Refusal = "me"
	RefusedKind     Refusal = "kind"
	RefusedStages   Refusal = "stages"
	RefusedEvent    Refusal = "event"
	RefusedRange    Refusal = "range"
	RefusedDayRange Refusal = "day_range"
	RefusedOrder    Refusal = "order"
	RefusedOverdue  Refusal = "overdue"
	RefusedNoDigits Refusal = "no_digits"
)

var refusals = map[Refusal]string{
	RefusedEmpty:    "there is nothing between the quotation marks",
	RefusedMe:       "who you are is not set: give the name",
	RefusedKind:     "every record has a kind",
	RefusedStages:   "what is asked for has no stages",
	RefusedEvent:    "no fair is called so",
	RefusedRange:    "a range has a lower and an upper end, such as 10k..50k",
	RefusedDayRange: "a range has a first and a last day, such as 2026-12-01..2026-12-15",
	RefusedOrder:    "the lower end of the range is above the upper one",
	RefusedOverdue:  "only what is due can be overdue",
	RefusedNoDigits: "a number has digits",
}

// Error says it in English.
func (r Refusal) Error() string { return refusals[r] }
