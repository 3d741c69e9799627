package value

import (
	"encoding/json"
	"fmt"
	"time"
)

// Instant is a moment in milliseconds since 1970 in UTC; 0 is not given.
type Instant int64

// instantLayout is RFC 3339 with milliseconds, always in UTC.
const instantLayout = "2006-01-02T15:04:05.000Z07:00"

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

// String gives RFC 3339 in UTC with milliseconds, "" when none is given.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(instantLayout)
}

// IsZero reports whether no moment is given.
func (i Instant) IsZero() bool { return i == 0 }

// MarshalJSON writes a string as String gives it.
func (i Instant) MarshalJSON() ([]byte, error) { return json.Marshal(i.String()) }

// UnmarshalJSON reads RFC 3339 in any zone, "" or null.
func (i *Instant) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("reading a time: %w", err)
	}
	if text == nil || *text == "" {
		*i = 0
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, *text)
	if err != nil {
		return &Error{Type: "time", Text: *text, Reason: "is not an RFC 3339 time"}
	}
	*i = At(t)
	return nil
}

// ParseInstant reads a moment.
func ParseInstant(text string, now time.Time) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, &Error{Type: "time", Text: text, Reason: "is not a time"}
	}
	return At(t), nil
}
