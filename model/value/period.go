package value

import "time"

// ParsePeriod reads what ParseInstant reads as the time that it covers: a day is
// from its first moment until before the next day's, a moment is from itself until
// before the next millisecond.
func ParsePeriod(given string, now time.Time) (from, until Instant, err error) {
	at, err := ParseInstant(given, now)
	if err != nil {
		return 0, 0, err
	}
	s, problem := prepare(whatTime, given)
	if problem != nil {
		return 0, 0, problem
	}
	w, problem := readWhen(whatTime, given, s, now)
	if problem != nil || w.exact || w.timed { // RFC 3339 is no day either
		return at, at + 1, nil
	}
	y, m, d := w.at.Date()
	first := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	return At(first), At(first.AddDate(0, 0, 1)), nil
}
