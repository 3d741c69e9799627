package model

import (
	"testing"
	"time"
)

func TestAgendaDaysAreThoseOfTheLocation(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	casablanca, err := time.LoadLocation("Africa/Casablanca")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		now, at string
		in      *time.Location
		want    AgendaDay
	}{
		"earlier today":                     {"2026-11-24T10:00:00Z", "2026-11-24T08:00:00Z", time.UTC, DueToday},
		"just before midnight":              {"2026-11-24T10:00:00Z", "2026-11-24T23:59:59Z", time.UTC, DueToday},
		"the same moment, east of it":       {"2026-11-24T10:00:00Z", "2026-11-24T23:59:59Z", paris, DueTomorrow},
		"yesterday":                         {"2026-11-24T00:00:00Z", "2026-11-23T23:59:00Z", time.UTC, Overdue},
		"the day of 23 hours":               {"2026-03-28T23:30:00Z", "2026-03-29T21:59:00Z", paris, DueToday},
		"the day after 23 hours":            {"2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z", paris, DueTomorrow},
		"the day of 25 hours":               {"2026-10-24T22:30:00Z", "2026-10-25T22:59:00Z", paris, DueToday},
		"when Ramadan turns the clock back": {"2026-02-14T23:30:00Z", "2026-02-15T23:30:00Z", casablanca, DueToday},
		"in six days":                       {"2026-11-24T10:00:00Z", "2026-11-30T10:00:00Z", time.UTC, DueThisWeek},
		"in seven days":                     {"2026-11-24T10:00:00Z", "2026-12-01T10:00:00Z", time.UTC, DueLater},
	} {
		now, at := parseTime(t, tt.now).In(tt.in), parseTime(t, tt.at)
		if got := AgendaDayOf(at, now); got != tt.want {
			t.Errorf("%s: %d, want %d (%s on %s)", name, got, tt.want, at.In(tt.in), now)
		}
	}
}

func parseTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDayAfterKeepsTheTimeOfDay(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 28, 18, 0, 0, 0, paris)
	for name, tt := range map[string][2]time.Time{
		"over the change of the clock": {time.Date(2026, 3, 28, 9, 0, 0, 0, paris), time.Date(2026, 3, 29, 9, 0, 0, 0, paris)},
		"of a day to come":             {time.Date(2026, 4, 2, 9, 0, 0, 0, paris), time.Date(2026, 4, 3, 9, 0, 0, 0, paris)},
		"of long ago":                  {time.Date(2026, 1, 2, 14, 30, 0, 0, paris), time.Date(2026, 3, 29, 14, 30, 0, 0, paris)},
	} {
		if got := DayAfter(tt[0], now); !got.Equal(tt[1]) {
			t.Errorf("%s: %s, want %s", name, got, tt[1])
		}
	}
}
