package value

import "time"

// Date is a day of the calendar.
type Date string

// ParseDate reads a day.
func ParseDate(text string, now time.Time) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return "", &Error{Type: "date", Text: text, Reason: "is not a date"}
	}
	return Date(t.Format(time.DateOnly)), nil
}

// String gives the canonical form.
func (d Date) String() string { return string(d) }

// IsZero reports whether none is given.
func (d Date) IsZero() bool { return d == "" }

// Time gives the start of the day in loc, the zero time when none is given.
func (d Date) Time(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}
