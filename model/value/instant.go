package value

import (
	"encoding/json"
	"fmt"
	"time"
)

// Instant is a moment: milliseconds since 1970 in UTC, 0 is not given. In JSON it
// is RFC 3339 in UTC with milliseconds, in CBOR the integer.
type Instant int64

// instantLayout is RFC 3339 with milliseconds.
const instantLayout = "2006-01-02T15:04:05.000Z07:00"

// The years RFC 3339 can write bound what String gives.
var (
	firstInstant = time.Date(0, time.January, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	lastInstant  = time.Date(10000, time.January, 1, 0, 0, 0, 0, time.UTC).UnixMilli() - 1
)

// At gives the moment of t, cut to the millisecond; the zero time is not given.
func At(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// Time gives the moment in UTC, the zero time when none is given.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// String gives RFC 3339 in UTC with milliseconds, "" when none is given. Moments
// outside of the years 0 to 9999 come out as the nearest it can write.
func (i Instant) String() string { return string(i.Append(nil)) }

// Append puts String() behind what is in to.
func (i Instant) Append(to []byte) []byte {
	if i == 0 {
		return to
	}
	written := Instant(max(firstInstant, min(int64(i), lastInstant)))
	return written.Time().AppendFormat(to, instantLayout)
}

// IsZero reports whether no moment is given.
func (i Instant) IsZero() bool { return i == 0 }

// MarshalJSON writes the string that String gives.
func (i Instant) MarshalJSON() ([]byte, error) { return []byte(`"` + i.String() + `"`), nil }

// UnmarshalJSON reads RFC 3339 in any zone; "" and null are not given.
func (i *Instant) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("reading a time: %w", err)
	}
	if text == nil {
		*i = 0
		return nil
	}
	at, err := ParseStamp(*text)
	if err == nil {
		*i = at
	}
	return err
}

// ParseStamp reads what String gives, in any zone; "" is not given.
func ParseStamp(text string) (Instant, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, &Error{Type: whatTime, Text: text, Code: CodeSyntax, Reason: "is not an RFC 3339 time", Hint: "write it such as 2026-12-01T14:30:00Z"}
	}
	return At(t), nil
}

const whatTime = "time"

// ParseInstant reads a moment: RFC 3339, a date (2026-12-01, 1/12/2026 where day
// and month cannot be mistaken, 15 jan, 15 janvier 2027, 15 يناير), a weekday
// (the next one after today), now, today, tomorrow, yesterday, or a span from now
// (3d, 2w, 4h, 30m, 2 mois, -1d), in English, French or Arabic; a date or day may
// carry a time (14:30, 14h30, 9am). All but RFC 3339 is in now's location.
//
// A day without a time means 09:00 there, also for spans in days, weeks or months;
// today means 09:00, then 18:00, then 23:59, whichever is still to come. A date
// without a year is its next occurrence. The moment 0 itself cannot be given.
func ParseInstant(given string, now time.Time) (Instant, error) {
	s, err := prepare(whatTime, given)
	if err != nil {
		return 0, err
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, e := time.Parse(layout, s); e == nil {
			return storable(given, t)
		}
	}
	w, err := readWhen(whatTime, given, s, now)
	if err != nil {
		return 0, err
	}
	if w.exact {
		return storable(given, w.at)
	}
	hour, minute := w.hour, w.minute
	if !w.timed {
		hour, minute = openingHour, 0
		if w.today {
			hour, minute = stillToCome(now)
		}
	}
	y, m, d := w.at.Date()
	return storable(given, time.Date(y, m, d, hour, minute, w.second, 0, now.Location()))
}

// The working day of a desk.
const (
	openingHour = 9
	closingHour = 18
)

func stillToCome(now time.Time) (hour, minute int) {
	switch {
	case now.Hour() < openingHour:
		return openingHour, 0
	case now.Hour() < closingHour:
		return closingHour, 0
	}
	return 23, 59
}

func storable(given string, t time.Time) (Instant, error) {
	i := At(t)
	if i == 0 || int64(i) < firstInstant || int64(i) > lastInstant {
		return 0, &Error{Type: whatTime, Text: given, Code: CodeRange, Reason: "is not a moment that can be kept"}
	}
	return i, nil
}
