package query

import (
	"strings"
	"time"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// period is a stretch of time, from the first moment on and before the last; 0 is
// open.
type period struct{ from, to value.Instant }

func (p period) has(at value.Instant) bool {
	return !at.IsZero() && (p.from == 0 || at >= p.from) && (p.to == 0 || at < p.to)
}

// overdueWords are folded; overdue is what was due before today.
var overdueWords = []string{"overdue", "late", "en retard", "retard", "متاخر"}

const overdueWord = "overdue"

// readDays reads 2026-12-01, 2026-12, 2026, today, <3d, >2w, friday, a..b, overdue.
// Days are whole days of the reader's location; of hours and minutes it is the moment.
// Where days go back (created), a span is that long ago, and < means less long ago.
func (r Reader) readDays(s spec, op, typed string) ([]Value, error) {
	if isOverdue(typed) {
		if s.name != ByDue || op != "" {
			return nil, RefusedOverdue
		}
		return []Value{{Op: Is, Text: overdueWord, period: period{to: value.At(dayOf(r.Now))}}}, nil
	}
	low, high, ranged := cutRange(typed)
	if ranged {
		return r.readDayRange(s, op, low, high)
	}
	at, back, err := r.readDay(s, typed)
	if err != nil {
		return nil, err
	}
	v := Value{Op: opOf(op), Text: dayText(typed), period: at}
	meant := v.Op
	if back {
		meant = turned(meant)
	}
	switch meant {
	case Less:
		v.period = period{to: at.from}
	case AtMost:
		v.period = period{to: at.to}
	case More:
		v.period = period{from: at.to}
	case AtLeast:
		v.period = period{from: at.from}
	}
	return []Value{v}, nil
}

func isOverdue(typed string) bool {
	folded := text.Fold(typed)
	for _, word := range overdueWords {
		if folded == word {
			return true
		}
	}
	return false
}

// dayText is a day as it is kept and written: as it was typed.
func dayText(typed string) string { return strings.TrimSpace(typed) }

// turned: less than three days ago is after the day three days ago.
func turned(op Op) Op {
	switch op {
	case Less:
		return More
	case AtMost:
		return AtLeast
	case More:
		return Less
	case AtLeast:
		return AtMost
	}
	return op
}

// readDayRange takes both ends in, and either order where days go back: 2w..1w.
func (r Reader) readDayRange(s spec, op, low, high string) ([]Value, error) {
	if op != "" || low == "" && high == "" {
		return nil, RefusedDayRange
	}
	v := Value{Op: Between, Text: dayText(low), To: dayText(high)}
	var from, to period
	var backLow, backHigh bool
	var err error
	if low != "" {
		if from, backLow, err = r.readDay(s, low); err != nil {
			return nil, err
		}
		v.period.from = from.from
	}
	if high != "" {
		if to, backHigh, err = r.readDay(s, high); err != nil {
			return nil, err
		}
		v.period.to = to.to
	}
	if low != "" && high != "" && from.from > to.from {
		if !backLow || !backHigh {
			return nil, RefusedOrder
		}
		v.period = period{to.from, from.to}
	}
	return []Value{v}, nil
}

// readDay gives the day, month, year or moment that is meant, and whether it is a
// span that goes back.
func (r Reader) readDay(s spec, typed string) (p period, back bool, err error) {
	folded := text.Fold(typed)
	if p, ok := r.calendar(folded); ok {
		return p, false, nil
	}
	if s.past && looksLikeSpan(folded) {
		if p, err := r.dayOrMoment("-" + folded); err == nil {
			return p, true, nil
		}
	}
	p, err = r.dayOrMoment(typed)
	return p, false, err
}

// looksLikeSpan: digits and a word, such as 3d or 2 weeks.
func looksLikeSpan(folded string) bool {
	word := strings.TrimLeft(folded, "0123456789")
	return word != folded && word != "" && !strings.ContainsAny(word, "0123456789-/.")
}

// calendar reads a whole month or year: 2026-12, 2026.
func (r Reader) calendar(folded string) (period, bool) {
	if t, err := time.ParseInLocation("2006-01", folded, r.Now.Location()); err == nil {
		return period{value.At(t), value.At(t.AddDate(0, 1, 0))}, true
	}
	if t, err := time.ParseInLocation("2006", folded, r.Now.Location()); err == nil && t.Year() >= 1900 {
		return period{value.At(t), value.At(t.AddDate(1, 0, 0))}, true
	}
	return period{}, false
}

func (r Reader) dayOrMoment(typed string) (period, error) {
	day, err := value.ParseDate(typed, r.Now)
	if err == nil {
		from := day.Time(r.Now.Location())
		return period{value.At(from), value.At(from.AddDate(0, 0, 1))}, nil
	}
	at, momentErr := value.ParseInstant(typed, r.Now)
	if momentErr != nil {
		return period{}, err
	}
	return period{at, at + 1}, nil
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
