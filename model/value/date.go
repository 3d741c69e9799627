package value

import "time"

// Date is a day of the calendar: "2026-12-01". "" is not given.
type Date string

// ParseDate reads a day as ParseInstant does, without a time. Of an RFC 3339 time
// it takes the day as it is written there.
func ParseDate(given string, now time.Time) (Date, error) {
	const what = "date"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	if t, e := time.Parse(time.RFC3339Nano, s); e == nil {
		return dateOf(t), nil
	}
	w, err := readWhen(what, given, s, now)
	if err != nil {
		return "", err
	}
	if w.timed || w.exact && !w.today {
		return "", &Error{Type: what, Text: given, Code: CodeSyntax, Reason: "has a time", Hint: "write the day alone, such as 2026-12-01"}
	}
	return dateOf(w.at), nil
}

func dateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// String gives the day as ISO 8601 writes it.
func (d Date) String() string { return string(d) }

// IsZero reports whether no day is given.
func (d Date) IsZero() bool { return d == "" }

// Time gives the start of the day in loc (nil is UTC), the zero time when none is
// given or it is no date.
func (d Date) Time(loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}
