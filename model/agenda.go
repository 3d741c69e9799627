package model

import "time"

// AgendaDay is the part of the agenda that a moment falls into.
type AgendaDay int

// The parts, in order.
const (
	Overdue AgendaDay = iota // before today
	DueToday
	DueTomorrow
	DueThisWeek // within seven days
	DueLater
)

// AgendaDayOf gives the part that at falls into. Days are those of now's location.
func AgendaDayOf(at, now time.Time) AgendaDay {
	switch days := DaysBetween(now, at); {
	case days < 0:
		return Overdue
	case days == 0:
		return DueToday
	case days == 1:
		return DueTomorrow
	case days < 7:
		return DueThisWeek
	}
	return DueLater
}

// DaysBetween counts the midnights from one moment to another in the location of
// from, whatever hours its days have.
func DaysBetween(from, to time.Time) int {
	date := func(t time.Time) time.Time {
		year, month, day := t.In(from.Location()).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return int(date(to).Sub(date(from)).Hours() / 24)
}

// DayAfter gives the time of day of at on the day after it, or after today when
// at is past, in now's location.
func DayAfter(at, now time.Time) time.Time {
	local := at.In(now.Location())
	day := local
	if DaysBetween(now, at) < 0 {
		day = now
	}
	hour, minute, second := local.Clock()
	return time.Date(day.Year(), day.Month(), day.Day()+1, hour, minute, second, 0, now.Location())
}
