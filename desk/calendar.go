package desk

import (
	"io"
	"time"

	"tradedesk/document"
)

// Appointment is one thing that is due, as a calendar has it.
type Appointment = document.Appointment

// WriteCalendar writes what is due as a calendar that other programs read.
func WriteCalendar(w io.Writer, due []Appointment, now time.Time) error {
	return document.WriteCalendar(w, due, now)
}
